// SPDX-License-Identifier: Apache-2.0
/** From a report to what became of it, as who made it sees it. */
import { type Tx, newId, pageOfRows, readCursor, refuse, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { emailText } from '@stoa/kernel/text';
import type * as contract from '../contract.ts';
import { type ReporterAct, reporterActs } from '../contract/own.ts';
import { entryShown, ownSummary } from './shown.ts';
import { after, reopenDays, termsFrom } from './states.ts';
import * as store from './store.ts';

const dayMs = 86_400_000;
/** Where nobody acts for somebody else: then the report would be theirs. */
const reporter = ({ principal }: Tx): string | null =>
  principal.kind === 'person' && !principal.actingFor ? principal.personKey || null : null;

export async function reportProblem(
  tx: Tx,
  { kind, text, page, correlationId, email, key }: InputOf<typeof contract.reportProblem>,
): Promise<OutputOf<typeof contract.reportProblem>> {
  // As PostgreSQL writes it: the row is sealed under it.
  const id = key?.toLowerCase() ?? newId();
  const personKey = reporter(tx);
  const isNew = await store.insertTicket(tx, {
    ...{ id, personKey, kind, text, priority: 'normal', line: 1, state: 'new', reportedAt: tx.now },
    page: page?.replace(/[?#].*$/s, '') ?? null,
    correlationId: correlationId ?? null,
    // Who has an account is told there.
    email: email && !personKey ? emailText(email) : null,
    ...termsFrom('normal', tx.now),
  });
  const row = await store.findTicket(tx, id);
  if (!row || (!isNew && (row.text !== text || row.personKey !== personKey)))
    return refuse('conflict', 'support.reported-already', 'This form was sent before. Open it again to report more.');
  if (isNew) await store.addEntry(tx, id, { kind: 'reported', side: 'reporter', shown: true });
  return { id, number: row.number };
}

const mine = (tx: Tx, row: store.TicketRow | undefined): store.TicketRow =>
  row && row.personKey !== null && row.personKey === reporter(tx)
    ? row
    : refuse('missing', 'support.ticket-unknown', 'There is no such report of yours.');

export async function listMyTickets(tx: Tx, page: InputOf<typeof contract.listMyTickets>) {
  const at = readCursor(page.cursor, 'instant', 'uuid');
  return pageOfRows(
    page,
    (count) => store.ticketsOf(tx, reporter(tx) ?? '', at, count),
    ownSummary,
    ({ reportedAt, id }) => writeCursor(reportedAt, id),
  );
}

const canReopen = ({ now }: Tx, { solvedAt }: store.TicketRow) =>
  solvedAt !== null && now.getTime() - solvedAt.getTime() < reopenDays * dayMs;
const maySay = (tx: Tx, row: store.TicketRow): ReporterAct[] =>
  reporterActs.filter((act) => after(row.state, act) !== undefined && (act !== 'reopen' || canReopen(tx, row)));

/** Refuses: support.ticket-unknown. */
export async function getMyTicket(
  tx: Tx,
  { id }: InputOf<typeof contract.getMyTicket>,
): Promise<OutputOf<typeof contract.getMyTicket>> {
  const row = mine(tx, await store.findTicket(tx, id));
  return {
    ...{ ...ownSummary(row), text: row.text, may: maySay(tx, row) },
    ...(row.solvedAt === null ? { solveBy: row.solveBy.toISOString() } : {}),
    // Who at the desk it was is not the reporter's business; that it was the desk is.
    entries: (await store.entriesOf(tx, id, true)).map((entry) => entryShown({ ...entry, byName: null })),
  };
}

/** Refuses: support.ticket-unknown, support.not-so, support.text-missing. */
export async function writeMyTicket(
  tx: Tx,
  { id, act, text }: InputOf<typeof contract.writeMyTicket>,
): Promise<OutputOf<typeof contract.writeMyTicket>> {
  const row = mine(tx, await store.lockTicket(tx, id));
  if (!maySay(tx, row).includes(act))
    refuse('conflict', 'support.not-so', 'This is not possible any more. Look at it again.');
  if (act !== 'confirm' && text === undefined) refuse('invalid', 'support.text-missing', 'Write what you want to say.');
  const state = after(row.state, act) ?? row.state;
  const anew =
    act === 'reopen' ? { ...nobody, ...termsFrom(row.priority, tx.now), solvedAt: null, answeredAt: null } : {};
  await store.changeTicket(tx, row, { state, ...anew });
  await store.addEntry(tx, id, { kind: act, side: 'reporter', shown: true, ...(text ? { text } : {}) });
  return { id, state };
}

export const nobody = { takenBy: null, takenByName: null } as const;

export const ownTickets = async (tx: Tx, personKey: string, after: string | null, count: number) => {
  const rows = await store.ownTickets(tx, personKey, after, count);
  const read = [];
  for (const row of rows)
    read.push({
      ...{ ...ownSummary(row), text: row.text },
      entries: (await store.entriesOf(tx, row.id, true)).map((entry) => entryShown({ ...entry, byName: null })),
    });
  return read;
};
