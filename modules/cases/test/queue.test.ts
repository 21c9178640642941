// SPDX-License-Identifier: Apache-2.0
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
