// SPDX-License-Identifier: Apache-2.0
import { beforeAll, expect, test } from 'vitest';
import { agreement, agreementId, agreementsAnswers } from './agreements-answers.ts';
import { catalogueAnswers } from './answers.ts';
import { caseAnswers } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal } from './harness.ts';
import { powersAnswers } from './powers-answers.ts';
import { qualityAnswers } from './quality-answers.ts';

const answers: Answers = {
  ...{ ...catalogueAnswers, ...caseAnswers, ...qualityAnswers, ...powersAnswers },
  ...agreementsAnswers,
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn({ ...citizen, actingFor: undefined });
});
const path = `/cabinet/contracts/${agreementId}`;
const get = async (address: string) => {
  const answer = await fetch(portal.url + address, { redirect: 'manual' });
  // Names stand apart from the text around them by marks that nobody sees.
  return { status: answer.status, html: (await answer.text()).replace(/[\u2068\u2069]/g, '') };
};
const post = async (address: string, fields: Record<string, string>) => {
  const answer = await fetch(portal.url + address, {
    ...{ method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { origin: portal.url } },
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
};
const called = (name: string) => portal.calls.filter((call) => call.name === name);
const first = { 'startsOn.day': '1', 'startsOn.month': '12', 'startsOn.year': '2026' };

test('the list says whose answer is needed, and leads on', async () => {
  const { html } = await get('/cabinet/contracts');
  for (const words of ['EC-2026-000118', 'Your answer is needed', 'Lapsed', 'Steppe Build LLP', `href="${path}"`])
    expect(html).toContain(words);
  expect(html).toContain(`cursor=${agreementId}`);
  expect((await get('/cabinet/contracts?waiting=yes')).html).toContain('Show all');
  expect(called('agreements.list-agreements').at(-1)?.input).toMatchObject({ waiting: true });
});

test('an empty list says what comes here', async () => {
  answers['agreements.list-agreements'] = () => ({ items: [] });
  expect((await get('/cabinet/contracts')).html).toContain('No contracts yet');
  answers['agreements.list-agreements'] = agreementsAnswers['agreements.list-agreements'] as never;
});

test('what is agreed on once, as a sale, offers no change and no end; nor does the list lead there', async () => {
  const entered = { ...agreement, state: 'concluded' as const, outcome: 'registered', may: [] };
  answers['agreements.get-agreement'] = () => entered;
  expect((await get(path)).html).toContain('End my contract');
  const sold = { ...entered, lasting: false, serviceId: 'vehicle-transfer' };
  answers['agreements.get-agreement'] = () => sold;
  expect((await get(path)).html).not.toContain('End my contract');
  answers['agreements.get-agreement'] = agreementsAnswers['agreements.get-agreement'] as never;
  const { versions: _, open: __, may: ___, history: ____, ...summary } = sold;
  answers['agreements.list-agreements'] = () => ({ items: [summary] });
  expect((await get('/cabinet/contracts')).html).not.toContain('href="/services/vehicle-transfer"');
  answers['agreements.list-agreements'] = agreementsAnswers['agreements.list-agreements'] as never;
});

test('versions stand beside each other, and what changed is said in words', async () => {
  const { html } = await get(path);
  for (const words of ['Version 1, Steppe Build LLP', 'Version 2, Rahul Sharma', '1750 (changed)', 'Civil engineers'])
    expect(html).toContain(words);
  expect(html).not.toContain('Civil engineers (changed)');
});

test('what is signed is the version that was on the page', async () => {
  const sent = await post(path, { _do: 'sign', _seen: '2' });
  expect(sent.location).toBe(`${path}?notice=contract-signed`);
  expect(called('agreements.sign-agreement').at(-1)?.input).toEqual({ id: agreementId, seen: 2 });
  answers['agreements.sign-agreement'] = () => {
    throw new TestRefusal('conflict', 'agreements.version-changed');
  };
  const stale = await post(path, { _do: 'sign', _seen: '1' });
  answers['agreements.sign-agreement'] = agreementsAnswers['agreements.sign-agreement'] as never;
  expect(stale.status).toBe(422);
  expect(stale.html).toContain('Meanwhile other terms were proposed');
});

test('the same form sent twice signs once', async () => {
  const { html } = await get(path);
  const key =
    /name="_key"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="_key"/.exec(html)?.slice(1).find(Boolean) ?? '';
  expect(key).not.toBe('');
  const before = called('agreements.sign-agreement').length;
  for (let again = 0; again < 2; again += 1) await post(path, { _do: 'sign', _seen: '2', _key: key });
  expect(called('agreements.sign-agreement')).toHaveLength(before + 1);
});

test('other terms are sent as they were typed, and what is missing is said', async () => {
  expect((await get(`${path}/terms`)).html).toContain('value="1750"');
  const empty = await post(`${path}/terms`, { _seen: '2', wage: '', ...first });
  expect([empty.status, empty.html.includes('Enter a value')]).toEqual([422, true]);
  const sent = await post(`${path}/terms`, { _seen: '2', wage: '1800', ...first });
  expect(sent.location).toBe(`${path}?notice=contract-countered`);
  const { input } = called('agreements.counter-agreement').at(-1) ?? {};
  expect(input).toEqual({ id: agreementId, seen: 2, terms: { wage: '1800', startsOn: '2026-12-01' } });
});

test('an end is asked for once more', async () => {
  const asked = await get(path);
  expect([asked.html.includes('href="?leave=yes"'), asked.html.includes('value="leave"')]).toEqual([true, false]);
  expect((await get(`${path}?leave=yes`)).html).toContain('Do you want to decline?');
  await post(path, { _do: 'leave', _seen: '2', reason: 'No' });
  expect(called('agreements.leave-agreement').at(-1)?.input).toEqual({ id: agreementId, seen: 2, reason: 'No' });
});

test('a contract of others is a page that is not there', async () => {
  answers['agreements.get-agreement'] = () => {
    throw new TestRefusal('missing', 'agreements.agreement-unknown');
  };
  expect((await get(path)).status).toBe(404);
  answers['agreements.get-agreement'] = () => ({ ...agreement, may: [], yourTurn: false, state: 'concluded' });
  expect((await get(`${path}/terms`)).html).toContain('Nothing can be changed here now');
  answers['agreements.get-agreement'] = () => agreement;
});

test('an address that can be nobody’s is a page that is not there, whatever of it could not be understood', async () => {
  answers['agreements.get-agreement'] = ({ id }) => {
    const errors = id === 'x' ? [{ pointer: '/id', code: 'format', message: 'must match format "uuid"' }] : undefined;
    throw new TestRefusal('invalid', 'kernel.input-invalid', 'Input of agreements.get-agreement is invalid.', errors);
  };
  for (const odd of ['x', '%00']) {
    const { status, html } = await get(`/cabinet/contracts/${odd}`);
    expect([odd, status]).toEqual([odd, 404]);
    expect(html).not.toContain('uuid');
    expect(html).not.toContain('input-invalid');
  }
  answers['agreements.get-agreement'] = agreementsAnswers['agreements.get-agreement'] as never;
});
