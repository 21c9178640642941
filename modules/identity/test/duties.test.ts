// SPDX-License-Identifier: Apache-2.0
/** Duties that organisations tells of, and those that wait to be handed to it. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { hold } from './duties.ts';
import { identityWorld } from './world.ts';

const { b, account, register } = await identityWorld();
const organisations = { kind: 'service', id: 'organisations' } as const;
const officer = { code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' };
const auditor = { code: 'audit.auditor', organisationId: 'XM-AUDIT-CHAMBER' };
const ann = await account('ann', '11223344595');
const waiting = await register('bert', '10620730807');
const told = async (personKey: string) => {
  await b.drain();
  return b
    .events('identity.person-concerned.v1')
    .map(({ data }) => data as { personKey: string; subject: { en: string } })
    .filter((one) => one.personKey === personKey && one.subject.en.includes('duty'))
    .map(({ subject }) => subject.en);
};

test('a person learns that a duty is theirs and that it is no more, once each; nobody is told who cannot read it', async () => {
  const [given, ended] = ['You were given a duty', 'A duty of yours has ended'];
  await hold(b, ann.id, officer);
  expect(await told(ann.personKey)).toEqual([given]);
  // The same duty, until a day.
  await hold(b, ann.id, { ...officer, until: new Date(b.clock.now().getTime() + 86_400_000).toISOString() });
  expect(await told(ann.personKey)).toEqual([given]);
  await hold(b, ann.id, auditor);
  expect(await told(ann.personKey)).toEqual([given, given, ended]);
  await hold(b, ann.id);
  expect(await told(ann.personKey)).toEqual([given, given, ended, ended]);
  await hold(b, waiting.id, officer);
  expect(await told(waiting.personKey)).toEqual([]);
});

test('what waits to become a post is handed over once, its organisations first, and to organisations alone', async () => {
  await b.sql(
    `insert into organisation (id, kind, name, region_code) values ('XM-01-LABOUR', 'government', '{"en": "Labour"}', 'XM-01')`,
  );
  await b.sql('insert into duty (person_id, code, organisation_id) values ($1, $2, $3)', [
    ...[ann.id, officer.code, officer.organisationId],
  ]);
  const none = { organisations: [], duties: [] };
  const ask = (taken: Partial<typeof none> & object, as: object = organisations) =>
    b.call(contract.handOverDuties, { ...none, ...taken } as never, as as never);
  await expect(ask({}, { kind: 'service', id: 'cases' })).rejects.toMatchObject({ kind: 'forbidden' });
  const first = await ask({});
  expect(first).toEqual({
    organisations: [{ id: 'XM-01-LABOUR', kind: 'government', name: { en: 'Labour' }, regionCode: 'XM-01' }],
    duties: [],
  });
  expect(await ask({})).toEqual(first);
  const { duties } = await ask({ organisations: ['XM-01-LABOUR'] as never });
  expect(duties).toEqual([{ personId: ann.id, personName: 'Person ann', ...officer }]);
  const holds = () =>
    b.call(contract.findDutyHolder, { personId: ann.id, ...officer }, { kind: 'service', id: 'cases' });
  expect(await holds()).toEqual({ name: 'Person ann' });
  const named = duties.map(({ personId, organisationId, code }) => ({ personId, organisationId, code }));
  expect(await ask({ duties: named as never })).toEqual(none);
  expect(await holds()).toEqual({});
});
