// SPDX-License-Identifier: Apache-2.0
/** The directory of organisations, for everybody and for officials. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answers, type Harness, citizen, startHarness, TestRefusal, withDuty } from './harness.ts';
import { organisationsAnswers, uuid } from './organisations-answers.ts';
import { qualityAnswers } from './quality-answers.ts';

const answers: Answers = { ...qualityAnswers, ...organisationsAnswers };
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
const get = async (path: string, language = 'en', status = 200) => {
  const answer = await fetch(portal.url + path, { headers: { cookie: `lang=${language}` } });
  expect(answer.status, path).toBe(status);
  return (await answer.text()).replaceAll('&amp;', '&').split('<script')[0] ?? '';
};
const lastCall = (name: string) => portal.calls.filter((one) => one.name === name).at(-1)?.input;

it('lists organisations by name in the language of the reader, narrowed by what the address says', async () => {
  const html = await get('/organisations?search=labour&sphere=labour&kind=local&region=XM-01&ended=yes', 'ar');
  expect(lastCall('organisations.list-organisations')).toEqual({
    ...{ search: 'labour', sphere: 'labour', kind: 'local', regionCode: 'XM-01', ended: true, by: 'ar', limit: 30 },
  });
  expect(html).toContain('وزارة العمل');
  expect(html).toContain('/organisations/directory.csv?search=labour&sphere=labour&kind=local');
  await get('/organisations?kind=nonsense&region=__&sort=number');
  expect(lastCall('organisations.list-organisations')).toEqual({ limit: 30 });
});

it('shows where an organisation stands and since when what is known, to everybody', async () => {
  portal.signIn(citizen);
  const html = await get('/organisations/XM-LABOUR-MINISTRY');
  expect(html).toContain('Labour Office, Northern Steppe');
  expect(html).toContain('/organisations/XM-LABOUR-MINISTRY?on=2026-03-01');
  expect(html).not.toContain('Elena Petrova');
  expect(portal.calls.some(({ name }) => name === 'organisations.get-structure')).toBe(false);
});

it('shows officials who is on which post, in whose place, until when and why, on any day', async () => {
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  const html = await get('/organisations/XM-LABOUR-MINISTRY?on=2026-11-01');
  expect(lastCall('organisations.get-structure')).toEqual({ id: 'XM-LABOUR-MINISTRY', at: '2026-11-01T06:00:00.000Z' });
  for (const text of ['Elena Petrova', 'in place of Elena Petrova', 'Annual leave', 'Vacant', 'Head of permits'])
    expect(html).toContain(text);
  expect(html).not.toContain('/administration/');
  expect(await get('/organisations/XM-LABOUR-MINISTRY?on=yesterday')).not.toContain('This is how it was');
  portal.signIn(undefined);
});

it('leads those who give duties from each thing to the form of its change', async () => {
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
  const html = await get('/organisations/XM-01-LABOUR');
  const to = (query: string) => `/administration/changes/new?${query}`;
  for (const query of [
    'kind=organisation&organisation=XM-01-LABOUR',
    `kind=holding&organisation=XM-01-LABOUR&post=${uuid(2)}`,
    `kind=end&organisation=XM-01-LABOUR&what=holding&id=${uuid(4)}`,
    `kind=post&organisation=XM-01-LABOUR&unit=${uuid(1)}`,
  ])
    expect(html).toContain(to(query));
  portal.signIn(undefined);
});

it('names the office of whoever looked at one’s data as the directory does, and by its id where that knows no name', async () => {
  portal.signIn(citizen);
  expect(await get('/cabinet/access')).toContain('Labour Office, Northern Steppe');
  const known = answers['organisations.get-organisation'];
  answers['organisations.get-organisation'] = () => {
    throw new TestRefusal('missing', 'organisations.organisation-unknown');
  };
  expect(await get('/cabinet/access')).toContain('XM-01-LABOUR');
  answers['organisations.get-organisation'] = () => {
    throw new TestRefusal('unavailable', 'kernel.peer-unreachable');
  };
  expect(await get('/cabinet/access')).toContain('XM-01-LABOUR');
  Object.assign(answers, { 'organisations.get-organisation': known });
});
