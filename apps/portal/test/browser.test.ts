// SPDX-License-Identifier: Apache-2.0
/** What only a browser can tell: axe-core on each page, hydration, focus, reflow, and the form without JavaScript. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeFindings, hasChromium, openChromium } from '../../../checks/src/chromium.ts';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers, caseId, casesByState, form, taskId } from './case-answers.ts';
import { type Answers, citizen, type Harness, type Person, startHarness, withDuty } from './harness.ts';
import { companies, exchangeAnswers, keyId, rightId } from './exchange-answers.ts';
import { qualityAnswers, ready } from './quality-answers.ts';
import { officeAnswers } from './office-answers.ts';
import { staffAnswers } from './staff-answers.ts';

const officer = withDuty('Daniyar Omarov', 'labour.permit-officer');
const auditor = withDuty('Elena Petrova', 'audit.auditor');
const operator = withDuty('Taras Bondar', 'platform.operator');
const engineer = withDuty('Ilyas Bekov', 'exchange.engineer');

const everyPage: [string, Person | undefined][] = [
  ['/', undefined],
  ['/services', undefined],
  ['/search?q=permit', undefined],
  ['/search?q=nothing', undefined],
  ['/services/work-permit', undefined],
  ['/life-events/hiring-a-worker', undefined],
  ['/services/work-permit/eligibility', undefined],
  ['/verify', undefined],
  ['/verify/ABCD-EFGH-2345', undefined],
  ['/exchange/verify', undefined],
  ['/developers', undefined],
  ['/style', undefined],
  ['/nowhere', undefined],
  ['/sign-in/abcdefghijkl?refused=identity.sign-in-refused', undefined],
  ['/survey/token', undefined],
  ['/quality', undefined],
  ['/quality/XM-01', undefined],
  ['/services/work-permit/start', citizen],
  ['/acting-for', citizen],
  [`/cases/${caseId}/form/company`, citizen],
  [`/cases/${caseId}/form/occupation`, citizen],
  [`/cases/${caseId}/form/diploma`, citizen],
  [`/cases/${caseId}/tasks`, citizen],
  [`/cases/${caseId}/check`, citizen],
  [`/cases/${caseId}/confirmation`, citizen],
  [`/cases/${caseId}/paid`, citizen],
  [`/cases/${caseId}`, citizen],
  ['/cabinet', citizen],
  ['/cabinet/applications', citizen],
  ['/cabinet/inbox', citizen],
  ['/cabinet/documents', citizen],
  ['/cabinet/access', citizen],
  ['/cabinet/requests', citizen],
  ['/office', officer],
  [`/office/tasks/${taskId}`, officer],
  ['/audit', auditor],
  [`/audit/cases/${caseId}`, auditor],
  ['/operations', operator],
  ['/operations/traffic', operator],
  ['/operations/exchange', operator],
  ['/operations/exchange/register', operator],
  [`/operations/exchange/subsystem?id=${companies}`, operator],
  [`/operations/exchange/revoke?id=${companies}`, operator],
  ['/operations/exchange/rights', operator],
  ['/operations/exchange/grant', operator],
  [`/operations/exchange/rights/${rightId}`, operator],
  ['/operations/exchange/certificates', operator],
  ['/operations/exchange/certificates?show=all', operator],
  [`/operations/exchange/certificates/revoke?key=${keyId}`, operator],
  ['/operations/exchange/incidents', operator],
  ['/operations/exchange/events', operator],
  [`/operations/exchange/events/replay?subscription=${rightId}`, operator],
  ['/operations/exchange/messages', operator],
  ['/operations/exchange/message?id=b7d1a2c4-0000-4000-8000-000000000009', operator],
  ['/exchange', engineer],
  [`/exchange/subsystem?id=${companies}`, engineer],
  [`/exchange/grant?provider=${companies}`, engineer],
  [`/exchange/rights/${rightId}`, engineer],
  ['/exchange/events', engineer],
  [`/exchange/events/replay?subscription=${rightId}&event=${taskId}`, engineer],
];

describe.skipIf(!hasChromium)('in a browser', () => {
  const answers: Answers = {};
  let portal: Harness;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    portal = await startHarness(answers, documents);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });
  beforeEach(() => {
    Object.assign(answers, catalogueAnswers, caseAnswers, officeAnswers, staffAnswers, qualityAnswers, exchangeAnswers);
    portal.signIn(citizen);
    portal.calls.length = 0;
  });
  afterEach(() => context.close());

  async function open(
    options: { language?: string; theme?: string; width?: number; script?: boolean } = {},
  ): Promise<Page> {
    const { language = 'en', theme = 'light', width = 1280, script = true } = options;
    context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script });
    await context.addCookies([
      { name: 'lang', value: language, url: portal.url },
      { name: 'theme', value: theme, url: portal.url },
    ]);
    return context.newPage();
  }

  it.each(everyPage)(
    '%s has nothing for axe to find, hydrates without complaint and stays within 320 px',
    async (path, person) => {
      portal.signIn(person);
      for (const [language, theme] of [
        ['en', 'light'],
        ['ar', 'dark'],
      ] as const) {
        const page = await open({ language, theme });
        const complaints: string[] = [];
        page.on(
          'console',
          (message) =>
            ['error', 'warning'].includes(message.type()) &&
            !message.text().startsWith('Failed to load resource') &&
            complaints.push(message.text()),
        );
        page.on('pageerror', (error) => complaints.push(error.message));
        await page.goto(portal.url + path);
        await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
        expect(await axeFindings(page), language).toEqual([]);
        expect(complaints, language).toEqual([]);
        await page.setViewportSize({ width: 320, height: 640 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth), language).toBeLessThanOrEqual(320);
        await context.close();
      }
    },
  );

  it('walks an application from the service to the confirmation with JavaScript switched off', async () => {
    const page = await open({ script: false, width: 390 });
    answers['cases.get-form'] = () => ({ ...form, nextPage: 'company' });
    answers['cases.save-page'] = ({ pageId }) => {
      const following: Record<string, string> = { company: 'occupation', occupation: 'diploma' };
      const next = following[String(pageId)];
      return { errors: [], revision: 4, ...(next ? { next } : {}) };
    };
    await page.goto(`${portal.url}/services/work-permit`);
    await page.getByRole('link', { name: 'Start the application' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('E-mail for questions').fill('office@steppe.example');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Occupation').selectOption('7411');
    await page.getByLabel('For how many months?').fill('12');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('What is the number of the diploma?').fill('AB 123');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('What I have said is true as far as I know.').check();
    answers['cases.get-case'] = () => casesByState.submitted;
    await page.getByRole('button', { name: 'Send the application' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Application sent');
    expect(await page.locator('.panel').innerText()).toContain('WP-2026-000012');
    expect(portal.calls.filter((call) => call.name === 'cases.submit-case')).toHaveLength(1);
  });

  it('answers a survey without JavaScript and shows the receipt', async () => {
    portal.signIn(undefined);
    const page = await open({ script: false });
    await page.goto(`${portal.url}/survey/token`);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Send the answers' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    for (const question of ['overall', 'speed']) await page.locator(`input[name="${question}"][value="4"]`).check();
    answers['quality.open-survey'] = () => {
      const sent = portal.calls.some((call) => call.name === 'quality.submit-answers');
      return sent
        ? { state: 'used', started: true, receiptNo: 'Q-2026-0001', answeredAt: '2026-11-20T05:30:00Z' }
        : ready;
    };
    await page.getByRole('button', { name: 'Send the answers' }).click();
    expect(await page.locator('.panel').innerText()).toContain('Q-2026-0001');
    expect(portal.calls.find((call) => call.name === 'quality.submit-answers')?.input.answers).toEqual({
      overall: 4,
      speed: 4,
    });
  });

  it('refreshes the traffic by itself, until it is paused', async () => {
    portal.signIn(operator);
    const page = await open();
    const traffic = exchangeAnswers['exchange.get-traffic'] as () => object;
    await page.goto(`${portal.url}/operations/traffic`);
    expect(await page.locator('.tile .value').first().innerText()).toBe('1,204');
    answers['exchange.get-traffic'] = () => ({ ...traffic(), calls: 98_765 });
    await page.getByText('98,765').waitFor({ timeout: 15_000 });
    const asked = () => portal.calls.filter((call) => call.name === 'exchange.get-traffic').length;
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const before = asked();
    await page.waitForTimeout(6000);
    expect(asked()).toBe(before);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('moves focus to the error summary, whose links lead to the fields', async () => {
    const page = await open();
    answers['cases.save-page'] = () => ({
      errors: [{ field: 'months', code: 'cases.range', message: { en: 'Enter 1 to 36 months' } }],
      revision: 4,
    });
    await page.goto(`${portal.url}/cases/${caseId}/form/occupation`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    await page.getByRole('link', { name: 'Enter 1 to 36 months' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-months');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('lets the keyboard skip to the content, and shows where the focus is', async () => {
    const page = await open();
    await page.goto(portal.url);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
