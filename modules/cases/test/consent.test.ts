// SPDX-License-Identifier: Apache-2.0
/** Where the law asks for it, a register is read only while the person agrees: a consent withdrawn stops the next reading. */
import consent from '@stoa/consent';
import { check, getPurpose, give, withdraw } from '@stoa/consent/contract';
import { Refusal } from '@stoa/kernel';
import { beforeEach, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

const { b, world } = await permitBench({}, consent);
const code = 'criminal-record-identity';
const snils = '11223344595';
const person = b.person({ name: 'Aigerim Seitkali', snils });
world.state.persons.set(snils, {
  ...{ snils, familyName: 'Сейткали', givenName: 'Айгерим', nameLatin: 'Aigerim Seitkali' },
  ...{ birthOn: '1988-03-21', regionCode: 'XM-01' },
});
beforeEach(() => {
  world.state.away = false;
  world.state.calls.length = 0;
});

const agree = async (caseId?: string) => {
  const { version, digest } = await b.call(getPurpose, { code });
  return b.call(give, { code, version, digest, language: 'en', ...(caseId ? { caseId } : {}) }, person);
};
const takeBack = () => b.call(withdraw, { code, language: 'en' }, person);
const saveNumber = (id: string) => b.call(contract.savePage, { id, pageId: 'number', answers: { snils } }, person);
async function numbered(): Promise<string> {
  const { id } = await b.call(
    contract.startDraft,
    { serviceId: 'criminal-record-certificate', language: 'en' },
    person,
  );
  await saveNumber(id);
  return id;
}
const register = async (id: string) => (await b.call(contract.getForm, { id }, person)).registers[0];
const refresh = (id: string) => b.call(contract.refreshRegister, { id, register: 'person' }, person);

test('without consent nothing is asked, and the form says for which purpose it is needed', async () => {
  const id = await numbered();
  expect(world.state.calls).toEqual([]);
  expect(await register(id)).toMatchObject({ state: 'needs-consent', consent: code });
  await expect(refresh(id)).rejects.toMatchObject({ kind: 'conflict', code: 'cases.consent-missing' });
  expect(world.state.calls).toEqual([]);
  expect(await b.sql(`select 1 from cases.asked where case_id = $1`, [id])).toEqual([]);
  expect(
    await b.sql(`select 1 from cases.audit where action = 'cases.register-read' and object_id = $1`, [id]),
  ).toEqual([]);
});

test('given on the form it is asked; withdrawn, the next reading is stopped and what was read stays', async () => {
  const id = await numbered();
  expect(await agree(id)).toMatchObject({ place: 'form', caseId: id });
  expect(await refresh(id)).toMatchObject({ state: 'received' });
  expect(world.state.calls).toHaveLength(1);
  await takeBack();
  await expect(refresh(id)).rejects.toMatchObject({ code: 'cases.consent-missing' });
  const another = await numbered();
  expect(await register(another)).toMatchObject({ state: 'needs-consent' });
  expect(world.state.calls).toHaveLength(1);
  expect(await register(id)).toMatchObject({ state: 'received' });
});

test('a register that was away is not asked again by itself once the consent is withdrawn', async () => {
  await agree();
  world.state.away = true;
  const id = await numbered();
  expect(await register(id)).toMatchObject({ state: 'failed' });
  await takeBack();
  world.state.away = false;
  b.clock.advance({ minutes: 5 });
  await saveNumber(id);
  expect(world.state.calls).toEqual([]);
  expect(await register(id)).toMatchObject({ state: 'needs-consent' });
  await agree();
  await saveNumber(id);
  expect(await register(id)).toMatchObject({ state: 'received' });
});

test('a consent whose term is over stops the next reading too', async () => {
  b.clock.advance({ days: 366 });
  const id = await numbered();
  expect(await register(id)).toMatchObject({ state: 'needs-consent' });
  expect(world.state.calls).toEqual([]);
});

test('while it cannot be told whether somebody agrees nothing is asked, and what was typed is kept', async () => {
  await agree();
  b.stub(check, async () => {
    throw new Refusal('unavailable', 'kernel.module-away', 'away');
  });
  const id = await numbered();
  expect(await register(id)).toMatchObject({ state: 'failed' });
  expect(world.state.calls).toEqual([]);
});
