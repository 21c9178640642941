// SPDX-License-Identifier: Apache-2.0
/** Pages by which people get an account, come back to it and give it up; and the plain pages about the portal. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answers, citizen, type Harness, startHarness, TestRefusal } from './harness.ts';

const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());

const get = async (path: string, language = 'en') => {
  const answer = await fetch(portal.url + path, { redirect: 'manual', headers: { 'accept-language': language } });
  return { status: answer.status, html: await answer.text() };
};
const post = (path: string, fields: Record<string, string>) =>
  fetch(portal.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });

it.each([
  '/register',
  '/register/number',
  '/register/passport',
  '/register/sent',
  '/recover',
  '/recover/everything',
  '/recover/sent',
])('%s is shown to who is not signed in, in each language', async (path) => {
  for (const language of ['en', 'ru', 'kk', 'uk', 'ar']) expect((await get(path, language)).status).toBe(200);
});

it('asks for one way, then sends the facts and says no more than that a message was sent', async () => {
  answers['accounts.register-by-number'] = () => ({ sent: true });
  expect((await post('/register', { way: 'number' })).headers.get('location')).toBe('/register/number');
  expect(await (await post('/register', {})).text()).toContain('Choose how you want to register.');
  const sent = await post('/register/number', {
    number: '112-233-445 95',
    familyName: 'Сейткали',
    'birthOn.day': '21',
    'birthOn.month': '3',
    'birthOn.year': '1988',
    documentNumber: 'N12233445',
    email: 'a@example.org',
  });
  expect(sent.headers.get('location')).toBe('/register/sent');
  expect(portal.calls.at(-1)?.input).toMatchObject({ birthOn: '1988-03-21', familyName: 'Сейткали', language: 'en' });
});

it('names the field of the passport that is wrong, and keeps what was typed', async () => {
  const code = 'accounts.mrz-birth-check-digit';
  answers['accounts.register-by-passport'] = () => {
    throw new TestRefusal('invalid', 'accounts.mrz-invalid', 'x', [{ pointer: '/mrz', code, message: 'x' }]);
  };
  const html = await (await post('/register/passport', { mrz: 'P<IND', email: 'a@example.org' })).text();
  expect(html).toContain('Date of birth: a digit is wrong.');
  expect(html).toContain('P&lt;IND');
});

it('says what stays of an account and what keeps it from closing', async () => {
  portal.signIn(citizen);
  answers['accounts.get-closing'] = () => ({ asked: false, openCases: 1, holdsDuties: false });
  const { html } = await get('/cabinet/closing');
  expect(html).toContain('What stays, and why');
  expect(html).toContain('Applications of yours are being worked on');
  expect(html).not.toContain('Close my account');
  portal.signIn(undefined);
});

it('has the plain pages in each language, linked from each page', async () => {
  const parts = ['privacy', 'cookies', 'terms', 'accessibility', 'contact'];
  const { html } = await get('/register');
  for (const part of parts) {
    expect(html).toContain(`href="/legal/${part}"`);
    for (const language of ['en', 'ru', 'kk', 'uk', 'ar'])
      expect((await get(`/legal/${part}`, language)).status).toBe(200);
  }
  expect((await get('/legal/privacy')).html).toContain('Meridia');
});

it('takes a report of a barrier and answers its number', async () => {
  answers['accounts.report-barrier'] = () => ({ number: 'B-7' });
  const sent = await post('/legal/report-a-barrier', { text: 'The table is not read', page: '', email: '' });
  expect(sent.headers.get('location')).toBe('/legal/report-a-barrier?number=B-7');
  expect((await get('/legal/report-a-barrier?number=B-7')).html).toContain('B-7');
});
