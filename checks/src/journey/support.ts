// SPDX-License-Identifier: Apache-2.0
/** A problem is reported from the page it is on, goes from line to line, and is solved when a known error is mended. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const desk = '/operations/support';
const inEach = (name: string, text: string) =>
  Object.fromEntries(['en', 'ru', 'kk', 'uk', 'ar'].map((language) => [`${name}.${language}`, text]));

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

/** The way the link at the foot of a page leads. */
async function report(person: Browser, words: string): Promise<Evidence & { path: string }> {
  const from = await person.get('/services');
  const [, href = ''] = /href="(\/support\/report\?[^"]+)"/.exec(from.html) ?? [];
  must(href.includes('page=%2Fservices'), `the link knows its page: ${href}`);
  const form = await person.get(href.replaceAll('&amp;', '&'));
  const empty = await person.submit(form, { text: '' });
  must(empty.text.includes(say('error.support.kind-missing')), `what is missing is said: ${empty.text.slice(0, 400)}`);
  const done = await person.submit(form, { kind: 'fault', text: words });
  must(done.text.includes(say('notice.problem-reported')), `it is reported: ${done.text.slice(0, 400)}`);
  return { path: done.path.replace(/\?.*$/, '') };
}

async function findTicket(staff: Browser, number: string, line: number): Promise<string> {
  for (let next = `${desk}?line=${line}`; next; ) {
    const list = await staff.get(next);
    const rows = [...list.html.matchAll(/<a[^>]*href="([^"]*\/tickets\/[0-9a-f-]{36})"[^>]*>([\s\S]*?)<\/a>/g)];
    const found = rows.find(([, , words = '']) => words.replaceAll(/<[^>]+>/g, '').trim() === number)?.[1];
    if (found) return found;
    next = (/href="([^"]*cursor=[^"]*)"/.exec(list.html)?.[1] ?? '').replaceAll('&amp;', '&');
  }
  return '';
}

export async function reportProblems(base: string, { narrator, look }: Part): Promise<void> {
  const [person, first, second, anybody] = [new Browser(base), new Browser(base), new Browser(base), new Browser(base)];
  const serial = String(Date.now()).slice(-7);
  const words = `The page stays white ${serial}.`;
  let own = '';
  let path = '';
  await narrator.step('A problem is reported from the page it is on', async () => {
    await person.signIn('aigerim');
    const evidence = await report(person, words);
    own = evidence.path;
    return evidence;
  });
  await narrator.step('The first line takes it, answers, and hands it over', async () => {
    await first.signIn('helpdesk', 'meridia', desk);
    const [number = ''] = /S-[\d,.\s]*\d/.exec((await person.get(own)).text) ?? [];
    path = await eventually(
      `report ${number} on the desk`,
      async () => (await findTicket(first, number, 1)) || undefined,
    );
    await first.submit(await first.get(path), {}, press('take'));
    await first.submit(await first.get(path), { text: 'We are looking into it.' }, press('answer'));
    const handed = await first.submit(await first.get(path), { text: 'Not the browser.' }, press('hand-2'));
    must(handed.text.includes(say('support.line-2')), `the second line has it: ${handed.text.slice(0, 400)}`);
    const seen = await person.get(own);
    must(seen.text.includes('We are looking into it.'), 'the person reads the answer');
    must(!seen.text.includes('Not the browser.'), 'and not what colleagues say to one another');
    await eventually('the message about it', async () => (await person.get('/cabinet/inbox')).text.includes(number));
    return { number };
  });
  const title = `Pages stay white ${serial}`;
  await narrator.step('The second line tells everybody of the error behind it', async () => {
    await second.signIn('operator', 'meridia', desk);
    const known = `${desk}/known-errors`;
    const values = { ...inEach('title', title), ...inEach('wayAround', 'Load the page a second time.') };
    await second.submit(await second.get(known), values);
    const shown = await anybody.get('/support');
    must(shown.text.includes(title), `everybody reads it: ${shown.text.slice(0, 600)}`);
    await second.submit(await second.get(path), {}, press('take'));
    const page = await second.get(path);
    const [, id = ''] = new RegExp(`<option value="([0-9a-f-]{36})"[^>]*>[^<]*${title}`).exec(page.html) ?? [];
    await second.submit(page, { knownError: id }, press('link'));
    return { known: id };
  });
  await look('The desk of support', second, [desk, path, `${desk}/known-errors`]);
  await look('Support, as everybody sees it', anybody, ['/support', '/support/report?page=/services&id=abcdef12-34']);
  await narrator.step('Mended, it is solved for all who reported it, who say whether it helped', async () => {
    const page = await second.get(`${desk}/known-errors`);
    const buttons = page.forms().flatMap((form) => form.buttons);
    const mend = buttons.find(([name]) => name === '_mend');
    must(mend, 'the latest known error can be said to be mended');
    if (mend) await second.submit(page, {}, mend);
    const solved = await person.get(own);
    must(solved.text.includes(say('support.own-entry-mended')), `the person sees it: ${solved.text.slice(0, 500)}`);
    return { mended: title };
  });
  await look('What a person reported', person, ['/support/mine', own]);
  await narrator.step('Who reported it says that it helped', async () => {
    const done = await person.submit(await person.get(own), {}, press('confirm'));
    must(done.text.includes(say('support.own-state-closed')), `it is closed: ${done.text.slice(0, 400)}`);
    return {};
  });
}
