// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers, caseId, casesByState } from './case-answers.ts';
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
const page = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text();
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

describe('search', () => {
  it('shows what the index found and repeats what was asked without running it', async () => {
    const html = await page('/search?q=%3Cscript%3Ealert(1)%3C/script%3E');
    expect(called('search.find')[0]?.input.q).toBe('<script>alert(1)</script>');
    expect(html).toContain('href="/services/work-permit"');
    expect(html).not.toContain('<script>alert(1)');
  });

  it('says that nothing was found, leads to the list without words, and when the index is away', async () => {
    answers['search.find'] = () => ({ items: [], total: 0 });
    expect(await page('/search?q=unicorn')).toContain('Nothing found');
    expect((await get('/search?q=+')).headers.get('location')).toBe('/services');
    delete answers['search.find'];
    expect(await page('/search?q=permit')).toContain('Search does not answer now.');
  });
});

describe('verification', () => {
  it('shows the code as it was understood', async () => {
    portal.signIn(undefined);
    const html = await page(`/verify/${encodeURIComponent('k7qm 2pxr 9otd abIc')}`);
    expect(called('cases.verify-output')[0]?.input.code).toBe('k7qm 2pxr 9otd abIc');
    expect(html).toContain('K7QM-2PXR-90TD-AB1C');
    expect(html).toContain('Code, as it was read');
  });

  it('says that no document was issued under an unknown code', async () => {
    portal.signIn(undefined);
    answers['cases.verify-output'] = refuseWith('missing', 'cases.output-unknown');
    const html = await page(`/verify/${encodeURIComponent('abcd\u2013efgh oo1l')}`);
    expect(html).toContain('No such document');
    expect(html).toContain('Nothing was issued under the code ABCD-EFGH-0011.');
    expect((await get('/verify?code=ABCD-EFGH-2345')).headers.get('location')).toBe('/verify/ABCD-EFGH-2345');
    const address = encodeURIComponent('https://stoa.example/verify/ABCD-EFGH-2345');
    expect((await get(`/verify?code=${address}`)).headers.get('location')).toBe('/verify/ABCD-EFGH-2345');
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

  it('says in operations which work is overdue, and no longer that everything works', async () => {
    portal.signIn(withDuty('Taras Bondar', 'platform.operator'));
    answers['payments.list-dead-letters'] = () => ({ items: [] });
    answers['cases.list-overdue-work'] = () => ({ items: [] });
    answers['payments.list-overdue-work'] = () => ({ items: [] });
    expect(await page('/operations')).toContain('Everything works');
    const work = { id: caseId, handler: 'cases.run-step', attempts: 7, lastError: 'no font', dead: false };
    answers['cases.list-overdue-work'] = () => ({ items: [{ ...work, failingSince: '2026-11-20T05:30:00Z' }] });
    const html = await page('/operations');
    expect(html).toContain('cases.run-step');
    expect(html).not.toContain('Everything works');
  });

  it('tells the applicant that we are late, and that a fee went back', async () => {
    const invoice = { ...casesByState.payment?.invoice, paid: true, refundedAt: '2026-11-20T05:30:00Z' };
    answers['cases.get-case'] = () => ({ ...casesByState.closed, lateSince: '2026-11-20T05:30:00Z', invoice });
    const html = await page(`/cases/${caseId}`);
    expect(html).toContain('We are late with your application');
    expect(html).toContain('The fee of €180.00 was returned to you');
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
