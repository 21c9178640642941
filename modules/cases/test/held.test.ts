// SPDX-License-Identifier: Apache-2.0
/** What portfolio asks of cases: whose documents run out, and a draft under an id of its own. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { lastDay, permitBench } from './permit-bench.ts';

const permit = await permitBench();
const { b, aigerim } = permit;
const portfolio = { kind: 'service', id: 'portfolio' } as const;

test('portfolio learns whose documents run out and when, nobody else does', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, permit.officer);
  await permit.poll();
  const { items } = await b.call(contract.listHeld, { caseId: id }, portfolio);
  expect(items).toMatchObject([
    { caseId: id, code: 'permit', serviceId: 'work-permit', holderKind: 'organisation', validUntil: lastDay },
  ]);
  expect(items[0]?.holderId).toBe(aigerim.actingFor?.id);
  await expect(b.call(contract.listHeld, {}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a draft begun again under its id is the same one, and another company has none of that id', async () => {
  const id = newId();
  const start = (who = aigerim) => b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en', id }, who);
  expect((await start()).id).toBe(id);
  await permit.save(id, 'contact', { contactEmail: 'hr@steppe-build.example' });
  expect((await start()).id).toBe(id);
  const other = b.person({ actingFor: { kind: 'organisation', id: '0600000001', name: 'Other LLP' } });
  await expect(start(other)).rejects.toMatchObject({ code: 'cases.case-unknown' });
});
