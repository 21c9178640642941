// SPDX-License-Identifier: Apache-2.0
/** A batch from its file to the approval of a second person. */
import { audit, emit, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { makeFiles } from '../bank/files.ts';
import { filesOf } from '../bank/store.ts';
import { masked } from '../beneficiaries/iban.ts';
import type * as contract from '../contract.ts';
import { type Batch, payoutFailed } from '../contract.ts';
import { given, person } from '../people.ts';
import { activeProgramme } from '../programmes/programmes.ts';
import { issueVouchers } from '../vouchers/vouchers.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';
import { readTable } from './table.ts';

const chunk = 5000;
/** Refuses: payouts.programme-unknown, payouts.file-unreadable, payouts.file-too-large. */
export async function makeBatch(
  tx: Tx,
  { programme: code, period, fileName, text }: InputOf<typeof contract.makeBatch>,
): Promise<OutputOf<typeof contract.makeBatch>> {
  const programme = await activeProgramme(tx, code);
  const { rows, bad } = readTable(tx, text, programme, period);
  const about = { programme: code, period, source: 'file' as const, fileName, by: person(tx) };
  const id = await store.insertBatch(tx, about);
  for (let at = 0; at < rows.length; at += chunk)
    await store.insertRows(
      tx,
      id,
      about,
      rows.slice(at, at + chunk).map(({ line, reason, ...row }) => ({
        ...{ ...row, key: `batch ${id} ${line}`, currency: programme.currency },
        reason: reason ? { en: reason } : programme.title,
      })),
    );
  await store.insertFaults(tx, id, bad);
  return { id, rows: rows.length, bad: bad.length, faulty: await store.checkRows(tx, id) };
}

/** Refuses: payouts.batch-unknown, payouts.batch-elsewhere. */
async function locked(tx: Tx, id: string, state: Batch['state']): Promise<store.LockedBatch> {
  const batch =
    (await store.lockBatch(tx, id)) ?? refuse('missing', 'payouts.batch-unknown', 'There is no such batch.');
  if (batch.state !== state)
    refuse('conflict', 'payouts.batch-elsewhere', 'The batch is at another step by now. Load the page again.');
  return batch;
}
export async function checkBatch(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.checkBatch>> {
  await locked(tx, id, 'draft');
  return { id, state: 'draft', faulty: await store.checkRows(tx, id) };
}
export async function leaveOut(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.leaveOut>> {
  await locked(tx, id, 'draft');
  await store.checkRows(tx, id);
  for (const { id: payoutId, reference, amountMinor, currency } of await store.leaveOut(tx, id))
    await emit(tx, payoutFailed, { payoutId, reference, amountMinor, currency, reason: 'left-out', givenUp: true });
  // What was over a limit together may be within it without them.
  return { id, state: 'draft', faulty: await store.checkRows(tx, id) };
}
const readyCount = async (tx: Tx, id: string) =>
  (await queries.statesOf(tx, id)).find(({ state }) => state === 'ready')?.count ?? 0;
/** Refuses as the operation declares. */
export async function submitBatch(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.submitBatch>> {
  await locked(tx, id, 'draft');
  await demandFaultless(tx, id);
  if ((await readyCount(tx, id)) === 0) refuse('conflict', 'payouts.batch-empty', 'There is nothing in it to be paid.');
  await store.setSubmitted(tx, id, await store.digestOf(tx, id), person(tx));
  return { id, state: 'submitted', faulty: 0 };
}
/** Refuses: payouts.batch-faulty. */
async function demandFaultless(tx: Tx, id: string): Promise<void> {
  if ((await store.checkRows(tx, id)) > 0)
    refuse('conflict', 'payouts.batch-faulty', 'Some rows cannot be paid. Mend what they lack, or leave them out.');
}

/** Refuses as the operation declares. Where it is approved its files are made and wait to be sent. */
export async function decideBatch(
  tx: Tx,
  { id, approve, note }: InputOf<typeof contract.decideBatch>,
): Promise<OutputOf<typeof contract.decideBatch>> {
  const batch = await locked(tx, id, 'submitted');
  const me = person(tx);
  if (batch.submittedBy === me.id || batch.madeBy === me.id)
    refuse('forbidden', 'payouts.own-batch', 'You prepared this batch yourself. Another person lets it go.');
  if (!approve) return giveBack(tx, batch, note);
  if ((await store.digestOf(tx, id)) !== batch.digest)
    refuse(
      'conflict',
      'payouts.batch-changed',
      'Rows or accounts are other ones than those that were submitted. Refuse it.',
    );
  await demandFaultless(tx, id);
  await store.setDecided(tx, id, 'approved', me, note ?? null);
  await issueVouchers(tx, batch);
  const files = await makeFiles(tx, batch);
  const state = files > 0 ? 'approved' : 'done';
  if (files === 0) await store.setBatchState(tx, id, state);
  return { id, state, faulty: 0 };
}
/** A draft again; what services gathered joins what has gathered since. Refuses: payouts.note-missing. */
async function giveBack(tx: Tx, batch: store.LockedBatch, note: string | undefined) {
  if (!note) refuse('invalid', 'payouts.note-missing', 'Say what is wrong with it: whoever prepared it has to know.');
  const { id, source, programme, period } = batch;
  const gathering = source === 'file' ? id : await store.gatheringBatch(tx, { programme, period, source });
  await store.moveRows(tx, id, gathering);
  const state: Batch['state'] = gathering === id ? 'draft' : 'refused';
  await store.setDecided(tx, id, state, person(tx), note ?? null);
  return { id, state, faulty: 0 };
}

export function listBatches(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listBatches>,
): Promise<OutputOf<typeof contract.listBatches>> {
  const [after] = readCursor(cursor, 'uuid') ?? [];
  return pageOfRows(
    { limit },
    (count) => queries.listBatches(tx, asked, after, count),
    (row) => row,
    (row) => writeCursor(row.id),
  );
}
type May = OutputOf<typeof contract.getBatch>['may'];
function mayOf(tx: Tx, { state, faulty }: Batch, { madeBy, submittedBy }: store.LockedBatch): May {
  if (tx.principal.kind !== 'person') return [];
  const held = tx.principal.duties.map(({ code }) => code);
  const own = [madeBy, submittedBy].includes(tx.principal.id);
  if (state === 'draft' && held.includes('payouts.clerk'))
    return ['check', ...(faulty > 0 ? (['leave-out'] as const) : (['submit'] as const))];
  return state === 'submitted' && held.includes('payouts.approver') && !own ? ['approve', 'refuse'] : [];
}
/** Refuses: payouts.batch-unknown. */
export async function getBatch(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.getBatch>> {
  const unknown = () => refuse('missing', 'payouts.batch-unknown', 'There is no such batch.');
  const batch = (await queries.findBatch(tx, id)) ?? unknown();
  const row = (await store.lockBatch(tx, id)) ?? unknown();
  return {
    ...batch,
    states: await queries.statesOf(tx, id),
    bad: await queries.badLines(tx, id),
    files: await filesOf(tx, id),
    may: mayOf(tx, batch, row),
  };
}
export async function listPayouts(
  tx: Tx,
  { cursor, limit, ...asked }: InputOf<typeof contract.listPayouts>,
): Promise<OutputOf<typeof contract.listPayouts>> {
  const [after] = readCursor(cursor, 'uuid') ?? [];
  await audit(tx, {
    action: 'payouts.rows-read',
    object: { type: 'batch', id: asked.batchId ?? asked.programme ?? 'all' },
  });
  return pageOfRows(
    { limit },
    (count) => queries.payoutRows(tx, asked, after, count),
    ({ name, bankReason, endToEndId, iban, repeats, paidOn, returnedOn, ...row }) => ({
      ...row,
      ...given({ name, bankReason, endToEndId, repeats, paidOn, returnedOn, iban: iban && masked(iban) }),
    }),
    (row) => writeCursor(row.id),
  );
}
