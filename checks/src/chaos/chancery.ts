// SPDX-License-Identifier: Apache-2.0
/** A ministry's chancery: letters numbered, resolved and reported on; drafts approved, signed and numbered. */
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '../journey/browser.ts';
import { chosen } from '../journey/choosing.ts';
import { postOf } from '../journey/execution.ts';
import { again, button, keepAt, type Place, seek, signedIn } from './place.ts';

interface Chancery {
  readonly clerk: Browser;
  readonly head: Browser;
  readonly executor: Browser;
}
const who = 'chancery';
const post = { head: 'Zhumagulov', executor: 'Adviser' } as const;
const idOf = (path: string): string => path.split('/').at(-1) ?? '';
const isDocument = (path: string) => /^\/documents\/[0-9a-f-]{36}$/.test(path);

export async function chancery(place: Place): Promise<void> {
  const people: Chancery = {
    clerk: await signedIn(place, 'clerk', '/documents'),
    head: await signedIn(place, 'head', '/documents'),
    executor: await signedIn(place, 'executor', '/documents'),
  };
  await getKey(place, people.head);
  await Promise.all([again(place, who, () => letter(place, people)), again(place, who, () => draft(place, people))]);
}

/** Of the head, at the signing service. */
async function getKey(place: Place, head: Browser): Promise<void> {
  await keepAt(place, who, async () => {
    const page = await head.get('/cabinet/signatures');
    if (page.links(/\/revoke\//).length > 0) return true;
    if (!page.forms().some(({ names }) => names.has('code'))) return false;
    const done = await head.submit(page, { code: '2468' });
    if (done.path.startsWith('/sign-in/')) await head.prove(done);
    return false;
  });
}

/** Presses a button of the document's page, with what has to be typed beside it, until it is no longer there. */
async function press(
  place: Place,
  browser: Browser,
  path: string,
  what: string,
  fill: (page: Page) => Record<string, string> = () => ({}),
  /** Leads to the form with what is typed beside the button. */
  find: (page: Page) => Promise<Page> = async (page) => page,
): Promise<void> {
  let pressed = false;
  await keepAt(place, who, async () => {
    const shown = await browser.get(path);
    if (!button(shown, what)) return pressed && shown.status === 200;
    const page = await find(shown);
    const done = await browser.submit(page, fill(page), ['_do', what]);
    if (done.path.startsWith('/sign-in/')) await browser.prove(done);
    else if (done.status < 400) pressed = true;
    return false;
  });
}

async function number(place: Place, clerk: Browser, path: string): Promise<void> {
  const given = await seek(place, who, async () => {
    const page = await clerk.get(path);
    const [found] = /\d\d-\d+\/\d\d/.exec(page.html.split('</h1>')[1]?.slice(0, 600) ?? '') ?? [];
    if (found) return found;
    if (button(page, 'register')) await clerk.submit(page, {}, ['_do', 'register']);
    return undefined;
  });
  if (given) place.told.add({ kind: 'numbered', id: idOf(path), number: given });
}

async function letter(place: Place, { clerk, head, executor }: Chancery): Promise<void> {
  const theirs = randomUUID().slice(0, 13);
  const path = await seek(place, who, async () => {
    const entered = await clerk.submit(await clerk.get('/documents/new?kind=incoming'), {
      ...{ subject: `Matter ${theirs}`, correspondents: 'XM-INTERIOR-MINISTRY', theirNumber: `№ ${theirs}` },
    });
    return isDocument(entered.path) ? entered.path : undefined;
  });
  if (!path) return;
  await number(place, clerk, path);
  const text = `Answer ${theirs}`;
  await keepAt(place, who, async () => {
    if ((await head.get(path)).text.includes(text)) return true;
    const form = await chosen(head, await head.get(`${path}/resolve`), 'responsible', post.executor);
    const given = { text, responsible: postOf(form, post.executor), control: 'yes' };
    return (await head.submit(form, given, ['_do', 'give'])).text.includes(text);
  });
  if (place.over()) return;
  place.told.add({ kind: 'resolved', id: idOf(path) });
  await press(place, executor, path, 'report', () => ({ text: 'The answer is sent' }));
  await press(place, head, path, 'accept-report');
  await press(place, clerk, path, 'remove-control');
  if (!place.over()) place.told.add({ kind: 'accepted', id: idOf(path) });
}

async function draft(place: Place, { clerk, head, executor }: Chancery): Promise<void> {
  const path = await seek(place, who, async () => {
    const form = await executor.get('/documents/new?kind=internal');
    const { path: made } = await executor.submit(form, { subject: `Memorandum ${randomUUID()}` });
    return isDocument(made) ? made : undefined;
  });
  if (!path) return;
  await keepAt(place, who, async () => {
    const page = await executor.get(path);
    if (page.text.includes('memorandum.txt')) return true;
    const file = { name: 'memorandum.txt', content: Buffer.from('On leave in summer') };
    await executor.sendFile(page, 'file', file, { role: 'main', _do: 'add-file' });
    return false;
  });
  const approvers = (page: Page) => ({ posts: postOf(page, post.head), mode: 'all' });
  const found = (page: Page) => chosen(executor, page, 'posts', post.head);
  await press(place, executor, path, 'start-approval', approvers, found);
  await press(place, head, path, 'agree');
  await keepAt(place, who, async () => (await executor.get(path)).text.includes('Approved'));
  if (place.over()) return;
  place.told.add({ kind: 'approved', id: idOf(path) });
  await keepAt(place, who, async () => {
    const page = await head.get(path);
    if (page.links(/container/).length > 0) return true;
    const certificateId = /<select[^>]*name="certificateId"[\s\S]*?<option[^>]*value="([0-9a-f-]{36})"/.exec(
      page.html,
    )?.[1];
    if (!certificateId) return false;
    const asked = await head.submit(page, { certificateId }, ['_do', 'sign']);
    if (asked.path.startsWith('/sign-in/')) await head.prove(asked);
    // Signed and killed before that was said: the platform says it by itself after a minute.
    else if (!asked.text.includes('signed exactly this already'))
      await head.submit(asked, { code: '2468' }, undefined, '_signature');
    return false;
  });
  if (place.over()) return;
  place.told.add({ kind: 'signed', id: idOf(path) });
  await number(place, clerk, path);
}
