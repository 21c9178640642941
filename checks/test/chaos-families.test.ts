// SPDX-License-Identifier: Apache-2.0
/** What the chaos run would say of a family's case in which something was lost or done twice. */
import cases from '@stoa/cases';
import catalogue from '@stoa/catalogue';
import { newId } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { ofFamilies } from '../src/chaos/compare.ts';

const b = await bench(cases, catalogue);
await b.sql('create schema exchange');
await b.sql('create table exchange.mailbox_request (message_id uuid not null)');

const task = (caseId: string, node: string, items = '{}') =>
  b.sql(
    `insert into cases.task (id, case_id, token_id, node, duty, office_id, region_code, items, state, created_at)
     values ($1, $2, $1, $3, 'labour.permit-officer', 'XM-01-LABOUR', 'XM-01', $4, 'done', now())`,
    [newId(), caseId, node, items],
  );
async function request(caseId: string, item: string) {
  const id = newId();
  await b.sql(
    `insert into cases.message (id, case_id, kind, node, items, type, state, created_at)
     values ($1, $2, 'request', 'askRecord', $3, 'record', 'answered', now())`,
    [id, caseId, item],
  );
  await b.sql('insert into exchange.mailbox_request values ($1)', [id]);
}
let serial = 0;
/** A family that was refused, with everything done once. */
async function family(): Promise<string> {
  await b.sql('delete from cases.case_file');
  await b.sql('delete from exchange.mailbox_request');
  const id = newId();
  await b.sql(
    `insert into cases.case_file (id, number, service_id, version, title, state, outcome, language, applicant_kind, applicant_id,
       applicant_numbers, started_at, changed_at) values ($1, $2, 'family-residence', 'v', '{}', 'closed', 'refused', 'en', 'person', 'p', '{}', now(), now())`,
    [id, `FR-${serial++}`],
  );
  await task(id, 'reservePlaces');
  for (const item of ['{0}', '{1}', '{2}']) {
    await request(id, item);
    await task(id, 'checkMember', item);
  }
  await task(id, 'releasePlaces');
  return id;
}
async function faults(): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(ofFamilies).map(async ([fault, sql]) => ((await b.sql(sql)).length > 0 ? [fault] : [])),
  );
  return found.flat();
}

test('a family in which everything was done once has no fault', async () => {
  await family();
  expect(await faults()).toEqual([]);
});

const asked = 'a question about a relative is not one request at the exchange';
const released = 'places were not given back once where a family is refused, and never where it is not';
test.each([
  ['places reserved twice', (id: string) => task(id, 'reservePlaces'), ['places were not reserved once']],
  ['a relative checked twice', (id: string) => task(id, 'checkMember', '{1}'), ['a relative was not a task once']],
  [
    'a relative left out for another checked twice',
    (id: string) => b.sql(`update cases.task set items = '{1}' where case_id = $1 and items = '{2}'`, [id]),
    ['a relative was not a task once'],
  ],
  ['a relative asked about twice', (id: string) => request(id, '{0}'), ['a relative was not asked about once']],
  [
    'a question that the exchange lost',
    () => b.sql('delete from exchange.mailbox_request where ctid = (select min(ctid) from exchange.mailbox_request)'),
    [asked],
  ],
  [
    'places kept after a refusal',
    (id: string) => b.sql(`delete from cases.task where case_id = $1 and node = 'releasePlaces'`, [id]),
    [released],
  ],
  ['places given back twice', (id: string) => task(id, 'releasePlaces'), [released]],
  [
    'places given back of a family that may stay',
    (id: string) => b.sql(`update cases.case_file set outcome = 'issued' where id = $1`, [id]),
    [released],
  ],
] as const)('%s is a fault', async (_, damage, expected) => {
  await damage(await family());
  expect(await faults()).toEqual(expected);
});
