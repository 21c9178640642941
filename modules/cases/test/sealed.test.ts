// SPDX-License-Identifier: Apache-2.0
/** What people answered and registers said is not in a dump of the database. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, aigerim, officer } = permit;
const tables = ['answer', 'reading', 'message', 'clarification'].map((table) => `cases.${table}`);
/** Planted by the walk: typed, and told by a register. */
const canaries = [
  workerSnils,
  '1992-11-05',
  '40 Unity Street',
  'IN-2014-048213',
  'hr@steppe-build',
  'Sharma',
  'Z4582917',
];
const found = async () => {
  const dump = await b.dump(...tables);
  return canaries.filter((canary) => dump.includes(canary));
};
const filled = async () => {
  const id = await permit.start();
  await permit.fill(id);
  return id;
};
const seen = async (id: string) => JSON.stringify(await b.call(contract.getForm, { id }, aigerim));

test('after a walk from the first answer to the document nothing planted is found', async () => {
  const { id, taskId } = await permit.claimed();
  const question = 'Which street is that, please?';
  const { id: clarificationId } = await b.call(
    contract.askClarification,
    { id: taskId, field: 'workAddress', question },
    officer,
  );
  expect(JSON.stringify(await b.call(contract.getCase, { id }, aigerim))).toContain(question);
  await b.call(
    contract.answerClarification,
    { id, clarificationId, value: '41 Unity Street, Aksu', note: 'A typing mistake' },
    aigerim,
  );
  expect(await b.dump(...tables)).not.toMatch(/Which street|typing mistake/);
  expect(await found()).toEqual([]);
  expect(await b.dump(...tables)).toContain(id);
});

test('rows of the release before are sealed in the background, and what that release still writes is newest', async () => {
  const id = await filled();
  const before = await seen(id);
  // As the release before left them.
  await b.sql(
    `update cases.answer set value = '"7 Clear Street"', sealed = null where case_id = $1 and field = 'workAddress'`,
    [id],
  );
  expect(await seen(id)).toContain('7 Clear Street');
  // As it writes over a sealed one.
  await b.sql(`update cases.answer set value = '"over@clear.example"' where case_id = $1 and field = 'contactEmail'`, [
    id,
  ]);
  expect(await seen(id)).toContain('over@clear.example');
  b.clock.advance({ minutes: 2 });
  await b.drain();
  const dump = await b.dump(...tables);
  expect(dump).not.toMatch(/Clear Street|clear\.example/);
  const after = await seen(id);
  expect(after).toContain('7 Clear Street');
  expect(after).toContain('over@clear.example');
  expect(after.length).toBeGreaterThan(before.length / 2);
});

test('an officer finds a case by the beginning of a name, also one that the release before left clear', async () => {
  const id = await permit.submitted();
  const auditor = b.person({ duties: ['audit.auditor'], organisationId: 'XM-AUDIT-CHAMBER' });
  const finds = async (search: string) =>
    (await b.call(contract.findSentCases, { search }, auditor)).items.some((item) => item.id === id);
  const names = async () =>
    (await b.sql('select applicant_name, name_marks is null as unmarked from case_file where id = $1', [id]))[0];
  expect([await finds('STEP'), await finds('llp ste'), await finds('eppe'), await finds('--')]).toEqual([
    ...[true, true],
    ...[false, false],
  ]);
  await b.sql(`update case_file set applicant_name = 'Clear Works', sealed = null, name_marks = null where id = $1`, [
    id,
  ]);
  await b.sql(
    `insert into history (id, case_id, at, kind, internal, facts) values (gen_random_uuid(), $1, now(), 'withdrawn', false, '{"reason": "Clear words"}')`,
    [id],
  );
  expect(await finds('Clear')).toBe(true);
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await names()).toEqual({ applicant_name: null, unmarked: false });
  expect(await b.dump('cases.history', 'cases.case_file')).not.toMatch(/Clear/);
  expect([await finds('Clear'), await finds('wor'), await finds('Steppe')]).toEqual([true, true, false]);
});

test('a sealed value fits its own row alone', async () => {
  const [mine, other] = [await filled(), await filled()];
  await b.sql(
    `update cases.answer a set sealed = o.sealed from cases.answer o
     where a.case_id = $1 and o.case_id = $2 and a.field = 'workAddress' and o.field = 'workAddress'`,
    [mine, other],
  );
  await expect(b.call(contract.getForm, { id: mine }, aigerim)).rejects.toThrow();
});
