// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers, caseId, casesByState, form, formOfMany, taskId } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';
import { staffAnswers } from './staff-answers.ts';

const answers: Answers = {};
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers, documents);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, catalogueAnswers, caseAnswers, officeAnswers, staffAnswers);
  portal.signIn(citizen);
  portal.calls.length = 0;
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(portal.url + path, { headers, redirect: 'manual' });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(portal.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal.url, ...headers },
    body: new URLSearchParams(fields),
  });
const called = (name: string) => portal.calls.filter((call) => call.name === name);
const refuseWith = (kind: string, code: string, detail?: string) => () => {
  throw new TestRefusal(kind, code, detail);
};

describe('forms', () => {
  const formPath = `/cases/${caseId}/form/occupation`;

  it('refuses a form that another site sends, and one that does not say where it comes from', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: portal.url, 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) {
      const answer = await post(formPath, { occupation: '7411' }, headers);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('portal.form-not-ours');
    }
    const silent = await fetch(portal.url + formPath, {
      method: 'POST',
      body: new URLSearchParams({ occupation: '7411' }),
    });
    expect(silent.status).toBe(403);
    expect(called('cases.save-page')).toEqual([]);
  });

  it('sends the answers of a page as they were typed, without reading the form first, and goes on', async () => {
    const answer = await post(formPath, {
      _key: 'k1',
      _revision: '3',
      occupation: '7411',
      months: '12',
      'startsOn.day': '1',
      'startsOn.month': '2',
      'startsOn.year': '2027',
      supervised: 'false',
      duties: '',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cases/${caseId}/form/diploma`]);
    expect(called('cases.save-page')[0]?.input).toMatchObject({
      revision: 3,
      answers: { occupation: '7411', months: '12', startsOn: '2027-02-01', supervised: 'false', duties: '' },
    });
    expect(portal.calls.map(({ name }) => name).filter((name) => name.startsWith('cases.'))).toEqual([
      'cases.save-page',
    ]);
  });

  it.each([
    [['١', '٢', '٢٠٢٧'], '2027-02-01'],
    [['1', 'February', '2027'], '2027-02-01'],
    [['1', 'ақпан', '2027\u200f'], '2027-02-01'],
    [['1', 'лютого', '2027'], '2027-02-01'],
    [['1', 'فبراير', '2027'], '2027-02-01'],
    [['31', '2', '2027'], '2027-2-31'],
    [['', '', ''], ''],
  ])('joins the parts of a date: %j is %j', async ([day = '', month = '', year = ''], date) => {
    await post(formPath, { months: '١٢', 'startsOn.day': day, 'startsOn.month': month, 'startsOn.year': year });
    expect(called('cases.save-page')[0]?.input.answers).toMatchObject({ months: '١٢', startsOn: date });
  });

  it('passes fields it did not ask on, so that the operation refuses them, and shows the refusal on the page', async () => {
    answers['cases.save-page'] = (input) => {
      if ('employees' in (input.answers as object)) throw new TestRefusal('invalid', 'cases.register-value-locked');
      return { errors: [], revision: 4 };
    };
    const answer = await post(formPath, { occupation: '7411', employees: '3' });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain('A value that comes from a register cannot be changed here.');
    expect(html).toContain('<title>Error:');
  });

  it('shows each error with the same words at the field and in the summary, and keeps what was typed', async () => {
    const message = { en: 'Enter 1 to 36 months' };
    answers['cases.save-page'] = () => ({
      errors: [{ field: 'months', code: 'cases.range', message, typed: 99 }],
      revision: 4,
    });
    const html = await (await post(formPath, { months: '99', duties: '<b>wires</b>' })).text();
    expect(html.match(/Enter 1 to 36 months/g)?.length).toBeGreaterThanOrEqual(2);
    expect(html).toContain('href="#f-months"');
    expect(html).toContain('value="99"');
    expect(html).toContain('&lt;b&gt;wires&lt;/b&gt;');
    expect(html).not.toContain('<b>wires</b>');
  });

  it('says once, without a link, that a register has not answered for values nobody types', async () => {
    const message = { en: 'The register has not answered yet.' };
    const errors = ['companyName', 'employees'].map((field) => ({
      field,
      code: 'cases.register-missing-value',
      message,
    }));
    answers['cases.save-page'] = () => ({ errors, revision: 4 });
    const html = await (await post(`/cases/${caseId}/form/company`, { contactEmail: 'a@b.example' })).text();
    expect(html.match(/<li><strong>The register has not answered yet\.<\/strong><\/li>/g)).toHaveLength(1);
    expect(html).not.toContain('href="#f-companyName"');
  });

  it('acts once when the same form arrives twice, and answers both the same', async () => {
    const fields = { _key: 'double-click', declaration: 'yes', _revision: '3' };
    const both = await Promise.all([post(`/cases/${caseId}/check`, fields), post(`/cases/${caseId}/check`, fields)]);
    expect(both.map((answer) => answer.headers.get('location'))).toEqual(
      Array(2).fill(`/cases/${caseId}/confirmation`),
    );
    expect(called('cases.submit-case')).toHaveLength(1);
    expect(called('cases.submit-case')[0]?.idempotencyKey).toMatch(/^[\w-]{43}$/);
  });

  it('acts once more when the same form arrives with another answer, as it does after Back', async () => {
    for (const occupation of ['7411', '2142', '2142', '7411'])
      await post(formPath, { _key: 'went-back', _revision: '3', occupation });
    expect(called('cases.save-page').map(({ input }) => [input.formKey, input.answers])).toMatchObject([
      ['went-back', { occupation: '7411' }],
      ['went-back', { occupation: '2142' }],
      ['went-back', { occupation: '7411' }],
    ]);
  });

  it('does nothing for a form that was opened by somebody else at this browser', async () => {
    const shown = await (await get(formPath)).text();
    const key = /name="_key" value="([^"]+)"/.exec(shown)?.[1] ?? '';
    portal.calls.length = 0;
    portal.signIn({ ...citizen, id: '33333333-3333-7333-8333-333333333333', name: 'Somebody Else' });
    const answer = await post(formPath, { _key: key, _revision: '3', occupation: '7411' });
    portal.signIn(citizen);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('somebody else');
    expect(called('cases.save-page')).toEqual([]);
  });

  it.each(['\u0000', 'a b', 'é', 'k'.repeat(101)])('acts without a key that no header could carry: %j', async (key) => {
    const answer = await post(`/cases/${caseId}/check`, { _key: key, declaration: 'yes', _revision: '3' });
    expect(answer.headers.get('location')).toBe(`/cases/${caseId}/confirmation`);
    expect(called('cases.submit-case').map(({ idempotencyKey }) => idempotencyKey)).toEqual([undefined]);
  });

  it('shows a choice of many as a search step: nothing is saved, what is found can be chosen, the rest is kept', async () => {
    answers['cases.get-form'] = () => formOfMany;
    const shown = await (await get(formPath)).text();
    expect(shown).not.toContain('<select');
    expect(shown).not.toContain('>Welder<');
    const search = (words: string) => post(formPath, { '_find.occupation': words, _find: 'occupation', months: '17' });
    for (const words of ['ELECTRICIEN', 'électricien', 'Elec', '2104']) {
      const answer = await search(words);
      const html = await answer.text();
      expect(answer.status, words).toBe(200);
      expect(html.match(/type="radio" name="occupation" value="(\d+)"/)?.[1], words).toBe('2104');
      expect(html).toContain('value="17"');
    }
    const many = await (await search('machine')).text();
    expect(many.match(/type="radio" name="occupation"/g)).toHaveLength(20);
    expect(many).toContain('The first 20 of 32 found');
    expect(await (await search('astronaut')).text()).toContain('Nothing found');
    expect(called('cases.save-page')).toEqual([]);
    await post(formPath, { '_find.occupation': 'elec', occupation: '2104', months: '17' });
    expect(called('cases.save-page')[0]?.input.answers).toMatchObject({ occupation: '2104', months: '17' });
    await post(formPath, { '_find.occupation': 'elec', months: '17' });
    expect(called('cases.save-page')[1]?.input.answers).toMatchObject({ occupation: '', months: '17' });
  });

  it('does not send an application without the declaration', async () => {
    const answer = await post(`/cases/${caseId}/check`, { _key: 'k2' });
    expect(answer.status).toBe(422);
    expect(called('cases.submit-case')).toEqual([]);
  });

  it('leaves for the bank by a page of its own, so that form-action stays closed', async () => {
    answers['cases.get-case'] = () => casesByState.payment;
    const html = await (await post(`/cases/${caseId}/pay`, { _key: 'k3' })).text();
    expect(html).toContain('content="0;url=https://bank.example/pay/1?a=1&amp;b=2"');
  });

  it('refuses a body that is too large or not a form', async () => {
    expect((await post(formPath, { duties: 'x'.repeat(300_000) })).status).toBe(413);
    const json = await fetch(portal.url + formPath, {
      method: 'POST',
      headers: { origin: portal.url, 'content-type': 'application/xml' },
      body: '<a/>',
    });
    expect(json.status).toBe(415);
  });

  it.each([
    ['multipart/form-data', 'no boundary is named'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="months"\r\n\r\n1'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n1'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="f"\r\nContent-Type: application/json\r\n\r\n{"toString":1}\r\n--x--\r\n',
    ],
  ])('refuses a form in parts that cannot be read: %s, %j', async (type, body) => {
    const answer = await fetch(portal.url + formPath, {
      method: 'POST',
      headers: { origin: portal.url, 'content-type': type },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('portal.form-malformed');
  });

  it('refuses a form with more fields than any page has', async () => {
    const answer = await fetch(portal.url + formPath, {
      method: 'POST',
      headers: { origin: portal.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: Array.from({ length: 201 }, (_, at) => `f${at}=1`).join('&'),
    });
    expect(answer.status).toBe(413);
  });

  it('opens a draft at its tasks and a sent application at its case', async () => {
    expect((await get(formPath)).status).toBe(200);
    answers['cases.get-form'] = () => ({ ...form, state: 'submitted' });
    expect((await get(formPath)).headers.get('location')).toBe(`/cases/${caseId}`);
  });

  it('reads a message and goes where it leads, but never to another site', async () => {
    answers['notifications.mark-read'] = () => ({ id: caseId });
    const away = await post('/cabinet/inbox', { _read: caseId, _link: '//evil.example' });
    expect(away.headers.get('location')).toBe('/');
    const inside = await post('/cabinet/inbox', { _read: caseId, _link: `/cases/${caseId}` });
    expect(inside.headers.get('location')).toBe(`/cases/${caseId}`);
  });

  it('gives the officer the reason when a task was taken meanwhile', async () => {
    portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
    answers['cases.claim-task'] = refuseWith('conflict', 'cases.task-taken');
    const answer = await post('/office', { _claim: taskId });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Another officer has claimed this task already.');
  });
});

describe('eligibility', () => {
  const path = '/services/work-permit/eligibility';

  it('asks one question after the other, explains each rule and keeps the answers only in the browser', async () => {
    portal.signIn(undefined);
    expect(await (await post(path, { workerAbroad: 'true' })).text()).toContain('For how many months?');
    const wrong = await post(path, { workerAbroad: 'true', months: 'many', _asked: 'months' });
    expect([wrong.status, (await wrong.text()).includes('Enter a whole number')]).toEqual([422, true]);
    const done = await post(path, { workerAbroad: 'true', months: '40', group: 'skilled' });
    expect(await done.text()).toContain('The permit lasts at most 36 months');
    expect(called('catalogue.check-eligibility')[0]?.input.answers).toEqual({
      workerAbroad: true,
      months: 40,
      group: 'skilled',
    });
    expect(done.headers.getSetCookie()[0]).toMatch(/^answers=.*HttpOnly/);
  });

  it('starts the application with the kept answers and ignores a cookie that was tampered with', async () => {
    const kept = Buffer.from('{"months":12}').toString('base64url');
    await post('/services/work-permit/start', {}, { cookie: `answers=${kept}` });
    await post('/services/work-permit/start', {}, { cookie: 'answers=%%%' });
    expect(called('cases.start-draft').map((call) => call.input.answers)).toEqual([{ months: 12 }, undefined]);
  });
});
