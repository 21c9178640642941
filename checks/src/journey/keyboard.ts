// SPDX-License-Identifier: Apache-2.0
/** Desks without a mouse: the head reads, resolves with a phrase of their own and signs, an officer decides, by keys alone. */
import type { BrowserContext, Page } from 'playwright-core';
import { hasChromium, openChromium } from '../chromium.ts';
import { Browser } from './browser.ts';
import { chosen } from './choosing.ts';
import { enterLetter } from './documents.ts';
import { postOf } from './execution.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
/** Opens a key at the demo's signing service. */
const pin = '2468';
/** Keys pressed at most from the top of a page to what is meant. */
const mostStops = 250;

/** Somebody who has keys and nothing else. */
class Keyboard {
  readonly page: Page;
  pressed = 0;
  constructor(page: Page) {
    this.page = page;
  }
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.ready();
  }
  ready = () => this.page.waitForSelector('html[data-hydrated]', { state: 'attached' });
  async press(key: string): Promise<void> {
    this.pressed += 1;
    await this.page.keyboard.press(key);
  }
  async type(text: string): Promise<void> {
    this.pressed += text.length;
    await this.page.keyboard.type(text);
  }
  focused = (selector: string) =>
    this.page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`);
  /** Fails where Tab never comes to it. */
  async to(selector: string): Promise<void> {
    for (let stop = 0; stop < mostStops; stop++) {
      if (await this.focused(selector)) return;
      await this.press('Tab');
    }
    must(false, `Tab comes to ${selector} on ${this.page.url()}`);
  }
  /** Presses a key that leads to another page, and waits for it. */
  async onward(key: string, to: RegExp): Promise<void> {
    this.pressed += 1;
    await Promise.all([this.page.waitForURL(to), this.page.keyboard.press(key)]);
    await this.ready();
  }
  /** Goes along the rows until one says so. */
  async row(words: string): Promise<void> {
    const rows = await this.page.locator('main tbody tr').count();
    for (let at = 0; at < rows; at++) {
      await this.press('j');
      const text = await this.page.evaluate<string>("document.activeElement?.closest('tr')?.textContent ?? ''");
      if (text.includes(words)) return;
    }
    must(false, `a row of ${this.page.url()} says ${words}`);
  }
}

async function sitDown(context: BrowserContext, as: Browser): Promise<Keyboard> {
  const { hostname: domain } = new URL(as.base);
  await context.addCookies([...as.cookies(as.base), { name: 'lang', value: 'en', domain, path: '/' }]);
  return new Keyboard(await context.newPage());
}

/** Of a few one goes down to the first; of many one types and takes what is found. */
async function choosePost(keys: Keyboard, name: string): Promise<void> {
  await keys.to('main [name="_find.responsible"], main select[name=responsible]');
  if (await keys.focused('[role=combobox]')) {
    await keys.type(name);
    await keys.press('ArrowDown');
    await keys.press('Enter');
  } else await keys.press('ArrowDown');
}

const resolvable = '/documents/desk?kind=resolve';
const back = /\/documents\/desk\?kind=resolve/;

async function resolve(keys: Keyboard, words: string, text: string | undefined): Promise<void> {
  await keys.open(new URL(resolvable, keys.page.url()).href);
  await keys.row(words);
  await keys.onward('r', /\/resolve/);
  if (text) {
    await keys.to('main textarea[name=text]');
    await keys.type(text);
    await keys.to('#keep');
    await keys.press('Space');
  } else {
    await keys.to('main select[name=phrase]');
    await keys.press('ArrowDown');
  }
  await choosePost(keys, 'Litvin');
  await keys.to('main button[value=give]');
  await keys.onward('Enter', back);
}

/** What the subject of a letter just entered begins with. */
const matter = async (clerk: Browser) => `Matter ${(await enterLetter(clerk)).theirs.slice(5)}:`;

/** Reads one, resolves it with words that are kept, and the next one with those. */
async function workAsHead(base: string, keys: Keyboard, letters: readonly [string, string]): Promise<Evidence> {
  await keys.open(base + resolvable);
  await keys.row(letters[0]);
  await keys.onward('Enter', /\/documents\/[0-9a-f-]{36}/);
  must((await keys.page.locator('main').innerText()).includes(letters[0]), 'the letter is read');
  const phrase = `Answer by Friday, ${letters[0].slice(-6)}`;
  await resolve(keys, letters[0], phrase);
  await resolve(keys, letters[1], undefined);
  return { phrase, keys: keys.pressed };
}

/** An order that the head has agreed to and is to sign. */
async function prepare(executor: Browser, head: Browser): Promise<{ path: string; subject: string }> {
  const subject = `Order on the hours of summer ${Date.now() % 1e8}`;
  const draft = await executor.submit(await executor.get('/documents/new?kind=order'), {
    ...{ subject, 'card.ground': 'Labour Code, article 12' },
  });
  const file = { name: 'order.txt', content: Buffer.from(`${subject}\n`) };
  const filed = await executor.sendFile(draft, 'file', file, { _do: 'add-file' });
  const form = await chosen(executor, filed, 'posts', 'Zhumagulov');
  await executor.submit(form, { posts: postOf(form, 'Zhumagulov'), mode: 'all' }, ['_do', 'start-approval']);
  await head.submit(await head.get(draft.path), {}, ['_do', 'agree']);
  // Whoever has no key gets one first.
  const page = await head.get(draft.path);
  if (!page.forms().some(({ names }) => names.has('certificateId')))
    await head.submit(await head.get('/cabinet/signatures'), { code: pin });
  return { path: draft.path, subject };
}

async function sign(base: string, keys: Keyboard, subject: string): Promise<Evidence> {
  await keys.open(`${base}/documents/desk?kind=sign`);
  await keys.row(subject);
  await keys.onward('s', /\/documents\/[0-9a-f-]{36}/);
  // A key that another browser made is not here: the one at the signing service is.
  await keys.to('main select[name=certificateId]');
  const chosen = 'document.activeElement.selectedOptions[0].text';
  for (let at = 0; at < 9 && (await keys.page.evaluate<string>(chosen)).includes(say('documents.key-browser')); at++)
    await keys.press('ArrowDown');
  await keys.to('main button[value=sign]');
  await keys.onward('Enter', /./);
  await keys.to('main input[name=code]');
  await keys.type(pin);
  await keys.onward('Enter', /./);
  await keys.page.getByText(say('documents.state-signed')).first().waitFor();
  return { subject, keys: keys.pressed };
}

/** Takes the task that is most at risk, and refuses it with a reason. */
async function workAsOfficer(base: string, keys: Keyboard): Promise<Evidence> {
  await keys.open(`${base}/office?show=open&service=work-permit&sort=risk`);
  await keys.press('j');
  const path = await keys.page.evaluate<string>("document.activeElement?.getAttribute('href') ?? ''");
  await keys.onward('Enter', /\/office\/tasks\//);
  await keys.press('c');
  await keys.page.locator('main button[value=release]').waitFor();
  await keys.ready();
  await keys.to('main input[name=outcome]');
  await keys.page.keyboard.press('ArrowDown');
  if (!(await keys.page.locator('main input[name=outcome][value=refuse]').isChecked())) await keys.press('Space');
  await keys.to('main textarea[name=text]');
  await keys.type('The papers do not say what the law asks.');
  await keys.to('main button[value=decide]');
  await keys.onward('Enter', /./);
  return { path, at: new URL(keys.page.url()).pathname, keys: keys.pressed };
}

/** Nothing where there is no Chromium. */
export async function workByKeyboard(base: string, narrator: Narrator): Promise<void> {
  if (!hasChromium) return;
  const [clerk, head, executor, officer] = ['clerk', 'head', 'executor', 'officer'].map(() => new Browser(base));
  must(clerk && head && executor && officer, 'four people work');
  for (const [who, login] of [
    [clerk, 'clerk'],
    [head, 'head'],
    [executor, 'executor'],
  ] as const)
    await who.signIn(login, 'meridia', '/documents');
  await officer.signIn('officer', 'meridia', '/office');
  const chromium = await openChromium();
  try {
    const atDesk = await sitDown(await chromium.newContext(), head);
    await narrator.step(
      'The head reads a letter and resolves two with a phrase of their own, by keyboard alone',
      async () => workAsHead(base, atDesk, [await matter(clerk), await matter(clerk)]),
    );
    await narrator.step('The head signs an order by keyboard alone', async () =>
      sign(base, atDesk, (await prepare(executor, head)).subject),
    );
    await narrator.step('An officer takes the task at risk and decides it, by keyboard alone', async () => {
      await eventually(
        'a task',
        async () => (await officer.get('/office')).links(/^\/office\/tasks\//).length > 0,
        240,
      );
      return workAsOfficer(base, await sitDown(await chromium.newContext(), officer));
    });
  } finally {
    await chromium.close();
  }
}
