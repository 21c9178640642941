// SPDX-License-Identifier: Apache-2.0
/** Barriers that people report: kept, numbered, and read by those who run the platform. */
import { audit, newId, type Page, type PageAsked, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { emailText } from '@stoa/kernel/text';
import type { Barrier, reportBarrier as operation } from './contract.ts';
import * as store from './store.ts';

type Facts = Pick<Barrier, 'page' | 'text' | 'email'>;

export async function reportBarrier(
  tx: Tx,
  { page, text, email }: InputOf<typeof operation>,
): Promise<{ number: string }> {
  const id = newId();
  const facts: Facts = { text, ...(page ? { page } : {}), ...(email ? { email: emailText(email) } : {}) };
  return { number: await store.insertBarrier(tx, id, facts) };
}

export async function listBarriers(tx: Tx, asked: PageAsked): Promise<Page<Barrier>> {
  await audit(tx, { action: 'accounts.barriers-read', object: { type: 'barrier', id: 'all' } });
  return pageOfRows(
    asked,
    (count) => store.barriers<Facts>(tx, asked.cursor, count),
    ({ id, number, facts, reported_at: at }) => ({ id, number, ...facts, reportedAt: at.toISOString() }),
  );
}
