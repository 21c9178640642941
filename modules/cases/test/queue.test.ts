// SPDX-License-Identifier: Apache-2.0
import { listServices } from '@stoa/catalogue/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

const permit = await permitBench();
const { b, officer } = permit;

test('a queue is read page by page to its end, and goes on from no cursor but its own', async () => {
  const ids = [];
  for (let i = 0; i < 3; i++) ids.push((await permit.claimed()).id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listQueue, { limit: 2, ...(cursor && { cursor }) }, officer);
    expect(page.counts.mine).toBe(3);
    seen.push(...page.items.map((item) => item.caseId));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.toSorted()).toEqual(ids.toSorted());
  for (const nonsense of ['2', '-1', 'x'])
    await expect(b.call(contract.listQueue, { cursor: nonsense }, officer)).rejects.toMatchObject({
      code: 'kernel.input-invalid',
      kind: 'invalid',
    });
});

test('a queue is narrowed to one service, and names only services of the offices of who asks', async () => {
  const { id } = await permit.claimed();
  const { items } = await b.call(listServices, {}, officer);
  const permits = items.find((one) => one.id === 'work-permit');
  const other = items.find((one) => one.id === 'address-certificate');
  await b.sql('update case_file set service_id = $2, version = $3, title = $4 where id = $1', [
    ...[id, other?.id, other?.version, other?.title],
  ]);
  const of = async (serviceId?: string, who = officer) => {
    const { items, ...rest } = await b.call(contract.listQueue, { show: 'mine', ...(serviceId && { serviceId }) }, who);
    return { ...rest, cases: items.map((item) => item.caseId) };
  };
  const all = await of();
  expect(all.services).toEqual([other, permits].map((one) => ({ id: one?.id, title: one?.title })));
  expect((await of('address-certificate')).cases).toEqual([id]);
  expect((await of('work-permit')).cases.toSorted()).toEqual(all.cases.filter((one) => one !== id).toSorted());
  expect(await of('no-such-service')).toEqual({ ...all, cases: [] });
  const elsewhere = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-02-LABOUR' });
  expect(await of('work-permit', elsewhere)).toMatchObject({ cases: [], services: [] });
  await expect(of('work-permit', permit.aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(of('a'.repeat(65))).rejects.toMatchObject({ kind: 'invalid', code: 'kernel.input-invalid' });
});
