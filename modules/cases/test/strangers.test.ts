// SPDX-License-Identifier: Apache-2.0
/** The register about other people: only who knows a second fact of a person is shown anything, and not of many. */
import { snils } from '@stoa/country-xm';
import { explainCalls, listCallsAbout } from '@stoa/exchange/contract';
import { metricsToken } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { newestPackage } from '../src/packages/packages.ts';
import { ask as askRegister } from '../src/registers/registers.ts';
import { permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim } = permit;
b.stub(explainCalls, async () => ({ items: [] }));
b.stub(listCallsAbout, async () => ({ items: [] }));
const born = '1992-11-05';
const nobody = '10120230449';

const shown = async (id: string, who = aigerim) => {
  const form = await b.call(contract.getForm, { id }, who);
  return {
    register: form.registers.find(({ name }) => name === 'worker')?.state,
    worker: form.pages.find((page) => page.id === 'worker'),
  };
};
const ask = (id: string, number: string, birthOn: string | null, who = aigerim) =>
  b.call(
    contract.savePage,
    { id, pageId: 'worker-number', answers: { workerSnils: number, workerBirthOn: birthOn } },
    who,
  );

test('without the birth date nothing is asked, and a wrong one looks exactly like a number that nobody has', async () => {
  const id = await permit.start();
  const asked = world.state.calls.length;
  await ask(id, workerSnils, null);
  expect(world.state.calls).toHaveLength(asked);
  await ask(id, workerSnils, '1992-11-06');
  const wrong = await shown(id);
  await ask(id, nobody, '1992-11-06');
  expect(wrong).toEqual(await shown(id));
  expect(wrong.register).toBe('not-found');
  expect(JSON.stringify(wrong)).not.toMatch(/Rahul|Sharma|Z4582917/);
  await ask(id, workerSnils, born);
  expect((await shown(id)).register).toBe('received');
  expect(JSON.stringify(await shown(id))).toContain('Sharma');
  expect(world.state.calls.join('\n')).not.toContain('1992');
});

test('who knew the birth date and changes it afterwards sees nothing any more', async () => {
  const id = await permit.start();
  await ask(id, workerSnils, born);
  await ask(id, workerSnils, '1992-11-07');
  expect(JSON.stringify(await shown(id))).not.toContain('Sharma');
});

test('the worker learns of the question, right or wrong', async () => {
  const worker = b.person({ snils: workerSnils });
  const before = (await b.call(contract.listCallsAboutMe, {}, worker)).items.length;
  await ask(await permit.start(), workerSnils, '1992-11-08');
  expect((await b.call(contract.listCallsAboutMe, {}, worker)).items.length).toBe(before + 1);
});

test('a package from before second facts were asked for opens nothing any more', async () => {
  const module = b.platform.modules.get('cases')?.runtime;
  if (!module) throw new Error('no cases');
  const pkg = await newestPackage(module, { id: 'work-permit' });
  const register = pkg.registers.find(({ name }) => name === 'worker');
  if (!register) throw new Error('no register');
  const { matches: _, ...before } = register;
  const asked = world.state.calls.length;
  const question = { register: before, path: `/${workerSnils}`, people: [b.personKey(workerSnils)] };
  const { state, body } = await askRegister(module, pkg, question, await permit.start(), aigerim);
  expect([state, body]).toEqual(['failed', null]);
  expect(world.state.calls.slice(asked).join()).not.toContain(workerSnils);
});

const applicant = (number: string) =>
  b.person({ snils: number, actingFor: { kind: 'organisation', id: '0105234515', name: 'Steppe Build LLP' } });

test('questions about others end at a daily number for a person and a mandate; what was typed stays', async () => {
  const many = applicant(snils(300_000_001));
  const { id } = await b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, many);
  for (let n = 0; n < 50; n++) await ask(id, snils(400_000_000 + n), born, many);
  const asked = world.state.calls.length;
  const over = ask(id, snils(400_000_100), born, many);
  await expect(over).rejects.toMatchObject({ kind: 'limit', code: 'cases.register-quota' });
  const again = b.call(contract.refreshRegister, { id, register: 'worker' }, many);
  await expect(again).rejects.toMatchObject({ kind: 'limit', code: 'cases.register-quota' });
  expect(world.state.calls).toHaveLength(asked);
  const page = (await b.call(contract.getForm, { id }, many)).pages.find((one) => one.id === 'worker-number');
  expect(page?.fields[0]?.value).toBe(snils(400_000_100));
  await ask(await permit.start(), workerSnils, born);
  b.clock.advance({ hours: 25 });
  await ask(id, snils(400_000_100), born, many);
});

test('who asks about many different people is shown to operators, in the log and in a metric', async () => {
  const curious = applicant(snils(300_000_002));
  const { id } = await b.call(contract.startDraft, { serviceId: 'work-permit', language: 'en' }, curious);
  const operator = b.person({ duties: ['platform.operator'] });
  const told = async () => (await b.call(contract.listCurious, {}, operator)).items;
  for (let n = 0; n < 19; n++) await ask(id, snils(500_000_000 + n), born, curious);
  await ask(id, snils(500_000_000), '1992-11-09', curious);
  expect((await told()).filter(({ personId }) => personId === curious.id)).toEqual([]);
  await ask(id, snils(500_000_100), born, curious);
  expect(await told()).toContainEqual({ personId: curious.id, applicantId: '0105234515', people: 20 });
  const authorization = `Bearer ${metricsToken(b.platform.config, b.platform.keys)}`;
  const metrics = await (await fetch(`${b.platform.url}/metrics`, { headers: { authorization } })).text();
  expect(metrics).toMatch(/stoa_alarms_total\{module="cases",alarm="many-people-asked-about"\} [1-9]/);
  await expect(b.call(contract.listCurious, {}, curious)).rejects.toMatchObject({ kind: 'forbidden' });
});
