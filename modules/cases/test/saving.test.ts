// SPDX-License-Identifier: Apache-2.0
/** What saving a page costs, and what it says of what was typed. */
import { expect, test, vi } from 'vitest';
import { permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b } = permit;

/** How many transactions the work takes. */
async function transactionsOf(work: () => Promise<unknown>): Promise<number> {
  const tx = vi.spyOn(b.module, 'tx');
  await work();
  const count = tx.mock.calls.length;
  tx.mockRestore();
  return count;
}

test('a page is saved in one transaction', async () => {
  const id = await permit.start();
  expect(await transactionsOf(() => permit.save(id, 'contact', { contactEmail: 'a@b.example' }))).toBe(1);
  expect(await transactionsOf(() => permit.save(id, 'contact', { contactEmail: 'no address' }))).toBe(1);
});

test('a register that is asked adds the record of the question and the keeping of its answer', async () => {
  const id = await permit.start();
  const worker = { workerSnils, workerBirthOn: '1992-11-05' };
  expect(await transactionsOf(() => permit.save(id, 'worker-number', worker))).toBe(3);
});

test('what does not fit is answered with what stands in its field, and without it where nobody types the value', async () => {
  const id = await permit.start();
  const { errors } = await permit.save(id, 'period', { startsOn: '2027-02-30', months: ' 0x0C ' });
  expect(errors).toMatchObject([
    { field: 'startsOn', code: 'date', typed: '2027-02-30' },
    { field: 'months', code: 'type', typed: '0x0C' },
  ]);
  await permit.save(id, 'worker-number', { workerSnils, workerBirthOn: '1990-01-01' });
  const worker = await permit.save(id, 'worker', {});
  expect(new Set(worker.errors.map((error) => [error.code, 'typed' in error].join()))).toEqual(
    new Set(['register,false']),
  );
});
