// SPDX-License-Identifier: Apache-2.0
/**
 * One permit for a whole family, in Chromium as its applicant and its officer have it: a process with a sub-process for
 * each relative, a time limit around them, and places in a quota that are given back when the family is refused.
 */
import { readFile } from 'node:fs/promises';
import type { Browser as Chromium, Locator, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../chromium.ts';
import { workerSnils } from './apply.ts';
import type { Browser } from './browser.ts';
import { pdfSignature } from './decide.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const relatives = ['Priya Sharma', 'Anaya Sharma', 'Arjun Sharma'];
const familyService = 'Residence permit for a family';
const reserve = 'Reserve places in the quota';
const check = 'Check the papers of the relative';
const review = 'Review and decide';
const giveBack = 'Give the places back to the quota';
const objection = 'There is an objection to the papers of a relative';
const inOrder = 'The papers of every relative are in order';

export type Look = (what: string, as: Browser, paths: readonly string[], moment?: string) => Promise<void>;

/** Two families: one is refused for an objection to one relative, the other granted. Nothing where there is no Chromium. */
export async function applyForFamilies(
  base: string,
  applicant: Browser,
  officer: Browser,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  if (!hasChromium) return;
  const family = await Families.open(base, applicant, officer);
  let id = '';
  let number = '';
  const apply = async () => {
    ({ id, number } = await family.apply());
    await family.reserve(number);
    return { number, relatives };
  };
  try {
    await narrator.step('A service for families is found, with its process as it was drawn', () => family.find());
    await look('How the service for families works', applicant, ['/services/family-residence/how']);
    await narrator.step('The worker applies for the family, the officer reserves places', apply);
    let tasks: string[] = [];
    await narrator.step('Each relative is a task of its own, and the worker reads how many are checked', async () => {
      tasks = await family.waitForRelatives(number);
      return family.applicantReads(id, 'Each relative 0 of 3 done');
    });
    await look('The tasks about relatives', officer, ['/office', ...tasks.slice(0, 1)], 'family');
    await look('The case while relatives are checked', applicant, [`/cases/${id}`], 'family');
    await narrator.step('One relative is objected to, and the picture tells how many are still to be checked', () =>
      family.checkRelatives(number, relatives[1]),
    );
    await narrator.step('The family is refused as the rules advise', async () => {
      const evidence = await family.decide(number, 'Refuse', objection);
      await family.applicantReads(id, `${giveBack} now`);
      return evidence;
    });
    await narrator.step('The places go back, the case ends, and the worker reads why', async () => {
      await family.giveBack(number);
      return family.applicantReads(id, 'Refused', objection);
    });
    await narrator.step('A second application has every relative in order', async () => {
      await apply();
      await family.waitForRelatives(number);
      return { number, ...(await family.checkRelatives(number)) };
    });
    await narrator.step('It is granted', () => family.decide(number, 'Grant the permit', inOrder));
    await narrator.step('The signed permit of the family is downloaded and verified', async () => {
      await family.applicantReads(id, 'Download');
      return family.receive();
    });
  } finally {
    await family.close();
  }
}

class Families {
  readonly #base: string;
  readonly #chromium: Chromium;
  readonly #applicant: Page;
  readonly #officer: Page;

  private constructor(base: string, chromium: Chromium, applicant: Page, officer: Page) {
    this.#base = base;
    this.#chromium = chromium;
    this.#applicant = applicant;
    this.#officer = officer;
  }

  /** Each at a browser of their own, signed in already. */
  static async open(base: string, applicant: Browser, officer: Browser): Promise<Families> {
    const chromium = await openChromium();
    const pageOf = async (person: Browser) => {
      const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
      await context.addCookies(person.cookies(base));
      return context.newPage();
    };
    return new Families(base, chromium, await pageOf(applicant), await pageOf(officer));
  }

  close = (): Promise<void> => this.#chromium.close();

  /** The service by the search, and how it works as it was drawn. */
  async find(): Promise<Evidence> {
    const page = this.#applicant;
    await page.goto(`${this.#base}/`);
    await page.locator('#search').fill('family residence');
    await follow(page, page.locator('main form button').first());
    await follow(page, page.getByRole('link', { name: familyService }).first());
    await follow(page, page.getByRole('link', { name: 'How this service works' }));
    const drawn =
      (await page.getByRole('img', { name: 'The way of an application' }).textContent())?.replaceAll(/\s/g, '') ?? '';
    for (const words of ['Each relative', reserve, check, 'Not finished in 60 days', giveBack])
      must(drawn.includes(words.replaceAll(' ', '')), `the drawing names “${words}”: ${drawn}`);
    await page.locator('figure.process summary').first().click();
    await says(page, 'for each of several, side by side');
    return { page: new URL(page.url()).pathname, flows: await page.locator('figure.process [data-flow]').count() };
  }

  /** The service asks for more than a password: a code by mail, and back to where the application starts. */
  async #prove(): Promise<void> {
    const page = this.#applicant;
    await follow(page, page.getByRole('button', { name: 'Send a code' }));
    const code = (await page.locator('[data-demo-code]').textContent()) ?? '';
    await page.getByLabel('Code we sent you').fill(code);
    await follow(page, page.getByRole('button', { name: 'Continue' }));
    await follow(page, page.locator('main form button'));
  }

  /** From the first page of the form to the confirmation. */
  async apply(): Promise<{ id: string; number: string }> {
    const page = this.#applicant;
    await page.goto(`${this.#base}/services/family-residence/start`);
    await follow(page, page.locator('main form button'));
    if (page.url().includes('/sign-in/')) await this.#prove();
    const id = /\/cases\/([^/]+)\/form\//.exec(page.url())?.[1] ?? '';
    must(id, `starting leads to the form, not to ${page.url()}`);
    await page.getByLabel('Your personal insurance number').fill(workerSnils);
    await this.#continue();
    await this.#register('Rahul');
    await this.#continue();
    await this.#register(relatives.join(', '));
    await this.#continue();
    await page.getByLabel('Northern Steppe').check();
    await page.getByLabel('Address').fill('3 Garden Street, flat 21, Aksu');
    await this.#continue();
    await says(page, relatives.join(', '));
    await page.locator('input[name=declaration]').check();
    await follow(page, page.getByRole('button', { name: 'Send' }));
    must(page.url().endsWith('/confirmation'), `sending leads to the confirmation, not to ${page.url()}`);
    const number = /FR-\d{4}-\d+/.exec(await wordsOf(page))?.[0] ?? '';
    must(number, 'the confirmation names the number');
    return { id, number };
  }

  #continue = (): Promise<void> => follow(this.#applicant, this.#applicant.getByRole('button', { name: 'Continue' }));

  /** A register that did not answer is asked again with the button of the page. */
  async #register(words: string): Promise<void> {
    const page = this.#applicant;
    let found = '';
    await eventually(
      () => `“${words}” from the register: ${found.slice(0, 600)}`,
      async () => {
        found = await wordsOf(page);
        if (found.includes(words)) return true;
        const again = page.locator('button[name=_refresh]').first();
        await ((await again.count()) ? follow(page, again) : page.reload());
        return false;
      },
    );
  }

  /** The one task of this name that the queue shows for the case, about this person; opened. */
  async #open(number: string, task: string, about = ''): Promise<void> {
    const page = this.#officer;
    await eventually(`“${task} ${about}” in the queue`, async () => {
      await page.goto(`${this.#base}/office?search=${number}`);
      const row = page.locator('main tbody tr').filter({ hasText: task }).filter({ hasText: about });
      if ((await row.count()) !== 1) return false;
      await follow(page, row.getByRole('link'));
      return true;
    });
    await says(page, about ? `${task}: ${about}` : task);
  }

  async #claimAndChoose(outcome: string, button: string, words = ''): Promise<void> {
    const page = this.#officer;
    await follow(page, page.getByRole('button', { name: 'Claim' }));
    await page.getByLabel(outcome, { exact: true }).check();
    const decide = page.getByRole('button', { name: button });
    const form = page.locator('form').filter({ has: decide });
    if (words) await form.locator('textarea[name=text]').fill(words);
    await follow(page, decide);
    must(new URL(page.url()).pathname === '/office', `the officer is back at the queue, not at ${page.url()}`);
  }

  async reserve(number: string): Promise<void> {
    await this.#open(number, reserve);
    await this.#claimAndChoose('The places are reserved', 'Finish the check');
  }

  /** The paths of the tasks about the relatives, once each has an answer about its record. */
  async waitForRelatives(number: string): Promise<string[]> {
    const page = this.#officer;
    const rows = page.locator('main tbody tr').filter({ hasText: check });
    await eventually(`a task about each of ${relatives.join(', ')} in the queue`, async () => {
      await page.goto(`${this.#base}/office?search=${number}`);
      return (await rows.count()) === relatives.length;
    });
    for (const name of relatives)
      must((await rows.filter({ hasText: name }).count()) === 1, `one row of the queue is about ${name}`);
    return Promise.all(
      (await rows.getByRole('link').all()).map(async (link) => (await link.getAttribute('href')) ?? ''),
    );
  }

  /** What is objected to has the objection's name. */
  async checkRelatives(number: string, objectedTo?: string): Promise<Evidence> {
    const tokens: number[] = [];
    for (const name of relatives) {
      await this.#open(number, check, name);
      tokens.push(await tokensAt(this.#officer, check));
      const objects = name === objectedTo;
      await this.#claimAndChoose(objects ? 'There is an objection' : 'The papers are in order', 'Finish the check');
    }
    must(tokens.join() === '3,2,1', `the picture shows how many are still to be checked, not ${tokens.join()}`);
    return { checked: relatives, tokens };
  }

  /** The advice is shown with its reason, and followed. */
  async decide(number: string, outcome: string, reason: string): Promise<Evidence> {
    const page = this.#officer;
    await this.#open(number, review);
    const advice = (await page.locator('aside .facts').innerText()).replaceAll(/\s+/g, ' ');
    must(advice.includes(outcome) && advice.includes(reason), `it is advised “${outcome}: ${reason}”: ${advice}`);
    await this.#claimAndChoose(outcome, 'Decide and sign', reason);
    return { advice };
  }

  async giveBack(number: string): Promise<void> {
    await this.#open(number, giveBack);
    await this.#claimAndChoose('The places are given back', 'Finish the check');
  }

  /** The applicant's page, once it says all this. */
  async applicantReads(id: string, ...words: string[]): Promise<Evidence> {
    const page = this.#applicant;
    let found = '';
    await eventually(
      () => `the applicant's page to say ${words.join(', ')}: ${found.slice(0, 600)}`,
      async () => {
        await page.goto(`${this.#base}/cases/${id}`);
        found = await wordsOf(page);
        return words.every((one) => found.includes(one));
      },
    );
    return { reads: words };
  }

  /** The signed permit as it comes to the applicant's disk, and what anybody is told about it. */
  async receive(): Promise<Evidence> {
    const page = this.#applicant;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByRole('link', { name: /Download/ })
        .first()
        .click(),
    ]);
    const pdf = await readFile(await download.path());
    await page.goto(`${this.#base}/cabinet/documents`);
    await follow(page, page.locator('main a[href*="/verify/"]').first());
    for (const words of [familyService, 'valid', `Relatives ${relatives.length}`]) await says(page, words);
    return { file: download.suggestedFilename(), bytes: pdf.length, signature: pdfSignature(pdf) };
  }
}

/** Presses what leads to another page, and waits for that one: the old page must not be read again. */
export async function follow(page: Page, press: Locator): Promise<void> {
  await Promise.all([page.waitForNavigation(), press.click()]);
}

/** What a person reads: nothing of what is folded away. */
const wordsOf = async (page: Page): Promise<string> => (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');

async function says(page: Page, words: string): Promise<void> {
  const found = await wordsOf(page);
  must(found.includes(words), `${new URL(page.url()).pathname} says “${words}”: ${found.slice(0, 600)}`);
}

/** How often the case stands at a step, as its picture shows it. */
async function tokensAt(page: Page, step: string): Promise<number> {
  const drawn = page.locator('figure.process svg [data-node]').filter({ hasText: step });
  return Number((await drawn.locator('.count').textContent()) ?? 0);
}
