// SPDX-License-Identifier: Apache-2.0
/** What departments said to one another goes by its term; that they said it, and who, stays proven. */
import { retentionOperation } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { bodySpool } from '../src/log/stored-body.ts';
import { verifyEvidence } from '../src/verifier/index.ts';
import { askerId, startEvidenceWorld } from './evidence-world.ts';

const { b, auditor, anchor, exchangeOnce, exported, seal } = await startEvidenceWorld();
const said = await exchangeOnce();
const taken = await exchangeOnce();
await seal();
const state = async (messageId: string) => {
  const [entry] = (await b.call(contract.listMessages, { messageId }, auditor)).items;
  return [entry?.signature, entry?.bodyErased ?? false];
};
const bodies = () => b.sql(`select entry_id from ledger_blob where name = 'body'`);

test('a body that is gone before its term was taken away, and its message does not hold', async () => {
  expect(await state(taken.messageId)).toEqual(['valid', false]);
  await b.sql('delete from ledger_blob where entry_id = $1', [taken.entryId]);
  expect(await state(taken.messageId)).toEqual(['invalid', false]);
});

test('after three years bodies are erased, small and large, and the signatures over them still hold', async () => {
  const spool = bodySpool(b.module, askerId);
  await spool.write(Buffer.alloc(100_000, 'x'));
  await spool.end();
  await spool.close?.();
  await b.sql('update message set body_id = $1 where entry_id = $2', [spool.id, said.entryId]);
  b.clock.advance({ days: 1094 });
  await b.drain();
  expect(await bodies()).not.toEqual([]);
  expect(await state(said.messageId)).toEqual(['valid', false]);
  b.clock.advance({ days: 2 });
  await b.drain();
  expect(await bodies()).toEqual([]);
  expect(await b.sql('select 1 from body_chunk where body_id = $1', [spool.id])).toEqual([]);
  expect(await state(said.messageId)).toEqual(['valid', true]);
});

test('evidence of such an exchange is good, and its body a note', async () => {
  const { bytes } = await exported(said.entryId);
  const report = await verifyEvidence(bytes, [anchor]);
  expect(report.messages[0]?.checks.find(({ code }) => code === 'message-body')).toMatchObject({ state: 'note' });
  expect(
    report.checks.concat(report.messages.flatMap(({ checks }) => checks)).filter(({ state: s }) => s === 'bad'),
  ).toEqual([]);
});

test('what was erased is on record with its rule, and only who looks after privacy sees it', async () => {
  const officer = b.person({ duties: ['privacy.officer'] });
  const { rules, items } = await b.call(retentionOperation('exchange'), {}, officer);
  expect(rules).toEqual([{ rule: 'bodies', days: 1095 }]);
  expect(items.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  await expect(b.call(retentionOperation('exchange'), {}, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
});
