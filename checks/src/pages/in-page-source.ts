// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { Page } from 'playwright-core';

const typed = readFileSync(new URL('in-page.ts', import.meta.url), 'utf8');
const source = stripTypeScriptTypes(typed).replaceAll(/^export /gm, '');

/** Evaluates an expression over the functions of `in-page.ts` in the page. */
export const inPage = <R>(page: Page, expression: string): Promise<R> =>
  page.evaluate<R>(`(() => { ${source}\nreturn ${expression}; })()`);
