// SPDX-License-Identifier: Apache-2.0
/** What those who give duties see and decide. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { administrationAnswers, uuid } from './organisations-answers.ts';

const answers: Answers = { ...administrationAnswers };
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});
afterAll(() => portal.close());
const get = async (path: string, status = 200) => {
  const answer = await fetch(portal.url + path, { headers: { cookie: 'lang=en' } });
  expect(answer.status, path).toBe(status);
  return (await answer.text()).replaceAll('&amp;', '&').split('<script')[0] ?? '';
};
async function post(path: string, fields: Record<string, string>) {
  const key = /name="_key" value="([^"]*)"/.exec(await get(path))?.[1] ?? '';
  const headers = { cookie: 'lang=en', origin: portal.url };
  const body = new URLSearchParams({ _key: key, ...fields });
  return fetch(portal.url + path, { method: 'POST', body, headers, redirect: 'manual' });
}
const lastCall = (name: string) => portal.calls.filter((one) => one.name === name).at(-1)?.input;

it('shows what waits, what is overdue and what runs in an emergency', async () => {
  const html = await get('/administration');
  for (const text of ['Overdue: 1', 'Running now: 1', 'The officer is ill']) expect(html).toContain(text);
});

it('asks what somebody found before an emergency is reviewed', async () => {
  const refused = await post('/administration', { _do: `justified ${uuid(21)}`, note: '' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Say in a few words')]);
  expect(lastCall('organisations.review-emergency')).toBeUndefined();
});

it('decides a change, and says clearly that another has decided it before', async () => {
  expect(await get('/administration/changes')).toContain('XM-01-LABOUR → XM-LABOUR-MINISTRY');
  const decided = await post('/administration/changes', { _do: `approve ${uuid(20)}` });
  expect(decided.headers.get('location')).toBe('/administration/changes?notice=change-decided');
  expect(lastCall('organisations.decide-change')).toEqual({ id: uuid(20), approved: true });
  answers['organisations.decide-change'] = () => {
    throw new TestRefusal('conflict', 'organisations.change-decided');
  };
  const second = await post('/administration/changes', { _do: `refuse ${uuid(20)}` });
  expect(await second.text()).toContain('Somebody has decided this change already');
});

it('answers what a person may do and why, and who can do something, on any day', async () => {
  const html = await get(`/administration/people/${uuid(8)}?on=2026-05-03`);
  expect(lastCall('organisations.list-duties')).toEqual({ personId: uuid(8), at: '2026-05-03T06:00:00.000Z' });
  expect(html).toContain('in place of Elena Petrova');
  expect(await get('/administration/duties/labour.permit-officer?organisation=xm-01-labour')).toContain('Emergency');
  expect(lastCall('organisations.list-holders')).toEqual({
    code: 'labour.permit-officer',
    organisationId: 'XM-01-LABOUR',
  });
});

it('is closed to who gives no duties', async () => {
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  for (const path of ['/administration', '/administration/changes', `/administration/people/${uuid(8)}`])
    await get(path, 403);
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});
