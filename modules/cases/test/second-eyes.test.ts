// SPDX-License-Identifier: Apache-2.0
/** A package that wants a second officer for some of its outcomes. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { ownPackage } from './own-package.ts';
import { permitBench } from './permit-bench.ts';

const folder = await ownPackage({
  'process.bpmn': (process) =>
    process.replace('stoa:outcomes="grant refuse"', 'stoa:outcomes="grant refuse" stoa:secondEyes="refuse"'),
});
const permit = await permitBench({ STOA_SERVICES: folder });
const { b, officer } = permit;

test('what the package wants two officers for, one alone does not decide; the other outcome they do', async () => {
  const colleague = b.person({ name: 'Saule', duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
  const { id, taskId } = await permit.claimed();
  expect((await b.call(contract.getWork, { key: id }, officer)).secondEyes).toEqual(['refuse']);
  const refuse = () =>
    b.call(contract.decideTask, { id: taskId, outcome: 'refuse', text: 'The papers differ.' }, officer);
  await expect(refuse()).rejects.toMatchObject({ code: 'cases.second-eyes-needed' });
  await b.call(contract.agreeDecision, { id: taskId, outcome: 'refuse' }, colleague);
  await refuse();
  const other = await permit.claimed();
  await b.call(contract.decideTask, { id: other.taskId, outcome: 'grant' }, officer);
});
