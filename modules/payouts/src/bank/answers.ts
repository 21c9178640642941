// SPDX-License-Identifier: Apache-2.0
/** What the bank says of files, and what comes back later by its statements. */
import type { statementEntry } from '@stoa/books/contract';
import { emit, isRefusal, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import { closeAccount } from '../beneficiaries/store.ts';
import { lockPayout, setReturned } from '../batches/store.ts';
import { payoutFailed, payoutPaid, payoutReturned } from '../contract.ts';
import { today } from '../people.ts';
import { accounts, bookEntry, bookFile } from './booking.ts';
import { askBank, hasBank } from './client.ts';
import { readStatus, type StatusReport, Unreadable } from './pain.ts';
import * as store from './store.ts';
import { tellPerson } from './telling.ts';

const system = { kind: 'system' } as const;

/** Asks for the report of each file that is on its way. */
export async function askAnswers(module: ModuleRuntime): Promise<void> {
  if (!hasBank(module)) return;
  for (const messageId of await module.tx(system, (tx) => store.waitingFiles(tx))) {
    const answer = await askBank(module, `/v1/payment-files/${messageId}/status`).catch(() => undefined);
    if (answer?.status !== 200) continue;
    try {
      const report = readStatus(answer.text);
      if (report.messageId === messageId) await module.tx(system, (tx) => applyStatus(tx, report));
    } catch (error) {
      if (!(error instanceof Unreadable) && !isRefusal(error)) throw error;
      module.alarm('payouts.report-unreadable', { messageId });
    }
  }
}

const settledWords = ['ACSC', 'ACCC'];
/** The same report again changes nothing: rows that have their end keep it. */
export async function applyStatus(tx: Tx, { messageId, group, reason, payments }: StatusReport): Promise<void> {
  const file = await store.findFile(tx, messageId, true);
  if (file?.state !== 'sent' && file?.state !== 'made') return;
  const whole = settledWords.includes(group) || group === 'RJCT';
  if (!whole && group !== 'PART') return;
  const day = today(tx);
  const failed: store.AnsweredRow[] = [];
  const paid: store.AnsweredRow[] = [];
  if (group === 'RJCT') failed.push(...(await store.setFailed(tx, messageId, undefined, reason ?? 'RJCT')));
  else {
    const refused = Map.groupBy(
      payments.filter(({ status }) => status === 'RJCT'),
      (one) => one.reason ?? 'RJCT',
    );
    for (const [why, of] of refused) {
      const ids = of.map(({ endToEndId }) => endToEndId);
      const rows = await store.setFailed(tx, messageId, ids, why);
      for (const row of rows) await afterFailure(tx, row.id, why);
      failed.push(...rows);
    }
    const settled = payments.filter(({ status }) => settledWords.includes(status)).map(({ endToEndId }) => endToEndId);
    paid.push(...(await store.setPaid(tx, messageId, group === 'PART' ? settled : undefined, day)));
  }
  for (const { id, amountMinor, currency, reference, service } of paid)
    if (service) await emit(tx, payoutPaid, { payoutId: id, reference, amountMinor, currency, paidOn: day });
  for (const { id, amountMinor, currency, reference, service } of failed)
    if (service)
      await emit(tx, payoutFailed, { payoutId: id, reference, amountMinor, currency, reason: reason ?? 'RJCT' });
  // A report on some payments only is asked for again until it has all of them.
  if (!(await store.fileIsWhole(tx, messageId))) return;
  await store.setAnswered(tx, messageId, group === 'RJCT' ? 'refused' : 'answered', reason ?? null);
  await bookFile.enqueue(tx, { messageId, what: 'settled' }, { key: `settled ${messageId}` });
  await bookFile.enqueue(tx, { messageId, what: 'failed' }, { key: `failed ${messageId}` });
  await store.finishBatch(tx, file.batchId);
}

/** ISO 20022 codes that say that the account takes nothing any more, or never was one. */
const closing = ['AC01', 'AC04', 'AC06', 'BE04'];
async function afterFailure(tx: Tx, id: string, reason: string): Promise<void> {
  const payout = await lockPayout(tx, 'id', id);
  if (!payout) return;
  if (payout.iban && closing.includes(reason)) await closeAccount(tx, payout.whose, payout.iban, reason);
  await tellPerson(tx, payout);
}

/** A payment that came back, by the name we gave it. Again, or in another amount, it changes nothing. */
export async function takeReturn(tx: Tx, entry: DataOf<typeof statementEntry>): Promise<void> {
  const { endToEndId, returnReason, amountMinor, bookedOn, account, currency } = entry;
  if (!endToEndId || !returnReason || amountMinor <= 0) return;
  const payout = await lockPayout(tx, 'end_to_end_id', endToEndId);
  if (!payout || !['paid', 'sent', 'approved'].includes(payout.state)) return;
  if (payout.amountMinor !== amountMinor || payout.currency !== currency) {
    tx.module.alarm('payouts.return-differs', { payoutId: payout.id });
    return;
  }
  await setReturned(tx, payout.id, returnReason, bookedOn);
  const { id, reference, service } = payout;
  await bookEntry.enqueue(tx, {
    ...{ key: `returned ${id}`, kind: 'payout-returned', reference, currency, bookedAt: bookedOn },
    postings: [
      { account, amountMinor, bankReference: endToEndId },
      { account: accounts.cameBack, amountMinor: -amountMinor },
    ],
  });
  await afterFailure(tx, id, returnReason);
  if (service) await emit(tx, payoutReturned, { payoutId: id, reference, amountMinor, currency, reason: returnReason });
}
