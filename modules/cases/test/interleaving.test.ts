// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { newId, type Refusal } from '@stoa/kernel';
import { invoicePaid } from '@stoa/payments/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, types } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim, officer } = permit;

/** What people, other departments and restarted processes may do to a case, in any order and as often as they like. */
const acts = {
  submit: (id: string) => b.call(contract.submitCase, { id, declaration: true }, aigerim),
  pay: async (id: string) => {
    const [reference, invoice] = permit.invoiceOf(id);
    if (!invoice || invoice.state === 'void') return;
    const facts = {
      invoiceId: invoice.id,
      reference,
      amountMinor: invoice.amountMinor,
      currency: 'EUR',
    };
    await b.deliver(invoicePaid, { ...facts, receiptNo: newId() });
  },
  answer: async () => {
    world.reply(types.record, { clear: true });
    world.reply(types.diploma, { found: true });
    await permit.poll();
  },
  repeatSteps: async (id: string) => {
    const tokens = await b.sql<{ id: string }>('select id from process_token where holder_id = $1', [id]);
    await b.module.tx({ kind: 'system' }, async (tx) => {
      for (const token of tokens) await tx.enqueue('cases.run-step', { caseId: id, tokenId: token.id });
    });
  },
  drain: () => b.drain(),
  decide: async (id: string) => {
    const [task] = await b.sql<{ id: string }>('select id from task where case_id = $1', [id]);
    if (!task) return;
    await b.call(contract.claimTask, { id: task.id }, officer);
    await b.call(contract.decideTask, { id: task.id, outcome: 'grant' }, officer);
  },
  withdraw: (id: string) => b.call(contract.withdrawCase, { id }, aigerim),
};

test('in whatever order things happen, nothing is asked, paid, sent or issued twice', async () => {
  const names = Object.keys(acts) as (keyof typeof acts)[];
  const usual = names.filter((name) => name !== 'withdraw');
  const act = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constant('withdraw' as const) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async (order) => {
      const id = await permit.start();
      await permit.fill(id);
      for (const name of ['submit', ...order] as const) {
        await acts[name](id).catch((error: Refusal) => {
          if (error.name !== 'Refusal') throw error;
        });
      }
      await b.drain();
      const [row] = await b.sql(
        `select (select count(*) from history where case_id = $1 and kind = 'submitted') = 1 as submitted,
           (select count(*) from history where case_id = $1 and kind = 'fee-asked') <= 1 as asked,
           (select count(*) from history where case_id = $1 and kind = 'fee-paid') <= 1 as paid,
           (select count(*) from history where case_id = $1 and kind = 'decided') <= 1 as decided,
           (select count(*) from output where case_id = $1) <= 1 as issued,
           (select count(*) = count(distinct type) from message where case_id = $1 and kind = 'card') as card,
           (select count(*) = count(distinct node) from message where case_id = $1 and kind = 'request') as messages,
           (select state = 'closed' from case_file where id = $1) = ((select count(*) from process_token where holder_id = $1) = 0) as ended`,
        [id],
      );
      expect(row).toEqual({
        submitted: true,
        asked: true,
        paid: true,
        decided: true,
        issued: true,
        card: true,
        messages: true,
        ended: true,
      });
      const sent = world.state.requests.map((request) => request.messageId);
      expect(new Set(sent).size).toBe(sent.length);
    }),
    { numRuns: 12 },
  );
});
