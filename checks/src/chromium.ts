// SPDX-License-Identifier: Apache-2.0
/** Debian's Chromium under Playwright, and what axe-core finds on a page in it. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { limits } from '@stoa/kernel/patience';
import { thorough } from './thorough.ts';

const executablePath = process.env.STOA_CHROMIUM ?? '/usr/bin/chromium';
/** What needs it is skipped by name where it is not installed. */
export const hasChromium = existsSync(executablePath);

export async function openChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: limits.wait,
  });
  return browser.on('context', (context) => context.setDefaultTimeout(limits.wait));
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Half of the time goes into this rule, and colours come of the design's tokens: a thorough run asks for it. */
const rules = thorough ? {} : { 'color-contrast': { enabled: false } };

/** One line for each rule of WCAG 2.0 to 2.2 A and AA and of good practice that the page breaks. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const result = await page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules });
  }, rules);
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}
