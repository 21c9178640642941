// SPDX-License-Identifier: Apache-2.0
/** Evidence checked in a real browser that is cut off from every server once the page is open. */
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { evidenceFilePath } from '@stoa/exchange/contract';
import { languages } from '@stoa/kernel/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, hasChromium, openChromium } from '../../../checks/src/chromium.ts';
import { checkSentences } from '../src/areas/exchange/check-sentences.ts';
import { messagesOf } from '../src/server/locale.ts';
import { caseId, taskId } from './case-answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { staffAnswers } from './staff-answers.ts';

const golden = (name: string) =>
  readFileSync(new URL(`../../../modules/exchange/test/golden/${name}`, import.meta.url));
const container = golden('exchange.asice');
const authority = golden('authority.pem').toString();
const authorityFingerprint = createHash('sha256').update(new X509Certificate(authority).raw).digest('hex');
const ledgerKey = '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n';
const published: Answers = {
  'exchange.get-trust-anchors': () => ({ authority, authorityFingerprint, ledgerKey }),
};
/** One bit of a compressed body. */
const tampered = Buffer.from(container);
const bodyAt = container.indexOf('2-response/body') + '2-response/body'.length + 8;
tampered[bodyAt] = (tampered[bodyAt] ?? 0) ^ 1;

it.each(languages)('every sentence of a report is written in %s', (language) => {
  const words = messagesOf(language);
  expect(checkSentences.filter((key) => !words[`evidence.${key}`])).toEqual([]);
});

it('the auditor finds the download beside each message that the ledger has signed', async () => {
  const proven = staffAnswers['exchange.prove-entry'] ?? expect.fail();
  const answers: Answers = { ...staffAnswers };
  const portal = await startHarness(answers);
  portal.signIn(withDuty('Elena Petrova', 'audit.auditor'));
  const page = async () => (await fetch(`${portal.url}/audit/cases/${caseId}`)).text();
  expect(await page()).toContain(`href="${evidenceFilePath(taskId)}"`);
  answers['exchange.prove-entry'] = (...asked) => ({ ...(proven(...asked) as object), verified: false });
  expect(await page()).not.toContain('/api/exchange/evidence/');
  await portal.close();
});

it('many entries of a case stand on several pages, and the counts are of all of them', async () => {
  const evidence = staffAnswers['cases.get-evidence'] ?? expect.fail();
  const entries = Array.from({ length: 60 }, (_, n) => ({
    at: '2026-03-02T09:00:00.000Z',
    kind: `step-${n}.`,
    facts: n % 2 ? { entryId: taskId, purpose: 'Review' } : {},
  }));
  const portal = await startHarness({
    ...staffAnswers,
    'cases.get-evidence': (...asked) => ({ ...(evidence(...asked) as object), entries }),
    'cases.prove-entry': staffAnswers['exchange.prove-entry'] ?? expect.fail(),
  });
  portal.signIn(withDuty('Elena Petrova', 'audit.auditor'));
  const address = `/audit/cases/${caseId}`;
  const page = async (query = '') => (await fetch(`${portal.url}${address}${query}`)).text();
  /** Numbers of the entries that are shown, first and last, with the ways on and back. */
  const shown = (html: string) => {
    const numbers = [...html.matchAll(/<code>step-(\d+)\.<\/code>/g)].map(([, n]) => Number(n));
    const on = /href="[^"]*skip=(\d+)#entries"/.exec(html)?.[1];
    return [numbers[0], numbers.at(-1), on, html.includes(`href="${address}#entries"`)];
  };
  expect(shown(await page())).toEqual([0, 24, '25', false]);
  expect(shown(await page('?skip=25'))).toEqual([25, 49, '50', true]);
  expect(shown(await page('?skip=50'))).toEqual([50, 59, undefined, true]);
  // A page that is none is the first one, with a way to the address that says so.
  for (const odd of ['?skip=60', '?skip=-1', '?skip=x', '?skip=1.5', '?skip=9e99'])
    expect(shown(await page(odd))).toEqual([0, 24, '25', true]);
  // One message and the thirty entries of the ledger.
  const last = (await page('?skip=50')).replaceAll(/<(script)[^]*?<\/\1>|<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(last).toContain('Inclusion proven 31 / 31');
  expect(last).toContain('step-58. — — 2 Mar 2026, 14:00 step-59. — purpose Review Proven');
  await portal.close();
});

