// SPDX-License-Identifier: Apache-2.0
/** Any order of payments, refunds, charge-backs and repeats balances, and no account of money or revenue goes below nothing. */
import { isRefusal, newId } from '@stoa/kernel';
import { patient } from '@stoa/kernel/patience';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { insertAttempt, setPage } from '../src/attempts/store.ts';
import { tellState } from '../src/attempts/words.ts';
import * as contract from '../src/contract.ts';
import { markHandedOver, revenueMoved, waitingForBooks } from '../src/postings.ts';
import type { Word } from '../src/providers/provider.ts';
import { paying } from './fixture.ts';

const { b, one, two, ask } = await paying();
const system = { kind: 'system' } as const;

test('lines are filled in order and emptied the other way round, never below nothing', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(amounts, fc.array(fc.nat(2500), { maxLength: 20 }), (sums, steps) => {
      const lines = sums.map((amountMinor, at) => ({ code: `f${at}`, title: { en: 'F' }, amountMinor }));
      const whole = sums.reduce((a, c) => a + c, 0);
      const held = new Map<string, number>();
      let kept = 0;
      for (const step of steps) {
        const to = step % (whole + 1);
        const moved = revenueMoved(lines, kept, to);
        expect(moved.reduce((sum, { amountMinor }) => sum - amountMinor, 0)).toBe(to - kept);
        for (const { account, amountMinor } of moved) held.set(account, (held.get(account) ?? 0) - amountMinor);
        for (const [at, line] of lines.entries()) {
          const now = held.get(`revenue:f${at}`) ?? 0;
          expect(now >= 0 && now <= line.amountMinor).toBe(true);
        }
        kept = to;
      }
    }),
  );
});

type Act =
  | { readonly kind: 'word'; readonly at: number; readonly state: Word['state']; readonly refunded: number }
  | { readonly kind: 'dispute'; readonly at: number; readonly state: 'open' | 'won' | 'lost'; readonly share: number }
  | { readonly kind: 'refund'; readonly of: number; readonly amount: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('word' as const),
    at: fc.nat(2),
    state: fc.constantFrom(
      'open' as const,
      'paid' as const,
      'paid' as const,
      'abandoned' as const,
      'refunded' as const,
    ),
    refunded: fc.nat(1200),
  }),
  fc.record({
    kind: fc.constant('dispute' as const),
    at: fc.nat(2),
    state: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
    share: fc.integer({ min: 1, max: 1200 }),
  }),
  fc.record({ kind: fc.constant('refund' as const), of: fc.nat(1), amount: fc.integer({ min: 1, max: 1200 }) }),
);

/** Three payments for two invoices of 1,000: more than is owed, so that surpluses come about. */
async function attempts() {
  const invoices = [await ask(1000), await ask(1000)];
  const [first, second] = invoices.map(({ id }) => id) as [string, string];
  const parts = [
    [{ invoiceId: first, amountMinor: 600 }],
    [{ invoiceId: first, amountMinor: 700 }],
    [first, second].map((invoiceId) => ({ invoiceId, amountMinor: 500 })),
  ];
  const names = parts.map(() => `pi_${newId()}`);
  await b.module.tx(system, async (tx) => {
    for (const [at, part] of parts.entries()) {
      const key = { leadId: first, attempt: at + 1 };
      const amountMinor = part.reduce((sum, each) => sum + each.amountMinor, 0);
      await insertAttempt(tx, key, { way: 'stripe', amountMinor, currency: 'EUR', returnPath: null }, part);
      await setPage(tx, key, 'stripe', names[at] ?? '', '');
    }
  });
  return { invoices: [first, second], names, amounts: [600, 700, 1000] };
}

const refused = async (run: () => Promise<unknown>) => {
  try {
    await run();
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
};

async function play({ invoices, names, amounts }: Awaited<ReturnType<typeof attempts>>, step: Act): Promise<void> {
  if (step.kind === 'refund') {
    await refused(async () => {
      const input = { id: invoices[step.of] ?? '', amountMinor: step.amount, reason: 'A reason of the test' };
      const { refundId } = await b.call(contract.askRefund, input, one);
      await b.call(contract.decideRefund, { id: refundId, approve: true }, two);
    });
    return;
  }
  const id = names[step.at] ?? '';
  const amountMinor = amounts[step.at] ?? 0;
  const word: Word =
    step.kind === 'word'
      ? { id, amountMinor, currency: 'EUR', state: step.state, refundedMinor: Math.min(step.refunded, amountMinor) }
      : {
          ...{ id, amountMinor, currency: 'EUR', state: 'paid' as const },
          dispute: {
            id: `du_${id}`,
            state: step.state,
            amountMinor: Math.min(step.share, amountMinor),
            reason: 'fraudulent',
          },
        };
  for (let times = 0; times < 2; times += 1)
    await refused(() => b.module.tx(system, (tx) => tellState(tx, 'stripe', word)));
}

test(
  'every order of words and refunds leaves entries that balance, and sums that agree with them',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
        await b.sql('truncate posting, journal_entry cascade');
        const world = await attempts();
        for (const step of acts) await play(world, step);
        const rows = await b.sql<{ account: string; sum: string }>(
          'select account, sum(amount_minor) as sum from posting group by account',
        );
        const of = (account: string) => Number(rows.find((row) => row.account === account)?.sum ?? 0);
        expect(rows.reduce((sum, row) => sum + Number(row.sum), 0)).toBe(0);
        expect(of('provider:stripe')).toBeGreaterThanOrEqual(0);
        expect(of('disputed:stripe')).toBeGreaterThanOrEqual(0);
        expect(of('revenue:permit')).toBeLessThanOrEqual(0);
        expect(of('owed:payers')).toBeLessThanOrEqual(0);
        const sums = await b.sql<{ kept: string }>(
          'select sum(paid_minor - refunded_minor - charged_back_minor) as kept from invoice where id = any($1)',
          [world.invoices],
        );
        expect(of('revenue:permit') + Number(sums[0]?.kept)).toBe(0);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  },
  patient(180_000),
);

test('the books are told each entry once, and what was handed over waits no more', async () => {
  await b.sql('truncate posting, journal_entry cascade');
  const { names } = await attempts();
  const word: Word = { id: names[0] ?? '', amountMinor: 600, currency: 'EUR', state: 'paid' };
  await b.module.tx(system, (tx) => tellState(tx, 'stripe', word));
  const waiting = await b.module.tx(system, (tx) => waitingForBooks(tx, 10));
  expect(waiting).toMatchObject([
    {
      ...{ kind: 'payment', currency: 'EUR', bankReference: names[0], reference: expect.stringMatching(/^case:/) },
      postings: expect.arrayContaining([{ account: 'provider:stripe', amountMinor: 600 }]),
    },
  ]);
  await b.module.tx(system, (tx) =>
    markHandedOver(
      tx,
      waiting.map(({ key }) => key),
    ),
  );
  expect(await b.module.tx(system, (tx) => waitingForBooks(tx, 10))).toEqual([]);
});
