// SPDX-License-Identifier: Apache-2.0
/** What axe cannot see of WCAG 2.2 AA, looked at by script on a page as it stands in Chromium; its address is named in each line. */
import type { Page } from 'playwright-core';
import { focusFaults } from './focus.ts';
import { inPage } from './in-page-source.ts';

/** Widths in CSS pixels: 320 is also 1280 at 400 % (1.4.10). */
const narrow = { width: 320, height: 640 };
const desk = { width: 1280, height: 900 };

/** Name of each check, and the success criterion it is for. */
export const checks = {
  focus: 'focus is in order, visible and not covered (2.4.3, 2.4.7, 2.4.11)',
  target: 'targets are 24 px or have room around them (2.5.8)',
  reflow: 'nothing is lost or scrolls sideways at 320 px and at 400 % (1.4.10)',
  spacing: 'nothing is cut when text is spaced out (1.4.12)',
  language: 'longer parts in another script say their language (3.1.2)',
  status: 'messages are announced, and errors named alike (3.3.1, 4.1.3)',
  entry: 'what a browser may know already has its purpose (1.3.5, 3.3.7)',
  name: 'links of one name lead to one place (2.4.4)',
} as const;
export type CheckName = keyof typeof checks;
export interface PageFault {
  readonly check: CheckName;
  readonly fault: string;
}

/** Leaves the page at desk width, scrolled to its top. */
export async function pageFaults(page: Page): Promise<PageFault[]> {
  await page.setViewportSize(desk);
  const found = await inPage<PageFault[]>(page, 'markFaults()');
  const say = (check: CheckName, faults: readonly string[]) => found.push(...faults.map((fault) => ({ check, fault })));
  await inPage(page, 'spaceOut(true)');
  say('spacing', [...(await tooWide(page)), ...(await inPage<string[]>(page, 'cutTexts()'))]);
  await inPage(page, 'spaceOut(false)');
  found.push(...(await focusFaults(page)));
  await page.setViewportSize(narrow);
  say('reflow', [...(await tooWide(page)), ...(await inPage<string[]>(page, 'cutTexts()'))]);
  await page.setViewportSize(desk);
  await inPage(page, 'toTop()');
  return found;
}

async function tooWide(page: Page): Promise<string[]> {
  const { page: wide, window } = await inPage<{ page: number; window: number }>(page, 'widths()');
  return wide > window ? [`is ${wide} px wide where ${window} are there`] : [];
}