describe.skipIf(!hasChromium)('in a browser', () => {
  const answers: Answers = { ...published };
  let portal: Harness;
  let browser: Browser;
  let context: BrowserContext;
  const requests: string[] = [];

  beforeAll(async () => {
    portal = await startHarness(answers);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });
  afterEach(async () => {
    await context.close();
    Object.assign(answers, published);
  });

  /** The page, open and then offline. */
  async function open(language = 'en', width = 1280, script = true): Promise<Page> {
    context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script });
    await context.addCookies([{ name: 'lang', value: language, url: portal.url }]);
    const page = await context.newPage();
    await page.goto(`${portal.url}/exchange/verify`);
    if (!script) return page;
    await page.waitForSelector('html[data-verifier]', { state: 'attached' });
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    requests.length = 0;
    page.on('request', (request) => requests.push(request.url()));
    return page;
  }
  const choose = async (page: Page, buffer: Buffer, name = 'evidence.asice') => {
    await page.setInputFiles('#f-evidence', { name, mimeType: 'application/vnd.etsi.asic-e+zip', buffer });
    await page.waitForSelector('.evidence-report');
  };
  const states = (page: Page) =>
    page.locator('.checks li').evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.state));

  it.each(['en', 'ar'])(
    'shows in %s that everything holds, without a request, for axe and phones too',
    async (language) => {
      const page = await open(language);
      await choose(page, container);
      expect(await page.locator('.evidence-report h2').innerText()).toBe(
        messagesOf(language as 'en')['evidence.verdict-good'],
      );
      expect((await states(page)).length).toBeGreaterThan(15);
      expect(new Set(await states(page))).toEqual(new Set(['good']));
      expect(await page.locator('.evidence-report').innerText()).not.toMatch(/evidence\.[a-z]+-/);
      expect(requests).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    },
  );

  it('proves messages of a session by the root their senders signed', async () => {
    const session = golden('session-authority.pem').toString();
    const fingerprint = createHash('sha256').update(new X509Certificate(session).raw).digest('hex');
    answers['exchange.get-trust-anchors'] = () => ({
      authority: session,
      authorityFingerprint: fingerprint,
      ledgerKey,
    });
    const page = await open();
    await choose(page, golden('session.asice'));
    expect(new Set(await states(page))).toEqual(new Set(['good']));
    expect(await page.locator('.evidence-report').innerText()).toContain('This message stands in that list');
  });

  it('marks what was changed, and then another file', async () => {
    const page = await open();
    await choose(page, tampered);
    expect(await page.locator('.evidence-report h2').innerText()).toBe('This evidence does not hold');
    expect(await states(page)).toContain('bad');
    await choose(page, Buffer.from('no container'), 'letter.txt');
    await page.getByText('letter.txt').waitFor();
    expect(await states(page)).toEqual(['bad']);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('takes a file that is dropped anywhere on the page', async () => {
    const page = await open();
    await page.evaluate(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], 'dropped.asice'));
        document.querySelector('h1')?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
      },
      [...container],
    );
    await page.getByText('Checked: dropped.asice').waitFor();
    expect(new Set(await states(page))).toEqual(new Set(['good']));
  });

  it('does not know an authority that nobody named, and believes the one that the reader names', async () => {
    answers['exchange.get-trust-anchors'] = () => {
      throw new TestRefusal('unavailable', 'exchange.hub-starting');
    };
    const page = await open();
    expect(await page.locator('main').innerText()).toContain('this portal names no authority');
    await choose(page, container);
    expect(await page.locator('.evidence-report h2').innerText()).toContain('do you know the authority?');
    await page.setInputFiles('#f-trust', { name: 'ca.pem', mimeType: 'text/plain', buffer: Buffer.from(authority) });
    await page.getByText('Everything holds', { exact: true }).waitFor();
    await page.setInputFiles('#f-trust', { name: 'x.pem', mimeType: 'text/plain', buffer: Buffer.from('x') });
    await page.getByText('is no certificate').waitFor();
  });

  it('is told by its policy to connect nowhere', async () => {
    const response = await fetch(`${portal.url}/exchange/verify`);
    expect(response.headers.get('content-security-policy')).toContain("connect-src 'none'");
    const page = await open();
    await context.setOffline(false);
    const refused = await page.evaluate(() =>
      fetch('/exchange/verify').then(String, (error: unknown) => String(error)),
    );
    expect(refused).toContain('Failed to fetch');
  });

  it('says plainly what to do where JavaScript is off', async () => {
    const page = await open('en', 390, false);
    expect(await page.locator('.without-script').innerText()).toContain('JavaScript is switched off');
    expect(await page.locator('#f-evidence').isDisabled()).toBe(true);
  });

  it('leaves what checks evidence out of all other pages', async () => {
    context = await browser.newContext();
    const page = await context.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.goto(`${portal.url}/verify`);
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    expect(loaded.some((url) => url.includes('/assets/vue-'))).toBe(true);
    expect(loaded.filter((url) => url.includes('verifier'))).toEqual([]);
  });
});
