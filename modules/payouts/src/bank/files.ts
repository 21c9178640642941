// SPDX-License-Identifier: Apache-2.0
/** Approved rows become files for the bank. Their message ids are stored before anything is sent. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import { type LockedBatch, readyRows, setApproved } from '../batches/store.ts';
import { accountsOf } from '../beneficiaries/store.ts';
import { bookFile } from './booking.ts';
import { digestOf, fileOf } from './order.ts';
import { sendFile } from './sending.ts';
import * as store from './store.ts';

/** Payments of a file at most: an entry of the books has as many postings. */
const mostPayments = 5000;

/** Answers how many there are. Vouchers have gone their own way by now. */
export async function makeFiles(tx: Tx, batch: LockedBatch): Promise<number> {
  for (let part = 1; ; part += 1) {
    // What was put into a file is ready no more: the next part begins where it ended.
    const rows = await readyRows(tx, batch.id, undefined, mostPayments);
    if (rows.length === 0) return part - 1;
    const known = await accountsOf(
      tx,
      rows.map(({ whose }) => whose.key),
    );
    const messageId = `M${newId().replaceAll('-', '').toUpperCase()}`;
    const sumMinor = rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    await store.insertFile(tx, { messageId, batchId: batch.id, part, rows: rows.length, sumMinor, madeAt: tx.now });
    const sent = rows.map(({ id, whose }) => {
      const { iban, name } = known.get(`${whose.kind} ${whose.key}`) ?? { iban: null, name: null };
      if (!iban) refuse('conflict', 'payouts.batch-changed', 'An account was taken away meanwhile. Refuse the batch.');
      return { id, iban: iban ?? '', name: name ?? '' };
    });
    await setApproved(tx, messageId, sent);
    await store.setDigest(tx, messageId, digestOf(await fileOf(tx, messageId)));
    await sendFile.enqueue(tx, { messageId }, { key: messageId });
    await bookFile.enqueue(tx, { messageId, what: 'sent' }, { key: `sent ${messageId}` });
  }
}
