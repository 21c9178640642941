// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { identityWorld } from './world.ts';

const { b, account, organisation } = await identityWorld();
await organisation('XM-01-LABOUR', 'Labour Department', 'government');
await organisation('0105234510', 'Steppe Build LLP');
const ann = await account('ann', '11223344595');
const [one, two] = [b.person({ duties: ['identity.grantor'] }), b.person({ duties: ['identity.grantor'] })];
const operator = b.person({ duties: ['platform.operator'] });
const labour = { personId: ann.id, code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' };
const dutiesOf = async (id: string) =>
  (await b.sql('select code from duty where person_id = $1', [id])).map((r) => r.code);

test('a duty is given by two people together, the person is told, and the ledger says what was given to whom', async () => {
  const { id } = await b.call(contract.requestDuty, labour, one);
  expect(await dutiesOf(ann.id)).toEqual([]);
  expect((await b.call(contract.listGrantRequests, {}, two)).items).toMatchObject([{ id, ...labour }]);
  await expect(b.call(contract.decideGrantRequest, { id, approved: true }, one)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'identity.second-person-needed',
  });
  await b.call(contract.decideGrantRequest, { id, approved: true }, two);
  expect(await dutiesOf(ann.id)).toEqual(['labour.permit-officer']);
  await expect(b.call(contract.decideGrantRequest, { id, approved: true }, two)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'identity.request-decided',
  });
  await b.drain();
  expect(b.events('identity.person-concerned.v1').at(-1)?.data).toMatchObject({ personKey: ann.personKey });
  const facts = await b
    .sql<{ record: string }>('select record from ledger_entry order by seq desc limit 20')
    .catch(() => b.sql<{ record: string }>('select record from ledger_entry order by at desc limit 20'));
  const text = facts.map(({ record }) => record).join('\n');
  for (const fact of [ann.id, 'labour.permit-officer', 'XM-01-LABOUR', one.id, two.id]) expect(text).toContain(fact);
});

test('who asked may take it back alone, and anybody of the duty may end what was given', async () => {
  const { id } = await b.call(contract.requestDuty, { ...labour, code: 'labour.clerk' }, one);
  await b.call(contract.decideGrantRequest, { id, approved: false }, one);
  expect(await b.call(contract.withdrawGrant, { ...labour, code: 'labour.clerk' }, one)).toEqual({ ended: false });
  expect(await b.call(contract.withdrawGrant, labour, two)).toEqual({ ended: true });
  expect(await dutiesOf(ann.id)).toEqual([]);
});

test('nobody gives anything to themselves, alone or with help', async () => {
  const self = b.person({ id: ann.id, duties: ['identity.grantor'] });
  const refused = { kind: 'forbidden', code: 'identity.grant-to-oneself' };
  await expect(b.call(contract.requestDuty, labour, self)).rejects.toMatchObject(refused);
  const { id } = await b.call(contract.requestDuty, labour, one);
  await expect(b.call(contract.decideGrantRequest, { id, approved: true }, self)).rejects.toMatchObject(refused);
});

test('operators, who run the platform, give nobody powers', async () => {
  const refused = { kind: 'forbidden', code: 'kernel.not-permitted' };
  await expect(b.call(contract.requestDuty, labour, operator)).rejects.toMatchObject(refused);
  await expect(b.call(contract.listGrantRequests, {}, operator)).rejects.toMatchObject(refused);
  await expect(b.call(contract.decideGrantRequest, { id: newId(), approved: true }, operator)).rejects.toMatchObject(
    refused,
  );
  await expect(b.call(contract.withdrawGrant, labour, operator)).rejects.toMatchObject(refused);
});

test('unknown people, organisations and requests are refused', async () => {
  await expect(b.call(contract.requestDuty, { ...labour, personId: newId() }, one)).rejects.toMatchObject({
    code: 'identity.person-unknown',
  });
  await expect(b.call(contract.requestDuty, { ...labour, organisationId: 'NONE' }, one)).rejects.toMatchObject({
    code: 'identity.organisation-unknown',
  });
  await expect(b.call(contract.decideGrantRequest, { id: newId(), approved: true }, one)).rejects.toMatchObject({
    kind: 'missing',
    code: 'identity.request-unknown',
  });
});

test('two people who decide at once decide once', async () => {
  const { id } = await b.call(contract.requestDuty, { ...labour, code: 'labour.head' }, one);
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, (_, i) => b.call(contract.decideGrantRequest, { id, approved: i % 2 === 0 }, two)),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
