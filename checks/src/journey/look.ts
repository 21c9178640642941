// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at pages of the running platform in Chromium as the person who has them open: in Arabic on dark, in a thorough
 * run also in English on light and each of them, at desk and phone width. With a folder, a picture of each is left there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser as Chromium, BrowserContext, Page } from 'playwright-core';
import { axeFindings, hasChromium, openChromium } from '../chromium.ts';
import { thorough } from '../thorough.ts';
import { pageFaults } from '../pages/page-checks.ts';
import { type LookedAt, pagesReport } from '../pages/report.ts';
import type { Browser } from './browser.ts';
import { type Evidence, must } from './step.ts';

const languages = [
  { language: 'ar', theme: 'dark' },
  { language: 'en', theme: 'light' },
] as const;
const looks = thorough ? languages : languages.slice(0, 1);
const desk = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const areas = fileURLToPath(new URL('../../../apps/portal/src/areas', import.meta.url));

/** Pages that show nothing and lead to another one; the journey follows them. */
const leadOn: readonly string[] = ['/documents/by-number', '/quality/cabinet', '/s/:token', '/office/cases/:id'];

export class Looker {
  readonly #chromium: Chromium;
  readonly #base: string;
  readonly #folder: string | undefined;
  readonly #seen: string[] = [];
  readonly #lookedAt: LookedAt[] = [];
  /** Faults wait for the report at the end, so that it has all of them. */
  readonly #collects: boolean;

  private constructor(chromium: Chromium, base: string, folder: string | undefined, collects: boolean) {
    this.#chromium = chromium;
    this.#base = base;
    this.#folder = folder;
    this.#collects = collects;
  }

  /** Undefined where Chromium is not installed. */
  static async open(base: string, folder: string | undefined, collects = false): Promise<Looker | undefined> {
    if (!hasChromium) return undefined;
    if (folder) await mkdir(folder, { recursive: true });
    return new Looker(await openChromium(), base, folder, collects);
  }

  /** Every page, every check, every fault, in one text. */
  report = (): { text: string; faults: number } => pagesReport(this.#lookedAt);

  close = (): Promise<void> => this.#chromium.close();

  /**
   * Each page must load, hydrate, please axe and fit its width.
   * @param moment tells pictures of one address apart
   * @param press the button that shows the page meant
   */
  async look(as: Browser, paths: readonly string[], moment = '', press?: string): Promise<Evidence> {
    const complaints: string[] = [];
    await Promise.all(
      looks.map(async ({ language, theme }) => {
        const context = await this.#chromium.newContext({ viewport: desk });
        const { hostname } = new URL(this.#base);
        const set = (name: string, value: string) => ({ name, value, domain: hostname, path: '/' });
        await context.addCookies([...as.cookies(this.#base), set('lang', language), set('theme', theme)]);
        const page = await context.newPage();
        page.on('pageerror', (error) => complaints.push(`${page.url()} ${language}: ${error.message}`));
        for (const [at, path] of paths.entries()) {
          // One of four stands for the others of its kind; that those come at all is asked without Chromium.
          if (!thorough && !press && !this.#folder && at % 4 > 0) {
            complaints.push(...(await this.#comes(context, path, language)));
            continue;
          }
          await page.setViewportSize(desk);
          const found = await this.#findings(page, path, language, press);
          this.#lookedAt.push({ page: `${nameOf(path)}${moment && `-${moment}`}`, language, faults: found });
          complaints.push(...found.map((finding) => `${path} ${language}: ${finding}`));
          await this.#pictures(page, `${nameOf(path)}${moment && `-${moment}`}-${language}`);
        }
        await context.close();
      }),
    );
    must(this.#collects || complaints.length === 0, complaints.join('\n'));
    return { pages: paths.length, looks: paths.length * looks.length, axeFindings: 0 };
  }

  async #comes(context: BrowserContext, path: string, language: string): Promise<string[]> {
    const answer = await context.request.get(new URL(path, this.#base).href);
    this.#seen.push(new URL(answer.url()).pathname);
    const isWritten = (await answer.text()).includes(`lang="${language}"`);
    return answer.ok() && isWritten ? [] : [`${path} answered ${answer.status()}, not in ${language}`];
  }

  async #findings(page: Page, path: string, language: string, press?: string): Promise<string[]> {
    const answer = await page.goto(new URL(path, this.#base).href);
    if (!answer?.ok()) return [`answered ${answer?.status() ?? 'nothing'}`];
    this.#seen.push(new URL(page.url()).pathname);
    if (press) await Promise.all([page.waitForNavigation(), page.click(press)]);
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    const found = (await axeFindings(page)).map((finding) => `axe: ${finding}`);
    for (const { check, fault } of await pageFaults(page)) found.push(`${check}: ${fault}`);
    const written = await page.getAttribute('html', 'lang');
    if (written !== language) found.push(`is written in ${written}`);
    await page.setViewportSize(phone);
    const width = await page.evaluate<number>('document.documentElement.scrollWidth');
    if (width > phone.width) found.push(`is ${width} px wide on a phone`);
    return found;
  }

  /** The page stands at phone width when this begins. */
  async #pictures(page: Page, name: string): Promise<void> {
    if (!this.#folder) return;
    await page.evaluate('document.fonts.ready.then(() => undefined)');
    await page.screenshot({ path: join(this.#folder, `${name}-phone.png`), fullPage: true });
    await page.setViewportSize(desk);
    await page.screenshot({ path: join(this.#folder, `${name}-desk.png`), fullPage: true });
  }

  /** Every page the portal has must have been looked at. */
  all(): Evidence {
    const patterns = readdirSync(areas, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.page.ts'))
      .flatMap((file) => [...readFileSync(join(areas, file), 'utf8').matchAll(/\bpath: '(\/[^']*)'/g)])
      .map((match) => match[1] ?? '');
    must(patterns.length > 30, 'the portal names its pages');
    const matches = (pattern: string, path: string) =>
      new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
    const unseen = patterns
      .filter((pattern) => !leadOn.includes(pattern))
      .filter((pattern) => !this.#seen.some((path) => matches(pattern, path)));
    must(unseen.length === 0, `every page is looked at, also ${unseen.join(', ')}`);
    return { pages: patterns.length, looks: this.#seen.length };
  }
}

const nameOf = (path: string): string =>
  path
    .replace(/^\//, '')
    .replaceAll(/[0-9a-f-]{36}/g, 'id')
    .replaceAll(/[^\w-]+/g, '-') || 'home';
