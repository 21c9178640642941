// SPDX-License-Identifier: Apache-2.0
/** The life of a report. Pure. */
import type { Line, Priority, TicketState } from '../contract/tickets.ts';

/** `hand`: to another line; `write`, `reopen`, `confirm`: by who reported it; `expire`: nobody said that it did not help. */
export const allActs = [
  ...['take', 'answer', 'ask', 'note', 'solve', 'hand', 'rank', 'link'],
  ...['write', 'reopen', 'confirm', 'expire'],
] as const;
export type AnyAct =
  | 'take'
  | 'answer'
  | 'ask'
  | 'note'
  | 'solve'
  | 'hand'
  | 'rank'
  | 'link'
  | 'write'
  | 'reopen'
  | 'confirm'
  | 'expire';

const work = { hand: 'new', write: 'taken', solve: 'solved', take: 'taken' } as const;
const table: Readonly<Record<TicketState, Partial<Record<AnyAct, TicketState>>>> = {
  new: { take: 'taken', hand: 'new', note: 'new', rank: 'new', link: 'new', write: 'new' },
  taken: { ...work, answer: 'taken', ask: 'waiting', note: 'taken', rank: 'taken', link: 'taken' },
  waiting: { ...work, answer: 'waiting', ask: 'waiting', note: 'waiting', rank: 'waiting', link: 'waiting' },
  solved: { note: 'solved', reopen: 'new', confirm: 'closed', expire: 'closed' },
  closed: {},
};

/** Undefined where it cannot be done in this state. */
export const after = (state: TicketState, act: AnyAct): TicketState | undefined => table[state][act];

const hour = 3_600_000;
/** Round the clock, for whoever is at work at the time: hours until somebody answers, and until it is solved. */
export const terms: Readonly<Record<Priority, { answer: number; solve: number }>> = {
  urgent: { answer: 1, solve: 8 },
  high: { answer: 4, solve: 24 },
  normal: { answer: 24, solve: 72 },
  low: { answer: 72, solve: 240 },
};
export const termsFrom = (priority: Priority, from: Date): { answerBy: Date; solveBy: Date } => ({
  answerBy: new Date(from.getTime() + terms[priority].answer * hour),
  solveBy: new Date(from.getTime() + terms[priority].solve * hour),
});

/** Nobody takes it: the next line gets it; the last one keeps it. */
export const lineAfter = (line: Line): Line => (line === 1 ? 2 : 3);
export const reopenDays = 14;
