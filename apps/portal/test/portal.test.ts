// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers, caseId, casesByState, form, taskId } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { staffAnswers } from './staff-answers.ts';

const answers: Answers = {};
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers, documents);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, catalogueAnswers, caseAnswers, staffAnswers);
  portal.signIn(citizen);
  portal.calls.length = 0;
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(portal.url + path, { headers, redirect: 'manual' });
const page = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text();
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

describe('language and colours', () => {
  it('follows the browser by quality, and falls back to English', async () => {
    expect(await page('/', { 'accept-language': 'fr, ru;q=0.4, kk;q=0.9' })).toContain('<html lang="kk" dir="ltr"');
    expect(await page('/', { 'accept-language': 'fr' })).toContain('<html lang="en" dir="ltr"');
  });

  it('keeps the language and the colours chosen by a link in a cookie and comes back to the same page', async () => {
    const chosen = await get('/services?lang=ar&theme=dark&q=a');
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/services?q=a']);
    const cookies = chosen.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    expect(cookies).toEqual(['lang=ar', 'theme=dark']);
    const html = await page('/services', { cookie: cookies.join('; ') });
    expect(html).toContain('<html lang="ar" dir="rtl" data-theme="dark"');
  });

  it('takes no other value for them and never leads to another site', async () => {
    const tried = await get('//evil.example/?lang=xx');
    expect(tried.headers.getSetCookie()).toEqual([]);
    expect(tried.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
  });
});

describe('who may see a page', () => {
  it('leads to sign-in with the way back', async () => {
    portal.signIn(undefined);
    const answer = await get(`/cases/${caseId}`);
    expect(answer.headers.get('location')).toBe(`/sign-in?returnTo=${encodeURIComponent(`/cases/${caseId}`)}`);
  });

  it('leads to sign-in when an operation says that nobody is signed in', async () => {
    answers['cases.list-queue'] = refuseWith('unauthenticated', 'kernel.sign-in-needed');
    expect((await get('/office')).headers.get('location')).toBe('/sign-in?returnTo=%2Foffice');
  });

  it('refuses the operator page to a person without the duty, with code and number', async () => {
    const answer = await get('/operations');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('portal.duty-missing');
    portal.signIn(withDuty('Taras Bondar', 'platform.operator'));
    expect((await get('/operations')).status).toBe(200);
  });

  it('calls operations as the person who looks', async () => {
    await page('/cabinet');
    expect(called('cases.list-cases')[0]?.principal).toEqual(citizen);
  });
});

describe('refusals', () => {
  it.each([
    ['missing', 404],
    ['forbidden', 403],
    ['gone', 410],
    ['conflict', 409],
    ['unavailable', 503],
    ['limit', 429],
  ])('shows a page of its own for %s', async (kind, status) => {
    answers['cases.get-case'] = refuseWith(kind, 'cases.some-reason', 'A sentence that says what to do.');
    const answer = await get(`/cases/${caseId}`);
    const html = await answer.text();
    expect(answer.status).toBe(status);
    expect(html).toContain('cases.some-reason');
    expect(html).toContain('A sentence that says what to do.');
  });

  it('hides the text of an unexpected failure', async () => {
    answers['cases.get-case'] = () => {
      throw new Error('password=secret');
    };
    const answer = await get(`/cases/${caseId}`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });

  it('answers an unknown address with 404 in the language of the reader', async () => {
    const answer = await get('/nowhere', { 'accept-language': 'uk' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Сторінку не знайдено');
  });

  it('shows the rest of a page when the module behind one part is away', async () => {
    delete answers['catalogue.list-life-events'];
    const html = await page('/');
    expect(html).toContain('Work permit for a foreign worker');
    expect(html).toContain('Some parts are away');
  });
});

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

  it('saves the answers of a page by their types and goes on', async () => {
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
      answers: { occupation: '7411', months: 12, startsOn: '2027-02-01', supervised: false, duties: null },
    });
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
    answers['cases.save-page'] = () => ({ errors: [{ field: 'months', code: 'cases.range', message }], revision: 4 });
    const html = await (await post(formPath, { months: '99', duties: '<b>wires</b>' })).text();
    expect(html.match(/Enter 1 to 36 months/g)?.length).toBeGreaterThanOrEqual(2);
    expect(html).toContain('href="#f-months"');
    expect(html).toContain('value="99"');
    expect(html).toContain('&lt;b&gt;wires&lt;/b&gt;');
    expect(html).not.toContain('<b>wires</b>');
  });

  it('acts once when the same form arrives twice, and answers both the same', async () => {
    const fields = { _key: 'double-click', declaration: 'yes', _revision: '3' };
    const both = await Promise.all([post(`/cases/${caseId}/check`, fields), post(`/cases/${caseId}/check`, fields)]);
    expect(both.map((answer) => answer.headers.get('location'))).toEqual(
      Array(2).fill(`/cases/${caseId}/confirmation`),
    );
    expect(called('cases.submit-case')).toHaveLength(1);
    expect(called('cases.submit-case')[0]?.idempotencyKey).toBe('double-click');
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

describe('verification', () => {
  it('says that no document was issued under an unknown code', async () => {
    portal.signIn(undefined);
    answers['cases.verify-output'] = refuseWith('missing', 'cases.output-unknown');
    expect(await page('/verify/ABCD-EFGH-0000')).toContain('No such document');
    expect((await get('/verify?code=ABCD-EFGH-2345')).headers.get('location')).toBe('/verify/ABCD-EFGH-2345');
  });
});

describe('delivery', () => {
  it('allows scripts by nonce and origin only and writes no inline style', async () => {
    const answer = await get('/style');
    const html = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(html).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/\sstyle="|<style|\son\w+="/);
  });

  it('never lets a value break out of the serialised page', async () => {
    answers['cases.get-case'] = () => ({ ...casesByState.closed, applicantName: '</script><script>alert(1)</script>' });
    expect(await page(`/cases/${caseId}`)).not.toContain('<script>alert(1)');
  });

  it.each(['en', 'ru', 'kk', 'uk', 'ar'])(
    'keeps a citizen page in %s within 100 KB and 15 requests',
    async (language) => {
      let bytes = 0;
      const encoded = async (path: string) => {
        const answer = await portal.app.inject({
          url: path,
          headers: { 'accept-encoding': 'br', cookie: `lang=${language}` },
        });
        bytes += answer.rawPayload.length;
        return answer;
      };
      await encoded('/services/work-permit');
      const html = await page('/services/work-permit', { cookie: `lang=${language}` });
      const assets = [
        ...new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')),
      ];
      for (const asset of assets) expect((await encoded(asset)).statusCode, asset).toBe(200);
      expect(assets.length).toBeLessThanOrEqual(14);
      expect(bytes).toBeLessThanOrEqual(100 * 1024);
    },
  );
});
