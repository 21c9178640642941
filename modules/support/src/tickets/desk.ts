// SPDX-License-Identifier: Apache-2.0
/** Reports at the three lines. */
import { getIncident, listIncidents } from '@stoa/monitoring/contract';
import { audit, isRefusal, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { deskActs, type Line, lines } from '../contract/tickets.ts';
import { findKnownError, knownErrorsAfter } from '../known-errors/store.ts';
import { tellReporter } from '../telling.ts';
import { nobody } from './own.ts';
import { entryShown, summary } from './shown.ts';
import { after, type AnyAct, termsFrom } from './states.ts';
import * as store from './store.ts';

type Person = Extract<Principal, { kind: 'person' }>;
const asPerson = ({ principal }: Tx): Person =>
  principal.kind === 'person'
    ? principal
    : refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');

const dutyOf: Readonly<Record<Line, string>> = {
  1: 'support.first-line',
  2: 'support.second-line',
  3: 'support.third-line',
};
/** Lines whose duty somebody holds. */
const linesOf = ({ duties }: Person): Line[] =>
  lines.filter((line) => duties.some(({ code }) => code === dutyOf[line]));

export async function listTickets(
  tx: Tx,
  { line, state, kind, late, mine, ...page }: InputOf<typeof contract.listTickets>,
): Promise<OutputOf<typeof contract.listTickets>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  const takenBy = mine ? asPerson(tx).id : undefined;
  return pageOfRows(
    page,
    (count) => store.ticketsAfter(tx, { line, state, kind, late, takenBy }, at, count),
    (row) => summary(tx, row),
    ({ solveBy, id }) => writeCursor(solveBy, id),
  );
}

const found = (row: store.TicketRow | undefined): store.TicketRow =>
  row ?? refuse('missing', 'support.ticket-unknown', 'There is no such report.');

const isOwn = (tx: Tx, { personKey }: store.TicketRow) => personKey !== null && personKey === asPerson(tx).personKey;
const isOfLine = (tx: Tx, { line }: store.TicketRow) => linesOf(asPerson(tx)).includes(line);
const mayDo = (tx: Tx, row: store.TicketRow, act: AnyAct) =>
  after(row.state, act) !== undefined && isOfLine(tx, row) && !isOwn(tx, row);

/** Refuses: support.ticket-unknown. */
export async function getTicket(
  tx: Tx,
  { id }: InputOf<typeof contract.getTicket>,
): Promise<OutputOf<typeof contract.getTicket>> {
  const row = found(await store.findTicket(tx, id));
  const object = { type: 'ticket', id };
  await audit(tx, { action: 'support.ticket-read', object, ...(row.personKey ? { subject: row.personKey } : {}) });
  const { correlationId, text, email, personKey, answeredAt, solvedAt, knownErrorId, incidentId } = row;
  const knownError = knownErrorId ? await findKnownError(tx, knownErrorId) : undefined;
  return {
    ...{ ...summary(tx, row), text, hasAccount: personKey !== null },
    ...(correlationId === null ? {} : { correlationId }),
    ...(email === null ? {} : { email }),
    ...(answeredAt ? { answeredAt: answeredAt.toISOString() } : {}),
    ...(solvedAt ? { solvedAt: solvedAt.toISOString() } : {}),
    ...(knownError ? { knownError: { id: knownError.id, number: knownError.number, title: knownError.title } } : {}),
    ...(incidentId ? { incidentId } : {}),
    entries: (await store.entriesOf(tx, id, false)).map(entryShown),
    may: deskActs.filter((act) => mayDo(tx, row, act)),
    mayHand: mayDo(tx, row, 'hand') ? lines.filter((line) => line !== row.line) : [],
  };
}

/** Kept from others; refuses: support.ticket-unknown, support.own-ticket, support.other-line, support.not-so. */
async function locked(tx: Tx, id: string, act: AnyAct): Promise<store.TicketRow> {
  const row = found(await store.lockTicket(tx, id));
  if (isOwn(tx, row)) refuse('conflict', 'support.own-ticket', 'You reported it yourself. A colleague answers it.');
  if (!isOfLine(tx, row)) refuse('conflict', 'support.other-line', 'Another line has it now. Look at it again.');
  if (after(row.state, act) === undefined)
    refuse('conflict', 'support.not-so', 'Somebody else has moved it on. Look at it again.');
  return row;
}

const told = { answer: 'answered', ask: 'asked', solve: 'solved' } as const;

