// SPDX-License-Identifier: Apache-2.0
/** Ten scenarios over a real exchange, and two people who admit. */
import * as letters from '@stoa/correspondence/contract';
import * as docs from '@stoa/documents/contract';
import { idOf } from '@stoa/kernel';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { newcomer } from './ministry.ts';
import { interior, labour } from './world.ts';

const { b, turn } = await newcomer();
const clerk = b.person({ name: 'Clara Clerk', duties: [{ code: 'documents.clerk', organisationId: labour }] });
const elsewhere = b.person({ duties: [{ code: 'documents.clerk', organisationId: interior }] });
const [first, second] = ['Ainur Asks', 'Dmitry Decides'].map((name) =>
  b.person({ name, duties: ['identity.grantor'] }),
);
const institutionId = labour;
const start = (as = clerk) => b.call(contract.startReadiness, { institutionId }, as);
const standing = (as = first) => b.call(contract.getStanding, { institutionId }, as);
const finished = (id: string) =>
  eventually(async () => {
    await turn();
    const report = await b.call(contract.getReadiness, { id }, clerk);
    const open = report.results.filter(({ state }) => state === 'runs').map(({ scenario }) => scenario);
    expect(open).toEqual([]);
    return report;
  });
const idOfMessage = (run: string, scenario: string) => idOf(`readiness ${run} ${scenario} message`);
const propose = () => b.call(contract.proposeAdmission, { institutionId }, first);

test('an institution that has shown nothing is not proposed', async () => {
  await expect(propose()).rejects.toMatchObject({ code: 'practice.not-ready' });
});

test('a chancery of this platform passes all ten, each with its evidence', async () => {
  const { id } = await start();
  await expect(start()).rejects.toMatchObject({ code: 'practice.readiness-runs' });
  const report = await finished(id);
  expect(report.results.map(({ scenario, state, why }) => [scenario, state, why])).toEqual(
    contract.scenarios.map((scenario) => [scenario, 'passed', undefined]),
  );
  expect(report).toMatchObject({ outcome: 'passed', byName: 'Clara Clerk' });
  const said = (scenario: contract.Scenario) =>
    report.results.find((one) => one.scenario === scenario)?.evidence.map(({ what, says }) => [what, says ?? '']);
  expect(said('damaged-signature')?.at(-1)).toEqual(['answer', 'signature-bad']);
  expect(said('too-large')?.at(-1)).toEqual(['answer', 'too-large']);
  expect(said('receive')?.at(-1)?.[1]).toMatch(/^registered 01-\d+\/\d\d$/);
  // Each piece is found on the exchange.
  const ids = report.results
    .flatMap(({ evidence }) => evidence)
    .flatMap(({ what, id: one }) => (what === 'message' ? [one] : []));
  const found = await b.sql('select message_id from exchange.mailbox_request where message_id = any ($1)', [
    [...new Set(ids)],
  ]);
  expect(found).toHaveLength(new Set(ids).size);
});

test('admissions of the demo are entered only where it is on', async () => {
  const demo = { kind: 'service', id: 'demo' } as const;
  const asked = { institutionId, reportId: idOf('none'), proposedBy: 'A', confirmedBy: 'B' };
  const enter = (as: Parameters<typeof b.call>[2]) => b.call(contract.enterDemoAdmission, asked, as);
  await expect(enter(first)).rejects.toMatchObject({ kind: 'forbidden' });
  const { config } = b.module;
  const { demo: on } = config;
  Object.assign(config, { demo: false });
  await expect(enter(demo)).rejects.toMatchObject({ code: 'practice.demo-off' });
  Object.assign(config, { demo: true });
  await expect(enter(demo)).rejects.toMatchObject({ code: 'practice.not-ready' });
  Object.assign(config, { demo: on });
});

test('nothing of it is in the institution’s own register', async () => {
  expect((await b.call(docs.listDocuments, { institutionId }, clerk)).items).toEqual([]);
  expect((await b.call(letters.listPassages, { institutionId }, clerk)).items).toEqual([]);
});

test('a trained clerk and a trained head are asked for, then two people admit, and one takes it back', async () => {
  await expect(propose()).rejects.toMatchObject({ code: 'practice.nobody-trained' });
  expect((await standing()).trained).toEqual({ clerk: false, head: false });
  for (const role of ['clerk', 'head'])
    await b.sql(
      `insert into practice.certificate (id, person_id, institution_id, role, person_name, issued_at, valid_until)
       values (gen_random_uuid(), gen_random_uuid(), $1, $2, 'Somebody', now(), now() + interval '1 year')`,
      [labour, role],
    );
  const proposed = await propose();
  expect(proposed).toMatchObject({ state: 'proposed', proposedBy: 'Ainur Asks' });
  await expect(propose()).rejects.toMatchObject({ code: 'practice.admission-waits' });
  const decide = (approved: boolean, as = second) =>
    b.call(contract.decideAdmission, { id: proposed.id, approved }, as);
  await expect(decide(true, first)).rejects.toMatchObject({ code: 'practice.second-person-needed' });
  expect((await standing()).admitted).toBe(false);
  expect(await decide(true)).toMatchObject({ state: 'admitted', decidedBy: 'Dmitry Decides' });
  await b.drain();
  expect(await standing()).toMatchObject({ admitted: true, may: ['run', 'withdraw'] });
  await expect(decide(false)).rejects.toMatchObject({ code: 'practice.admission-decided' });
  await expect(propose()).rejects.toMatchObject({ code: 'practice.admitted-already' });
  const withdraw = () => b.call(contract.withdrawAdmission, { institutionId, reason: 'Its chancery closes' }, first);
  expect(await withdraw()).toMatchObject({ state: 'withdrawn', reason: 'Its chancery closes' });
  await b.drain();
  expect((await standing()).admitted).toBe(false);
  await expect(withdraw()).rejects.toMatchObject({ code: 'practice.not-admitted' });
});

test('a chancery that answers wrongly fails, and the report says what came instead', async () => {
  // As if the chancery had taken what is damaged.
  const { id } = await start();
  await b.sql(
    `update practice.readiness_result set marks = '{"message": "x"}' where readiness_id = $1 and scenario = 'damaged-signature'`,
    [id],
  );
  await b.sql(
    `insert into practice.partner_message (id, request_id, what, sender, content, at)
     select gen_random_uuid(), $1, 'answer', 'x', '{"taken": true}', '2020-01-01'`,
    [idOfMessage(id, 'damaged-signature')],
  );
  const report = await finished(id);
  const of = (scenario: string) => report.results.find((one) => one.scenario === scenario);
  expect(of('damaged-signature')).toMatchObject({ state: 'failed', why: 'taken' });
  expect(report.outcome).toBe('failed');
  await expect(propose()).rejects.toMatchObject({ code: 'practice.not-ready' });
});

test('only its own people and those who admit look and run; only those who give duties admit', async () => {
  await expect(start(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(standing(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.proposeAdmission, { institutionId }, clerk)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const unknown = '01919191-0000-7000-8000-0000000000cc';
  await expect(b.call(contract.getReadiness, { id: unknown }, first)).rejects.toMatchObject({
    code: 'practice.report-unknown',
  });
  await expect(b.call(contract.decideAdmission, { id: unknown, approved: true }, first)).rejects.toMatchObject({
    code: 'practice.admission-unknown',
  });
  await expect(b.call(contract.startReadiness, { institutionId: 'XM-01-LABOUR' }, first)).rejects.toMatchObject({
    code: 'practice.not-on-exchange',
  });
});
