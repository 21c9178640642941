// SPDX-License-Identifier: Apache-2.0
/** A deliberate fault for each check of pages, and a page without one. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, openChromium } from '../src/chromium.ts';
import { type CheckName, checks, pageFaults } from '../src/pages/page-checks.ts';
import { pagesReport } from '../src/pages/report.ts';

const page = (body: string, style = '') =>
  `<!doctype html><html lang="en"><title>t</title><style>a,button,input{min-height:24px;min-width:24px;display:inline-block}:focus-visible{outline:3px solid}${style}</style><body><main>${body}</main>`;
const good = page(
  '<h1>Pay</h1><p>Some words of text.</p><a href="/a">One</a> <a href="/b">Two</a> <button>Go on</button>',
);

const faults: [CheckName, string, string][] = [
  ['focus', 'a link that does not show its focus', page('<a href="/a">One</a>', ':focus-visible{outline:none}')],
  ['focus', 'a link under a bar that stays', page('<a href="/a">One</a><div style="position:fixed;inset:0"></div>')],
  ['focus', 'an order of its own', page('<button tabindex="2">B</button><button tabindex="1">A</button>')],
  ['focus', 'a page without a stop', page('<p>Nothing to do.</p>')],
  [
    'target',
    'a button of eight pixels',
    page('<button style="all:unset;width:8px;height:8px" aria-label="x"></button>'),
  ],
  ['reflow', 'a line that is wider than a phone', page('<p style="width:900px">x</p><a href="/a">One</a>')],
  [
    'spacing',
    'a box that cuts what is spaced out',
    page('<p style="height:1.2em;overflow:hidden;width:9em">Words that fit exactly</p><a href="/a">One</a>'),
  ],
  [
    'language',
    'a passage in Russian on an English page',
    page('<p>Это довольно длинный текст на другом языке страницы без пометки.</p><a href="/a">One</a>'),
  ],
  [
    'status',
    'an error that leads to no field',
    page('<div class="error-summary" role="alert"><a href="#f-x">Enter a date</a></div>'),
  ],
  [
    'status',
    'an error that its field does not repeat',
    page(
      '<div class="error-summary" role="alert"><a href="#f-x">Enter a date</a></div><div class="field"><label for="f-x">Date</label><input id="f-x"></div>',
    ),
  ],
  ['entry', 'an address the browser cannot fill in', page('<label>Mail <input type="email" name="m"></label>')],
  ['name', 'two links of one name', page('<a href="/a">Change</a> <a href="/b">Change</a>')],
];

describe.skipIf(!hasChromium)('the checks of pages', () => {
  let browser: Browser;
  let tab: Page;
  beforeAll(async () => {
    browser = await openChromium();
    tab = await browser.newPage();
  });
  afterAll(() => browser.close());

  it('find nothing on a page without fault', async () => {
    await tab.setContent(good);
    expect(await pageFaults(tab)).toEqual([]);
  });
  it.each(faults)('find %s: %s', async (check, _title, html) => {
    await tab.setContent(html);
    expect((await pageFaults(tab)).map((one) => one.check)).toContain(check);
  });
  it('each have a fault that they find', () => {
    expect([...new Set(faults.map(([check]) => check))].sort()).toEqual(Object.keys(checks).sort());
  });
});

describe('the report of pages', () => {
  it('counts by page and check, and lists each fault once with the pages that have it', () => {
    const { text, faults: kinds } = pagesReport([
      { page: 'home', language: 'en', faults: ['name: "Change" leads to 2 places', 'axe: label: <input>'] },
      { page: 'home', language: 'ar', faults: ['axe: label: <input>'] },
      { page: 'help', language: 'en', faults: [] },
    ]);
    expect(kinds).toBe(2);
    expect(text).toMatch(/\| home \| 2 \|/);
    expect(text).toMatch(/\| help \|( – \|)+/);
    expect(text).toContain('home (en), home (ar)');
  });
});
