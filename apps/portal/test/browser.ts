// SPDX-License-Identifier: Apache-2.0
/** The portal before a stand-in for the platform, in Chromium; and what every page of it must pass there. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { axeFindings, openChromium } from '../../../checks/src/chromium.ts';
import { thorough } from '../../../checks/src/thorough.ts';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers } from './case-answers.ts';
import { exchangeAnswers } from './exchange-answers.ts';
import { type Answers, citizen, type Harness, type Person, startHarness, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';
import { administrationAnswers, organisationsAnswers } from './organisations-answers.ts';
import { powersAnswers } from './powers-answers.ts';
import { qualityAnswers } from './quality-answers.ts';
import { securityAnswers } from './security-answers.ts';
import { staffAnswers } from './staff-answers.ts';

export const officer = withDuty('Daniyar Omarov', 'labour.permit-officer');
export const auditor = withDuty('Elena Petrova', 'audit.auditor');
export const grantor = withDuty('Samal Nurlan', 'identity.grantor');
export const operator = withDuty('Taras Bondar', 'platform.operator');
export const engineer = withDuty('Ilyas Bekov', 'exchange.engineer');

export interface PageOptions {
  readonly language?: string;
  readonly theme?: string;
  readonly width?: number;
  readonly script?: boolean;
}

/** To be called where tests are declared; everything is the same again before each test. */
export function portalInBrowser() {
  const answers: Answers = {};
  let portal: Harness;
  let browser: Browser;
  const opened: BrowserContext[] = [];

  beforeAll(async () => {
    portal = await startHarness(answers, documents);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
  });
  beforeEach(() => {
    Object.assign(answers, catalogueAnswers, caseAnswers, officeAnswers, staffAnswers, qualityAnswers);
    Object.assign(
      answers,
      exchangeAnswers,
      powersAnswers,
      securityAnswers,
      organisationsAnswers,
      administrationAnswers,
    );
    portal.signIn(citizen);
    portal.calls.length = 0;
  });
  /** Those that a test opened, not those of all tests. */
  let lasting = 0;
  beforeEach(() => {
    lasting = opened.length;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(lasting).map((context) => context.close()));
  });

  async function open(options: PageOptions = {}): Promise<Page> {
    const { language = 'en', theme = 'light', width = 1280, script = true } = options;
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: script });
    opened.push(context);
    await context.addCookies([
      { name: 'lang', value: language, url: portal.url },
      { name: 'theme', value: theme, url: portal.url },
    ]);
    return context.newPage();
  }

  /** The journey looks at every page too: every eighth stands for the others, and all of them in a thorough run. */
  function everyPagePasses(pages: readonly [string, Person | undefined][]): void {
    const tabs: { page: Page; language: string; complaints: string[] }[] = [];
    beforeAll(async () => {
      const looks = [
        { language: 'ar', theme: 'dark' },
        { language: 'en', theme: 'light' },
      ];
      for (const options of thorough ? looks : looks.slice(0, 1)) {
        const page = await open(options);
        const complaints: string[] = [];
        page.on('console', (message) => {
          const bad = ['error', 'warning'].includes(message.type());
          if (bad && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(error.message));
        tabs.push({ page, language: options.language, complaints });
      }
    });
    it.each(thorough ? pages : pages.filter((_, at) => at % 8 === 0))(
      '%s has nothing for axe to find, hydrates without complaint and stays within 320 px',
      async (path, person) => {
        portal.signIn(person);
        for (const { page, language, complaints } of tabs) {
          complaints.length = 0;
          await page.setViewportSize({ width: 1280, height: 900 });
          await page.goto(portal.url + path);
          await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
          if (language === 'ar') expect(await axeFindings(page)).toEqual([]);
          expect(complaints, language).toEqual([]);
          await page.setViewportSize({ width: 320, height: 640 });
          expect(await page.evaluate(() => document.documentElement.scrollWidth), language).toBeLessThanOrEqual(320);
        }
      },
    );
  }

  return {
    answers,
    open,
    everyPagePasses,
    get portal() {
      return portal;
    },
  };
}
