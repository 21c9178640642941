// SPDX-License-Identifier: Apache-2.0
/** The cabinet's page of who asked about the person. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { caseAnswers, caseId } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness } from './harness.ts';

const answers: Answers = {};
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, caseAnswers);
  portal.signIn(citizen);
  portal.calls.length = 0;
});
const get = async (path: string) => {
  const answer = await fetch(portal.url + path, { redirect: 'manual' });
  return { status: answer.status, html: await answer.text() };
};

it('names who asked whom and for what, and leads to a case of one’s own alone', async () => {
  const { html } = await get('/cabinet/requests');
  for (const words of ['Labour services', 'Population register', 'Deciding on an application about the person'])
    expect(html).toContain(words);
  expect(html.match(new RegExp(`href="/cases/${caseId}"`, 'g'))).toHaveLength(1);
  expect(html).toContain('The exchange does not answer');
  expect(html).toContain('/cabinet/requests?cursor=');
});

it('tells of a call outside of applications, and that it was refused', async () => {
  const call = { target: 'XM/GOV/1003/POPULATION/persons', at: '2026-11-20T05:30:00.000Z' };
  const asker = { clientId: 'XM/GOV/1009/PENSIONS', clientName: { en: 'Pension Fund' } };
  answers['cases.list-calls-about-me'] = () => ({
    items: [
      { id: caseId, ...asker, ...call, outcome: 'refused' },
      { id: caseId, clientId: 'XM/GOV/1001/LABOUR', ...call, outcome: 'accepted' },
    ],
    exchangeAway: false,
  });
  const { html } = await get('/cabinet/requests');
  const rows = html.split('<tr').filter((row) => row.includes('Refused: nothing was told</'));
  expect(rows).toHaveLength(1);
  for (const words of ['Pension Fund', 'not in an application here']) expect(rows[0]).toContain(words);
});

it('says so when nobody has asked', async () => {
  answers['cases.list-calls-about-me'] = () => ({ items: [], exchangeAway: false });
  const { html } = await get('/cabinet/requests');
  expect(html).toContain('Nobody has asked about you');
  expect(html).toContain('What was sent without being asked is not listed');
});

it('asks to sign in first', async () => {
  portal.signIn(undefined);
  expect((await get('/cabinet/requests')).status).toBe(303);
  expect(portal.calls).toEqual([]);
});
