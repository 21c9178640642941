// SPDX-License-Identifier: Apache-2.0
/** Two persons: what one asks for is tried at once, and done when another says so. */
import { newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { accountsOn, checkChart, publishChart } from '../accounts/chart.ts';
import { checkDay, checkPeriod, closeDay, closePeriod } from '../closings/closings.ts';
import type * as contract from '../contract.ts';
import type { Asked, Proposal } from '../contract.ts';
import { demandOpen, lockedDifference } from '../days/differences.ts';
import { insertStep, setState } from '../days/store.ts';
import { book, checkEntry, reversalOf } from '../ledger/entries.ts';
import { closedUntil } from '../ledger/store.ts';
import { given, person, today } from '../people.ts';
import * as store from './store.ts';

type ByHand = Extract<Asked, { kind: 'entry' }>['entry'];

/** People book into no closed day, and into none that has not come. Refuses: books.day-closed and as an entry does. */
async function checkByHand(tx: Tx, entry: ByHand): Promise<void> {
  const day = entry.bookedAt ?? today(tx);
  const closed = await closedUntil(tx);
  if ((closed !== undefined && day <= closed) || day > today(tx))
    refuse('conflict', 'books.day-closed', 'This day is closed, or has not come. Choose an open day.');
  checkEntry(entry, await accountsOn(tx, day));
}

/** Refuses what could not be done now. */
async function tryOut(tx: Tx, asked: Asked): Promise<void> {
  switch (asked.kind) {
    case 'entry':
      return checkByHand(tx, asked.entry);
    case 'reversal':
      await reversalOf(tx, asked.entryId);
      return;
    case 'chart':
      return checkChart(tx, asked.chart);
    case 'day':
      return checkDay(tx, asked.day);
    case 'period':
      return checkPeriod(tx, asked.month);
    default:
      demandOpen(await lockedDifference(tx, asked.differenceId), 'open', 'asked');
      return checkByHand(tx, asked.entry);
  }
}

/** Refuses as the operation declares. */
export async function propose(tx: Tx, { asked, reason }: InputOf<typeof contract.propose>): Promise<{ id: string }> {
  await tryOut(tx, asked);
  const id = newId();
  await store.insertProposal(tx, id, asked, reason, person(tx));
  if (asked.kind === 'resolution') {
    demandOpen(await lockedDifference(tx, asked.differenceId), 'open');
    await setState(tx, asked.differenceId, 'asked');
    await insertStep(tx, { differenceId: asked.differenceId, what: 'asked', reason, byName: person(tx).name });
  }
  return { id };
}

/** Answers what came of it. */
async function carryOut(tx: Tx, { id, asked, reason, askedName }: store.ProposalRow): Promise<string | undefined> {
  await tryOut(tx, asked);
  const by = { askedBy: askedName, closedBy: person(tx).name };
  const madeBy = `${askedName}, ${person(tx).name}`;
  switch (asked.kind) {
    case 'entry':
      return (await book(tx, { ...asked.entry, key: `proposal ${id}`, madeBy })).id;
    case 'reversal':
      return (await book(tx, { ...(await reversalOf(tx, asked.entryId)), madeBy })).id;
    case 'chart':
      await publishChart(tx, asked.chart, reason, madeBy);
      return undefined;
    case 'day':
      return closeDay(tx, asked.day, by);
    case 'period':
      return closePeriod(tx, asked.month, by);
    default: {
      const { id: entryId } = await book(tx, { ...asked.entry, key: `proposal ${id}`, madeBy });
      await setState(tx, asked.differenceId, 'resolved');
      const step = { differenceId: asked.differenceId, what: 'posted', reason, entryId, byName: person(tx).name };
      await insertStep(tx, step);
      return entryId;
    }
  }
}

/** Refuses as the operation declares. */
export async function decide(
  tx: Tx,
  { id, approve }: InputOf<typeof contract.decide>,
): Promise<OutputOf<typeof contract.decide>> {
  const row =
    (await store.lockProposal(tx, id)) ?? refuse('missing', 'books.proposal-unknown', 'There is no such request.');
  if (row.state !== 'open')
    refuse('conflict', 'books.proposal-decided', 'Somebody has decided this already. Load the page again.');
  if (row.askedBy === person(tx).id)
    refuse('forbidden', 'books.own-proposal', 'You asked for it yourself. Another person decides.');
  const state = approve ? 'done' : 'refused';
  const resultId = approve ? await carryOut(tx, row) : await putBack(tx, row);
  await store.setDecided(tx, id, state, person(tx));
  return { id, state, ...given({ resultId }) };
}
async function putBack(tx: Tx, { asked }: store.ProposalRow): Promise<undefined> {
  if (asked.kind !== 'resolution') return;
  await setState(tx, asked.differenceId, 'open');
  await insertStep(tx, { differenceId: asked.differenceId, what: 'refused', byName: person(tx).name });
}

export function listProposals(
  tx: Tx,
  { state, cursor, limit }: InputOf<typeof contract.listProposals>,
): Promise<OutputOf<typeof contract.listProposals>> {
  const [after] = readCursor(cursor, 'uuid') ?? [];
  const me = person(tx).id;
  return pageOfRows(
    { limit },
    (count) => store.listProposals(tx, state, after, count),
    ({ askedBy, askedAt, decidedName, decidedAt, ...row }): Proposal => ({
      ...{ ...row, own: askedBy === me, askedAt: askedAt.toISOString() },
      ...given({ decidedName, decidedAt: decidedAt?.toISOString() }),
    }),
    (row) => writeCursor(row.id),
  );
}
