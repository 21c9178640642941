// SPDX-License-Identifier: Apache-2.0
/** A person's pseudonym becomes another: their cases, and what was asked about them, go with them. */
import { personJoined } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b } = permit;
const before = b.person({ name: 'Rahul Sharma', snils: workerSnils });
const after = { ...before, personKey: b.person({ snils: '11223344595' }).personKey ?? '' };

test('whoever is joined keeps drafts, cases and the documents about them, and the pseudonym before has none', async () => {
  const own = await b.call(contract.startDraft, { serviceId: 'address-certificate', language: 'en' }, before);
  const about = await permit.claimed();
  const moved = { from: before.personKey ?? '', to: after.personKey };
  // The case may name both already.
  await b.sql(`insert into subject select case_id, $2, role from subject where case_id = $1 and person_key = $3`, [
    about.id,
    moved.to,
    moved.from,
  ]);
  for (const event of [newId(), newId()]) await b.deliver(personJoined, moved, event);
  const cases = async (who: typeof after) => (await b.call(contract.listCases, {}, who)).items.map((one) => one.id);
  expect(await cases(after)).toEqual([own.id]);
  expect(await cases(before as typeof after)).toEqual([]);
  expect(await b.call(contract.getCase, { id: own.id }, after)).toMatchObject({ state: 'draft' });
  await expect(b.call(contract.getCase, { id: own.id }, before)).rejects.toMatchObject({ kind: 'forbidden' });
  const named = 'select person_key from subject where case_id = $1';
  expect((await b.sql<{ person_key: string }>(named, [about.id])).map((row) => row.person_key)).toEqual([moved.to]);
  expect(await b.sql('select id from asked where person_key = $1', [moved.from])).toEqual([]);
  expect((await b.sql('select id from asked where person_key = $1', [moved.to])).length).toBeGreaterThan(0);
  const contacts = await b.sql<{ contact_key: string }>('select contact_key from case_file where id = $1', [own.id]);
  expect(contacts).toEqual([{ contact_key: moved.to }]);
});
