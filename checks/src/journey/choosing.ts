// SPDX-License-Identifier: Apache-2.0
import type { Browser, Page } from './browser.ts';

/** The page on which one of many can be chosen: many are looked up by what is typed, a few are listed. */
export async function chosen(who: Browser, page: Page, field: string, name: string): Promise<Page> {
  const looked = page.forms().some(({ names }) => names.has(`_find.${field}`));
  return looked ? who.submit(page, { [`_find.${field}`]: name }, ['_find', field]) : page;
}
