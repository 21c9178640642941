// SPDX-License-Identifier: Apache-2.0
/** A clerk registers, finds doubles, files, answers. */
import type { DocumentPage } from '@stoa/documents/contract';
import type { Finding } from '../contract.ts';
import { found, type Scene, type Task } from './scene.ts';

const letters = (text: string | undefined) => (text ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
const isNumbered = ({ number }: DocumentPage) => number !== undefined;
const isGivenUp = ({ state }: DocumentPage) => state === 'cancelled' || state === 'refused';

export const register: Task = {
  start: async (scene) => ({ from: scene.sender, subject: scene.subject('road'), ...scene.theirs() }),
  check: async (scene, { facts, startedAt }) => {
    const looked = (await scene.since(startedAt, 'incoming')).map((one): Finding[] => [
      found('entered', true),
      found('kind', one.kind === 'incoming'),
      found(
        'sender',
        one.correspondents.some(({ name }) => letters(name).includes(letters(facts.from))),
      ),
      found('their-number', letters(one.theirNumber) === letters(facts.theirNumber)),
      found('their-date', one.theirDate === facts.theirDate),
      found('numbered', isNumbered(one)),
    ]);
    return best(looked) ?? [found('entered', false)];
  },
};

/** Of several documents the one that is meant most likely. */
const best = (all: readonly Finding[][]): Finding[] | undefined =>
  [...all].sort((a, b) => b.filter(({ right }) => right).length - a.filter(({ right }) => right).length)[0];

export const double: Task = {
  start: async (scene) => {
    const first = await scene.registered('kindergartens');
    const double = await scene.arrive(scene.subject('kindergartens'), scene.theirs());
    const other = await scene.arrive(scene.subject('buses', 1), scene.theirs(1));
    return { first: first.id, double, other, number: first.number, subject: scene.subject('buses', 1) };
  },
  check: async (scene, { facts }) => {
    const [first, double, other] = await Promise.all(
      [facts.first, facts.double, facts.other].map((id) => scene.document(id)),
    );
    return [
      found('double-given-up', double && isGivenUp(double)),
      found('other-registered', other && isNumbered(other)),
      found('first-kept', first && isNumbered(first)),
    ];
  },
};

/** Of the state's standard set: correspondence with ministries. */
const fileIndex = '01-01';
export const file: Task = {
  start: async (scene) => ({ ...(await scene.registered('bridge')), fileIndex }),
  check: async (scene, { facts }) => {
    const one = await scene.document(facts.id);
    return [found('filed', one.state === 'filed'), found('right-file', one.fileIndex === facts.fileIndex)];
  },
};

export const answer: Task = {
  start: (scene) => scene.registered('vacancies'),
  check: async (scene, { facts, startedAt }) => {
    const drafts = (await scene.since(startedAt, 'outgoing')).filter((one) => !isGivenUp(one));
    const reply = drafts.find(({ links }) =>
      links.some(({ as, mine, document }) => as === 'reply' && mine && document.id === facts.id),
    );
    if (!reply) return [found('answer-drafted', false)];
    const hasFile = reply.files.some(({ role }) => role === 'main');
    return [
      found('answer-drafted', true),
      found('answer-file', hasFile),
      found('answer-signed', hasFile && (await signed(scene, reply))),
      found('answer-numbered', isNumbered(reply)),
      found('answer-sent', await scene.isSent(reply.id)),
    ];
  },
};

/** The head signs what is ready as soon as it is shown. */
async function signed(scene: Scene, { id, state }: DocumentPage): Promise<boolean> {
  if (state === 'draft' || state === 'approved') await scene.signForHead(id);
  return state !== 'in-approval';
}
