// SPDX-License-Identifier: Apache-2.0
/** Payments with every provider of the demo, an office of two, and a payer. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBank, startInitiation, startStripe } from '@stoa/demo';
import { idOf, type ModuleDefinition } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { pay } from '@stoa/payouts/contract';
import { stoodFor } from '@stoa/powers/contract';
import { afterAll } from 'vitest';
import * as contract from '../src/contract.ts';
import payments from '../src/index.ts';

export const inn = '0105234510';
export const collecting = {
  STOA_COLLECTING_IBAN: 'XM76STOA0000000000012345',
  STOA_COLLECTING_NAME: 'Treasury of Meridia',
  STOA_COLLECTING_NUMBER: '0100000017',
};
const folder = () => mkdtempSync(join(tmpdir(), 'stoa-paying-'));

export async function paying(settings: Readonly<Record<string, string>> = {}, ...beside: ModuleDefinition[]) {
  const [merchantKey, callbackSecret, secretKey, webhookSecret] = Array.from({ length: 4 }, () => randomUUID()) as [
    ...[string, string, string, string],
  ];
  const bank = await startBank({ merchantKey, callbackSecret, port: 0, dataDir: folder() });
  // Its events are told by the tests, which are reached at no address.
  const stripe = await startStripe({ secretKey, webhookSecret, port: 0, dataDir: folder() });
  const initiation = await startInitiation({ port: 0, dataDir: folder() });
  afterAll(async () => {
    for (const program of [bank, stripe, initiation]) await program.close();
  });
  const b = await benchWith(
    {
      ...{ STOA_BANK_URL: bank.url, STOA_BANK_KEY: merchantKey, STOA_BANK_SECRET: callbackSecret },
      ...{ STOA_STRIPE_URL: stripe.url, STOA_STRIPE_KEY: secretKey, STOA_STRIPE_WEBHOOK_SECRET: webhookSecret },
      ...{ STOA_INITIATION_URL: initiation.url, ...collecting, ...settings },
    },
    payments,
    ...beside,
  );
  /** For whom whoever asks may act, or could since then; and what was asked. */
  const powers = { sides: new Set<string>(), asked: [] as { side: string; since: string }[] };
  b.stub(stoodFor, async (input) => {
    powers.asked.push(input);
    return { stood: powers.sides.has(input.side) };
  });
  /** What payouts was asked for; the same key again is the same payout. */
  const payouts = new Map<string, InputOf<typeof pay>>();
  b.stub(pay, async (input) => {
    payouts.set(input.key, input);
    return { id: idOf(input.key), batchId: idOf('batch'), state: 'ready' as const };
  });
  const cases = { kind: 'service', id: 'cases' } as const;
  const payer = b.person({ actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build' } });
  const [one, two] = ['Galiya Sarsen', 'Viktor Lys'].map((name) => b.person({ name, duties: ['payments.accountant'] }));
  if (!one || !two) throw new Error('the office has two people');
  let serial = 0;
  const ask = (amountMinor = 12_000, more: Record<string, unknown> = {}) =>
    b.call(
      contract.createInvoice,
      {
        ...{ reference: `case:${serial++}`, payerId: inn, currency: 'EUR', returnPath: '/cases/1/paid' },
        lines: [{ code: 'permit', title: { en: 'Permit fee' }, amountMinor }],
        ...more,
      },
      cases,
    );
  const read = (id: string) => b.call(contract.getInvoice, { id }, payer);
  const send = (pageUrl: string, form: Record<string, string>) =>
    fetch(pageUrl, { method: 'POST', redirect: 'manual', body: new URLSearchParams(form) });
  /** Sums of all entries, by account. */
  const balances = async () => {
    const rows = await b.sql<{ account: string; sum: string }>(
      'select account, sum(amount_minor) as sum from posting group by account having sum(amount_minor) <> 0 order by account',
    );
    return Object.fromEntries(rows.map(({ account, sum }) => [account, Number(sum)]));
  };
  return {
    b,
    bank,
    stripe,
    initiation,
    powers,
    payouts,
    cases,
    payer,
    one,
    two,
    ask,
    read,
    send,
    balances,
    secrets: { callbackSecret, webhookSecret, secretKey, merchantKey },
  };
}
