// SPDX-License-Identifier: Apache-2.0
import type { Page } from 'playwright-core';
import { inPage } from './in-page-source.ts';
import { thorough } from '../thorough.ts';
import type { PageFault } from './page-checks.ts';

/** Keys pressed at most; longer pages are judged by their first part. The head all pages share is gone through thoroughly alone. */
const atMost = thorough ? 70 : 15;

interface Stop {
  readonly label: string;
  /** Place among all elements of the document. */
  readonly order: number;
  readonly faults: readonly string[];
}

/** Goes through the page with the Tab key as somebody without a mouse does. */
export async function focusFaults(page: Page): Promise<PageFault[]> {
  const faults: string[] = [];
  await inPage(page, 'toTop()');
  if (!thorough) await page.evaluate("document.querySelector('main')?.focus({ preventScroll: true })");
  const stops: Stop[] = [];
  for (let i = 0; i < atMost; i++) {
    await page.keyboard.press('Tab');
    const stop = await inPage<Stop | undefined>(page, 'focusedStop()');
    if (!stop) break;
    // Within a group of choices arrows go on; after the last stop the browser's own frame has its turn, or the head of the page.
    const [first] = stops;
    if (stops.some(({ order }) => order === stop.order) || (!thorough && first && stop.order < first.order)) break;
    faults.push(...stop.faults.map((fault) => `${stop.label} ${fault}`));
    const before = stops.at(-1);
    if (before && stop.order < before.order)
      faults.push(`${stop.label} comes after ${before.label}, which stands behind it`);
    stops.push(stop);
  }
  if (stops.length === 0) faults.push('nothing can be reached with the Tab key');
  return faults.map((fault) => ({ check: 'focus', fault }));
}
