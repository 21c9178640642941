// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, permitBench } from './permit-bench.ts';

const { b } = await permitBench();
const refusedWith = (code: string) => expect.objectContaining({ code });

test('software acts within its power for its company, and the audit says so', async () => {
  // As identity knows a software that has signed in by its key.
  const software = (services: string[]) => {
    const id = '33333333-3333-7333-8333-333333333333';
    const limits = [{ services, acts: ['apply' as const] }];
    return {
      ...{ kind: 'person' as const, id, name: 'Payroll 3', duties: [], assurance: 2 },
      actingFor: { kind: 'organisation' as const, id: inn, name: 'Steppe Build', role: 'software', limits },
      client: { id, scopes: ['cases:apply', 'cases:read', 'cases:change'] },
    };
  };
  const start = (who: ReturnType<typeof software>) =>
    b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, who);
  await expect(start(software(['address-certificate']))).rejects.toEqual(refusedWith('cases.power-narrow'));
  const here = software(['work-permit']);
  const { id } = await start(here);
  await expect(b.call(contract.payFee, { id }, here)).rejects.toEqual(refusedWith('kernel.scope-missing'));
  const rows = await b.sql<{ organisation_id: string; capacity: object }>(
    `select organisation_id, capacity from audit where object_id = $1 and actor_name = 'Payroll 3'`,
    [id],
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows)
    expect(row).toEqual({
      organisation_id: inn,
      capacity: { actingFor: { kind: 'organisation', id: inn, name: 'Steppe Build', role: 'software' } },
    });
});
