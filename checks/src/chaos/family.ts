// SPDX-License-Identifier: Apache-2.0
/** A worker who applies for the family again and again, and what the officer does with the tasks of such a case. */
import { workerSnils } from '../journey/apply.ts';
import type { Browser, Page } from '../journey/browser.ts';
import { button, keepAt, type Place, signedIn } from './place.ts';

/** The case whose task or page this is. */
export const familyNumber = (page: Page): string => /FR-\d{4}-\d+/.exec(page.title)?.[0] ?? '';

/** One application after another: each is followed to its permit, or to the reason why there is none. */
export async function family(place: Place): Promise<void> {
  const browser = await signedIn(place, 'worker', '/cabinet');
  const following: Promise<void>[] = [];
  await keepAt(place, 'family', async () => {
    if (!place.openForNew()) return true;
    following.push(follow(place, browser, await apply(place, browser)));
    return false;
  });
  await Promise.all(following);
}

/** Every page of the form; a register that did not answer is asked again with the button of its page. */
async function apply(place: Place, browser: Browser): Promise<string> {
  let page = await browser.startService('family-residence');
  const caseId = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
  if (!caseId) throw new Error(`starting leads to ${page.path}`);
  page = await browser.submit(page, { snils: workerSnils });
  const pages: readonly [string, Record<string, string>][] = [
    ['person', {}],
    ['family', {}],
    ['home', { homeRegion: 'XM-01', homeAddress: '3 Garden Street, flat 21, Aksu' }],
  ];
  for (const [name, answers] of pages)
    page = await browser.submit(await browser.get(`/cases/${caseId}/form/${name}`), answers);
  await keepAt(place, 'family', async () => {
    const check = await browser.get(`/cases/${caseId}/check`);
    if (check.forms().some((form) => form.names.has('declaration')))
      await browser.submit(check, { declaration: 'yes' });
    else if (check.path.endsWith('/check')) await askRegistersAgain(browser, caseId);
    const number = familyNumber(await browser.get(`/cases/${caseId}`));
    if (number) place.told.add({ kind: 'submitted', caseId, number });
    return number !== '';
  });
  return caseId;
}

async function askRegistersAgain(browser: Browser, caseId: string): Promise<void> {
  for (const name of ['person', 'family']) {
    const page = await browser.get(`/cases/${caseId}/form/${name}`);
    const press = page.forms().flatMap(({ buttons }) => buttons.filter(([pressed]) => pressed === '_refresh'))[0];
    if (press) await browser.submit(page, {}, press);
  }
}

async function follow(place: Place, browser: Browser, caseId: string): Promise<void> {
  await keepAt(place, 'family', async () => {
    const page = await browser.get(`/cases/${caseId}`);
    const permit = page.links(/download|outputs?\//)[0];
    if (permit) {
      const { status, body } = await browser.bytes(permit);
      if (status !== 200 || body.subarray(0, 5).toString() !== '%PDF-') return false;
      place.told.add({ kind: 'permit', caseId });
      return true;
    }
    // The case is closed and says why only when the places have been given back.
    if (!/Refused/.test(page.text) || !page.text.includes(objection)) return false;
    place.told.add({ kind: 'refused', caseId });
    return true;
  });
}

const objection = 'There is an objection to the papers of a relative';

/** A claimed task: every second family has an objection to one relative. */
export async function familyTask(place: Place, browser: Browser, page: Page): Promise<void> {
  const number = familyNumber(page);
  const offers = (outcome: string) => new RegExp(`value="${outcome}"`).test(page.html);
  if (button(page, 'decide')) {
    // The table below the advice names every reason there is.
    const refuses = /What the rules say(.*?)<\/section>/s.exec(page.html)?.[1]?.includes(objection) ?? false;
    const outcome = refuses ? 'refuse' : 'grant';
    const done = await browser.submit(page, { outcome, text: 'As the rules advise.' }, ['_do', 'decide']);
    if (done.path === '/office') place.told.add({ kind: 'decided', number, outcome: refuses ? 'refused' : 'issued' });
    return;
  }
  if (!button(page, 'finish')) return;
  const objects = Number(number.at(-1)) % 2 === 1 && page.title.includes('Anaya');
  const outcome = ['reserved', 'released', objects ? 'object' : 'accept'].find(offers) ?? '';
  const done = await browser.submit(page, { outcome }, ['_do', 'finish']);
  if (done.path === '/office') place.told.add({ kind: 'finished', task: page.path.split('/').at(-1) ?? '' });
}