/** Refuses: support.ticket-unknown, support.not-so, support.other-line, support.text-missing, support.own-ticket. */
export async function moveTicket(
  tx: Tx,
  { id, act, text }: InputOf<typeof contract.moveTicket>,
): Promise<OutputOf<typeof contract.moveTicket>> {
  const row = await locked(tx, id, act);
  if (act !== 'take' && text === undefined) refuse('invalid', 'support.text-missing', 'Write what you want to say.');
  const { id: by, name } = asPerson(tx);
  const state = after(row.state, act) ?? row.state;
  const shown = act in told;
  await store.changeTicket(tx, row, {
    state,
    ...(act === 'take' ? { takenBy: by, takenByName: name } : {}),
    ...(shown && row.answeredAt === null ? { answeredAt: tx.now } : {}),
    ...(act === 'solve' ? { solvedAt: tx.now } : {}),
  });
  const entryId = await store.addEntry(tx, id, {
    ...{ kind: act, side: 'desk', byName: name, line: row.line, shown },
    ...(text === undefined ? {} : { text }),
  });
  if (shown) await tellReporter.enqueue(tx, { ticketId: id, entryId, what: told[act as keyof typeof told] });
  return { id, state };
}

/** Refuses: support.ticket-unknown, support.not-so, support.other-line, support.own-ticket. */
export async function handTicket(tx: Tx, { id, line, text }: InputOf<typeof contract.handTicket>) {
  const row = await locked(tx, id, 'hand');
  if (line === row.line) refuse('conflict', 'support.not-so', 'This line has it already.');
  await store.changeTicket(tx, row, { ...nobody, state: 'new', line, ...termsFrom(row.priority, tx.now) });
  const { name: byName } = asPerson(tx);
  await store.addEntry(tx, id, { kind: 'hand', side: 'desk', byName, line, shown: false, text });
  return { id, line };
}

/** Refuses: support.ticket-unknown, support.not-so, support.other-line, support.own-ticket. */
export async function rankTicket(tx: Tx, { id, priority }: InputOf<typeof contract.rankTicket>) {
  const row = await locked(tx, id, 'rank');
  if (priority === row.priority) return { id, priority };
  await store.changeTicket(tx, row, { priority, ...termsFrom(priority, row.reportedAt) });
  const { name: byName } = asPerson(tx);
  await store.addEntry(tx, id, { kind: `rank-${priority}`, side: 'desk', byName, line: row.line, shown: false });
  return { id, priority };
}

/**
 * Refuses: support.ticket-unknown, support.not-so, support.other-line, support.own-ticket, support.known-error-unknown,
 * support.incident-unknown.
 */
export async function linkTicket(
  tx: Tx,
  { id, knownErrorId, incidentId }: InputOf<typeof contract.linkTicket>,
): Promise<{ id: string }> {
  const row = await locked(tx, id, 'link');
  if (knownErrorId && !(await findKnownError(tx, knownErrorId)))
    refuse('invalid', 'support.known-error-unknown', 'There is no such known error.');
  if (incidentId) await demandIncident(tx, incidentId);
  const change = { ...(knownErrorId ? { knownErrorId } : {}), ...(incidentId ? { incidentId } : {}) };
  await store.changeTicket(tx, row, change);
  const { name: byName } = asPerson(tx);
  for (const kind of Object.keys(change))
    await store.addEntry(tx, id, {
      ...{ kind: kind === 'incidentId' ? 'link-incident' : 'link-known-error', side: 'desk', byName },
      ...{ line: row.line, shown: false },
    });
  return { id };
}

const causesShown = 50;
/** What a report may come from, to be chosen from. */
export async function listCauses(tx: Tx): Promise<OutputOf<typeof contract.listCauses>> {
  const known = await knownErrorsAfter(tx, true, [], causesShown);
  const { items } = await tx.module.call(listIncidents, { state: 'unresolved', limit: causesShown });
  return {
    knownErrors: known.map(({ id, number, title }) => ({ id, number, title })),
    incidents: items.map(({ id, number, title }) => ({ id, number, title })),
  };
}

/** Refuses: support.incident-unknown. */
async function demandIncident(tx: Tx, id: string): Promise<void> {
  try {
    await tx.module.call(getIncident, { id });
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'monitoring.incident-unknown') throw error;
    refuse('invalid', 'support.incident-unknown', 'There is no such incident.');
  }
}
