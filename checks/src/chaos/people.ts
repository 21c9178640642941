// SPDX-License-Identifier: Apache-2.0
/** People who go on with their work through the portal's public pages while processes die. Each looks, then acts. */
import { setTimeout as wait } from 'node:timers/promises';
import { beginForm, employerInn, fillRest } from '../journey/apply.ts';
import type { Browser, Page } from '../journey/browser.ts';
import { familyNumber, familyTask } from './family.ts';
import { button, keepAt, lookAgainMs, type Place, signedIn } from './place.ts';

const question = 'Which entrance of the site?';
const answer = '40 Unity Street, Aksu, entrance 2';
const cards = ['4242424242424242', '4000000000000259', '4000000000000341'];

const caseNumber = (page: Page): string => /WP-\d{4}-\d+/.exec(page.title)?.[0] ?? '';

/**
 * The employers are one person with several windows, and a form started again before anything is typed is the same
 * draft: they begin one after another, as a person would, and go on side by side.
 */
let lastBegun: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(begin: () => Promise<T>): Promise<T> {
  const begun = lastBegun.then(begin);
  lastBegun = begun.catch(() => undefined);
  return begun;
}

/** Applies again and again; each application is followed to its permit. */
export async function employer(place: Place): Promise<void> {
  const browser = await signedIn(place, 'aigerim', '/acting-for');
  await keepAt(place, 'employer', async () => {
    const cabinet = await browser.submit(await browser.get('/acting-for'), { for: employerInn });
    return cabinet.text.includes('Steppe Build LLP');
  });
  const following: Promise<void>[] = [];
  while (place.openForNew() && !place.over()) {
    try {
      const { id } = await fillRest(browser, await oneAtATime(() => beginForm(browser)));
      await submit(place, browser, id);
      await pay(place, browser, id);
      following.push(follow(place, browser, id));
    } catch (error) {
      // Nothing has been acknowledged yet: the draft is left and another one begun.
      place.stumbled('employer', error);
      await wait(lookAgainMs);
    }
  }
  await Promise.all(following);
}

async function submit(place: Place, browser: Browser, caseId: string): Promise<void> {
  await keepAt(place, 'employer', async () => {
    const page = await browser.get(`/cases/${caseId}/check`);
    if (page.path.endsWith('/check') && page.forms().some((form) => form.names.has('declaration')))
      await browser.submit(page, { declaration: 'yes' });
    const number = caseNumber(await browser.get(`/cases/${caseId}`));
    if (number) place.told.add({ kind: 'submitted', caseId, number });
    return number !== '';
  });
}

async function pay(place: Place, browser: Browser, caseId: string): Promise<void> {
  let sentToBank = false;
  await keepAt(place, 'employer', async () => {
    const page = await browser.get(`/cases/${caseId}/pay`);
    // The page leads to the case before there is an invoice, and again once it is paid.
    if (!page.path.endsWith('/pay')) return sentToBank;
    const bank = await browser.submit(page);
    if (!/Meridia Bank/.test(bank.html)) return false;
    const card = cards[Math.floor(Math.random() * cards.length)] ?? '';
    sentToBank = true;
    const back = await browser.submit(bank, { card }, ['action', 'pay']);
    const accepted = new URL(back.url).origin === new URL(browser.base).origin;
    if (accepted) place.told.add({ kind: 'paid', caseId });
    return accepted;
  });
}

/** Answers what is asked back and waits for the permit. */
async function follow(place: Place, browser: Browser, caseId: string): Promise<void> {
  await keepAt(place, 'employer', async () => {
    const page = await browser.get(`/cases/${caseId}`);
    const permit = page.links(/download|outputs?\//)[0];
    if (permit) {
      const { status, body } = await browser.bytes(permit);
      const whole = status === 200 && body.subarray(0, 5).toString() === '%PDF-';
      if (whole) place.told.add({ kind: 'permit', caseId });
      return whole;
    }
    const form = page.forms().find((one) => [...one.names].some((name) => name.endsWith('workAddress')));
    const field = [...(form?.names ?? [])].find((name) => name.endsWith('workAddress'));
    if (field) await browser.submit(page, { [field]: answer });
    return false;
  });
}

/** Takes each case of the queue one step further, until told that it is over. */
export async function officer(place: Place): Promise<void> {
  const browser = await signedIn(place, 'officer', '/office');
  const asked = new Set<string>();
  await keepAt(place, 'officer', async () => {
    const queue = await browser.get('/office');
    const mine = await browser.get('/office?show=mine');
    for (const path of new Set([...queue.links(/^\/office\/tasks\//), ...mine.links(/^\/office\/tasks\//)]))
      await oneTask(place, browser, path, asked);
    return place.over();
  });
}

async function oneTask(place: Place, browser: Browser, path: string, asked: Set<string>): Promise<void> {
  const page = await browser.get(path);
  if (page.status !== 200) return;
  if (button(page, 'claim')) {
    await browser.submit(page, {}, ['_do', 'claim']);
    return;
  }
  if (familyNumber(page)) return familyTask(place, browser, page);
  const number = caseNumber(page);
  if (page.text.includes('entrance 2') && button(page, 'decide')) {
    const done = await browser.submit(page, { outcome: 'grant', text: 'All conditions are met.' }, ['_do', 'decide']);
    if (done.path === '/office') place.told.add({ kind: 'decided', number, outcome: 'issued' });
    return;
  }
  if (asked.has(path) || page.text.includes(question) || !button(page, 'clarify')) return;
  if (!/clear/i.test(page.text)) return;
  const sent = await browser.submit(page, { field: 'workAddress', question }, ['_do', 'clarify']);
  if (sent.status === 200) asked.add(path);
}

/** Answers every survey that is in the cabinet of who was served. */
export async function respondent(place: Place, login: string): Promise<void> {
  const browser = await signedIn(place, login, '/cabinet');
  const done = new Set<string>();
  await keepAt(place, login, async () => {
    for (const link of await surveyLinks(browser)) if (!done.has(link)) await respond(place, browser, link, done);
    return place.over();
  });
}

async function surveyLinks(browser: Browser): Promise<string[]> {
  const links: string[] = [];
  for (let path: string | undefined = '/cabinet/inbox', pages = 0; path && pages < 30; pages++) {
    const page: Page = await browser.get(path);
    links.push(...[...page.html.matchAll(/"(\/survey\/[\w-]+)"/g)].map((match) => match[1] ?? ''));
    path = page.links(/cursor=|after=/).at(-1);
  }
  return [...new Set(links)];
}

async function respond(place: Place, browser: Browser, link: string, done: Set<string>): Promise<void> {
  const invitation = await browser.get(link);
  if (/already|used/i.test(invitation.text)) {
    done.add(link);
    return;
  }
  const questions = await browser.submit(invitation);
  const press = questions
    .forms()
    .flatMap((form) => form.buttons)
    .find(([, value]) => value === 'answer');
  const names = [...questions.html.matchAll(/name="([\w-]+)"[^>]*value="5"|value="5"[^>]*name="([\w-]+)"/g)];
  const answers = Object.fromEntries(names.map((match) => [match[1] ?? match[2] ?? '', '5']));
  const receipt = await browser.submit(questions, answers, press);
  if (receipt.status !== 200 || !/receipt|thank/i.test(receipt.text)) return;
  place.told.add({ kind: 'receipt', link });
  done.add(link);
}
