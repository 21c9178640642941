// SPDX-License-Identifier: Apache-2.0
/** What officers of Meridia wrote down of calls and visits, from a fixed seed, and how they look at their queue. */
import { Draw } from './random.ts';

const seed = 22;
const dayMs = 86_400_000;

const said = [
  ['call', 'Applicant', 'Asked how long it takes; told the term and that one check is still awaited.'],
  ['call', 'Accountant of the applicant', 'Says the fee was paid twice by mistake. Explained how money is asked back.'],
  ['visit', 'Applicant', 'Came with the original of the diploma. Compared with the file: the same.'],
  ['letter', 'Lawyer of the applicant', 'Asks for a decision before the end of the month because of the contract.'],
  ['call', 'Officer of the interior', 'Confirmed by telephone that the answer of the register is on its way.'],
  ['other', 'Colleague of the front office', 'The applicant will send a clearer scan of the passport.'],
] as const;
const conflicts = ['The director of the applicant is a cousin of mine.', 'I worked for this company until last year.'];
const returns = 'The reasons do not name the article of law that the refusal stands on.';

export const queueViews = [
  { key: 'urgent', name: 'At risk first', show: 'all', sort: 'risk', shared: true },
  { key: 'oldest', name: 'The oldest nobody has', show: 'open', sort: 'age', shared: true },
  { key: 'own', name: 'Mine by deadline', show: 'mine', sort: 'due', shared: false },
] as const;

/** Beside the case at this place of a list, in its order: always the same for the same case. */
export function besideCase(key: string, place: number, now: number) {
  const draw = new Draw(seed + place);
  const day = (back: number) => new Date(now - back * dayMs).toISOString();
  const notes = Array.from({ length: draw.whole(0, 2) }, (_, index) => {
    const [kind, person, text] = draw.from(said);
    return { key: `${key} ${index}`, kind, person, text, on: day(draw.whole(1, 9)).slice(0, 10) };
  });
  const state = draw.from(['agreed', 'agreed', 'agreed', 'returned', 'open'] as const);
  return {
    notes,
    ...(place % 9 === 4 ? { conflict: { reason: draw.from(conflicts), at: day(3) } } : {}),
    /** Of a decided case only. */
    review: { at: day(draw.whole(8, 60)), state, ...(state === 'returned' ? { reason: returns } : {}) },
  };
}
