// SPDX-License-Identifier: Apache-2.0
/** Practice institutions have posts like others, and are in no list of the directory. */
import { namedPeople } from '@stoa/country-xm';
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';

const b = await bench(organisations, identity);
const self = { kind: 'service', id: 'practice' } as const;
const grantor = b.person({ duties: ['identity.grantor'] });
const { snils, nameLatin: name } = namedPeople.officer;
const input = { snils, name, email: 'o@mail.example', login: 'officer' };
const { id: personId } = await b.call(people.registerPerson, input, b.person({ duties: ['platform.operator'] }));
const id = 'PRACTICE-ROOM-1';
const enter = () =>
  b.call(
    contract.enterPractice,
    {
      ...{ id, name: { en: 'Practice institution' }, holder: { personId, name } },
      posts: [{ key: 'clerk', title: { en: 'Clerk' }, duties: ['documents.clerk'] }],
    },
    self,
  );

test('who practises holds the post at once, and entering again changes nothing', async () => {
  const entered = await enter();
  expect(await enter()).toEqual(entered);
  const { posts } = await b.call(contract.getStructure, { id }, self);
  expect(posts).toMatchObject([
    { id: entered.posts[0]?.id, duties: [{ code: 'documents.clerk' }], holdings: [{ personId }] },
  ]);
  const asked = { personId, code: 'documents.clerk', organisationId: id };
  expect((await b.call(people.findDutyHolder, asked, { kind: 'service', id: 'cases' })).name).toBe(name);
});

test('the directory, the count of duties and who holds one know nothing of it', async () => {
  await enter();
  const listed = await b.call(contract.listOrganisations, { search: 'practice' });
  expect(listed.items).toEqual([]);
  const file = await b.http().get(`/api${contract.directoryFilePath}?search=practice`);
  expect(String(file.body)).not.toContain(id);
  expect((await b.call(contract.countDuties, {}, grantor)).items.map(({ code }) => code)).not.toContain(
    'documents.clerk',
  );
  const everywhere = await b.call(contract.listHolders, { code: 'documents.clerk' }, grantor);
  expect(everywhere.items).toEqual([]);
  const there = await b.call(contract.listHolders, { code: 'documents.clerk', organisationId: id }, grantor);
  expect(there.items).toHaveLength(1);
});

test('nobody enters an institution under such an id by asking for a change, or a person by themselves', async () => {
  const facts = { kind: 'central' as const, name: { en: 'Trick' }, from: '2020-01-01' };
  const asked = { kind: 'organisation' as const, id: 'PRACTICE-TRICK', facts, validFrom: '2020-01-01' };
  await expect(b.call(contract.requestChange, { asked, reason: 'To try it' }, grantor)).rejects.toMatchObject({
    kind: 'invalid',
  });
  await expect(b.call(contract.enterPractice, { id, name: { en: 'X' }, posts: [] }, grantor)).rejects.toMatchObject({
    kind: 'forbidden',
  });
});
