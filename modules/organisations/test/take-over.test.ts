// SPDX-License-Identifier: Apache-2.0
/** Duties that identity kept before, or is given at the command line, go on as posts. */
import identity from '@stoa/identity';
import { findDutyHolder, handOverDuties, holdDuties, registerPerson } from '@stoa/identity/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import { bench } from '@stoa/kernel/testing';
import { beforeAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';
import { takeOver } from '../src/take-over.ts';

const b = await bench(organisations, identity);
const grantor = b.person({ duties: ['identity.grantor'] });
const office = 'XM-01-LABOUR';
const inTwoDays = new Date(b.clock.now().getTime() + 2 * 86_400_000).toISOString();
const ann = { id: '' };

beforeAll(async () => {
  await b.drain();
  const person = { snils: '11223344595', name: 'Ann Old', email: 'ann@example.org', login: 'ann' };
  ann.id = (await b.call(registerPerson, person, { kind: 'system' })).id;
  await b.sql(`insert into identity.organisation (id, kind, name, region_code) values
    ('PLATFORM', 'government', '{"en": "Operator of the platform"}', null), ('0105234510', 'company', '{"en": "Steppe"}', 'XM-01'),
    ('${office}', 'government', '{"en": "Of before"}', 'XM-01')`);
  await b.sql(
    `insert into identity.duty (person_id, code, organisation_id, valid_until) values
       ($1, 'labour.permit-officer', '${office}', null), ($1, 'platform.operator', 'PLATFORM', null),
       ($1, 'labour.head', '${office}', $2), ($1, 'labour.clerk', '${office}', now() - interval '1 day')`,
    [ann.id, inTwoDays],
  );
  await b.sql(
    `insert into identity.grant_request (id, kind, person_id, organisation_id, code, requested_by, requested_at, decided_at, approved)
     values (gen_random_uuid(), 'duty', $1, '${office}', 'labour.permit-officer', $1, '2026-03-01', '2026-03-02T09:00:00Z', true)`,
    [ann.id],
  );
});

/** What a session would know of them now. */
const heldNow = async (code: string, organisationId = office) =>
  (await b.call(findDutyHolder, { personId: ann.id, code, organisationId }, { kind: 'service', id: 'cases' })).name;
const all = async () =>
  Promise.all([heldNow('labour.permit-officer'), heldNow('labour.head'), heldNow('platform.operator', 'PLATFORM')]);
const everything = ['Ann Old', 'Ann Old', 'Ann Old'];
const dutiesAt = async (at?: string) =>
  (await b.call(contract.listDuties, { personId: ann.id, ...(at ? { at } : {}) }, grantor)).items;
/** Ends in the middle: what is asked after so many times never comes. */
const ended = (what: { name: string }, after: number): ModuleRuntime => {
  let count = 0;
  return Object.create(b.module, {
    call: {
      value: (operation: { name: string }, ...rest: [never]) => {
        if (operation.name === what.name && ++count > after) throw new Error('ended');
        return b.module.call(operation as never, ...rest);
      },
    },
  }) as ModuleRuntime;
};

test('wherever it is ended, a duty is held at every moment, and by one post in the end', async () => {
  expect(await all()).toEqual(everything);
  for (const [what, after] of [
    [handOverDuties, 1],
    [holdDuties, 0],
    [handOverDuties, 1],
  ] as const) {
    await expect(takeOver(ended(what, after))).rejects.toThrow('ended');
    expect(await all()).toEqual(everything);
  }
  b.clock.advance({ seconds: 61 });
  await b.drain();
  expect(await all()).toEqual(everything);
  expect(await b.sql('select code from identity.duty where handed_over_at is null')).toEqual([
    { code: 'labour.clerk' },
  ]);
  await takeOver(b.module);
  const { posts } = await b.call(contract.getStructure, { id: office }, grantor);
  expect(posts.map(({ title, holdings }) => [title.en, holdings.map(({ name }) => name)])).toEqual(
    expect.arrayContaining([
      ['Permit officer', ['Ann Old']],
      ['labour.head', ['Ann Old']],
    ]),
  );
  expect(posts).toHaveLength(2);
});

test('it began when it was given, ends when it was to end, and is nobody’s after that', async () => {
  expect(await dutiesAt('2026-03-02T10:00:00Z')).toMatchObject([{ code: 'labour.permit-officer' }]);
  expect(await dutiesAt('2026-03-02T08:00:00Z')).toEqual([]);
  expect((await dutiesAt()).find(({ code }) => code === 'labour.head')).toMatchObject({ until: inTwoDays });
  b.clock.advance({ hours: 49 });
  expect(await heldNow('labour.head')).toBeUndefined();
});

test('organisations of before are in the directory, and what stood there was not touched', async () => {
  const get = (id: string) => b.call(contract.getOrganisation, { id });
  expect(await get('0105234510')).toMatchObject({ kind: 'company', inn: '0105234510', name: { en: 'Steppe' } });
  expect(await get('PLATFORM')).toMatchObject({ kind: 'central', name: { en: 'Operator of the platform' } });
  expect((await get(office)).name.en).not.toBe('Of before');
});

test('what is ended on its post has ended, though identity handed it over again', async () => {
  const [held] = (await b.call(contract.getStructure, { id: office }, grantor)).posts.filter(
    ({ title }) => title.en === 'Permit officer',
  );
  const at = b.clock.now().toISOString();
  const asked = { kind: 'end' as const, what: 'holding' as const, id: held?.holdings[0]?.id ?? '', at };
  const { id } = await b.call(contract.requestChange, { asked, reason: 'She left' }, grantor);
  await b.call(contract.decideChange, { id, approved: true }, b.person({ duties: ['identity.grantor'] }));
  await b.sql('update identity.duty set handed_over_at = null');
  await takeOver(b.module);
  expect(await heldNow('labour.permit-officer')).toBeUndefined();
  expect(await heldNow('platform.operator', 'PLATFORM')).toBe('Ann Old');
});
