// SPDX-License-Identifier: Apache-2.0
/** A ministry's chancery: a letter on paper gets its number, another ministry learns nothing of it, the instruction changes by two. */
import { Browser } from './browser.ts';
import { day } from './days.ts';
import { workOnDocuments } from './execution.ts';
import type { Look } from './family.ts';
import { type Evidence, must, type Narrator } from './step.ts';

interface Entered {
  readonly path: string;
  readonly number: string;
  /** Of the sender; another one each time, or it is taken for a double. */
  readonly theirs: string;
}

/** The clerk of the Ministry of Labour. */
export async function enterLetter(clerk: Browser): Promise<Entered> {
  const form = await clerk.get('/documents/new?kind=incoming');
  const theirs = `12-3/${Date.now() % 1e8}`;
  const entered = await clerk.submit(form, {
    subject: `Matter ${theirs.slice(5)}: places in kindergartens for children of workers`,
    correspondents: 'XM-INTERIOR-MINISTRY',
    theirNumber: `№ ${theirs}`,
    theirDate: '5 May 2026',
    paperAt: 'Cabinet 3',
  });
  must(entered.path.startsWith('/documents/'), `the document is there: ${entered.text.slice(0, 300)}`);
  const registered = await clerk.submit(entered, {}, ['_do', 'register']);
  const number = /01-\d+\/\d{2}/.exec(registered.text)?.[0] ?? '';
  must(number, `it has its number: ${registered.text.slice(0, 400)}`);
  return { path: entered.path, number, theirs };
}

async function findAgain(clerk: Browser, { path, number, theirs }: Entered): Promise<Evidence> {
  const asked = [`№ ${theirs} от 5 мая`, 'kindergartens workers', number];
  for (const search of asked) {
    const list = await clerk.get(`/documents/list?search=${encodeURIComponent(search)}`);
    must(list.links(/^\/documents\//).includes(path), `“${search}” finds it`);
  }
  return { asked };
}

/** Neither its page nor a list shows it to another ministry. */
async function learnNothing(other: Browser, { path, number }: Entered): Promise<Evidence> {
  const { status } = await other.get(path);
  must(status === 404, `another ministry is told ${status}`);
  const list = await other.get(`/documents/list?search=${encodeURIComponent(number)}`);
  must(!list.links(/^\/documents\//).includes(path), 'a search of another ministry does not find it');
  return { status };
}

/** A departure from the standard set, in force from today: the clerk proposes it, the head decides. */
export async function departFromSet(
  clerk: Browser,
  head: Browser,
  change: { path: string; value: string; reason: string },
): Promise<Evidence> {
  const inForceFrom = day(0);
  await clerk.submit(await clerk.get(`/documents/norms?path=${change.path}`), { ...change, inForceFrom });
  const proposed = await head.get('/documents/norms');
  const press = proposed
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([, value]) => value.startsWith('approve '));
  must(press, 'the head may decide');
  const decided = await head.submit(proposed, {}, press);
  must(decided.text.includes(change.reason), 'the deviation is in force');
  return { ...change };
}

export async function workInChancery(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [clerk, head, other] = [new Browser(base), new Browser(base), new Browser(base)];
  await clerk.signIn('clerk', 'meridia', '/documents');
  await head.signIn('head', 'meridia', '/documents');
  await other.signIn('clerk2', 'meridia', '/documents');
  let entered: Entered = { path: '', number: '', theirs: '' };
  await narrator.step('A clerk enters a letter that came on paper and gives it its number', async () => {
    entered = await enterLetter(clerk);
    return { ...entered };
  });
  await narrator.step('It is found by words, by number and by date as people type them', () =>
    findAgain(clerk, entered),
  );
  await narrator.step('Another ministry learns nothing of it', () => learnNothing(other, entered));
  await narrator.step('The instruction of the ministry departs from the standard set, by two people', () =>
    departFromSet(clerk, head, {
      ...{ path: 'kinds/letter/termDays', value: '12', reason: 'Citizens are answered sooner here' },
    }),
  );
  const draft = await clerk.submit(
    await clerk.get(`/documents/new?kind=outgoing&reply=${entered.path.split('/').at(-1)}`),
    {
      subject: 'Answer on places in kindergartens',
    },
  );
  const [journal = ''] = (await clerk.get('/documents')).links(/^\/documents\/journals\//);
  await look('The pages of a chancery', clerk, [
    ...['/documents', '/documents/list', '/documents/new', '/documents/new?kind=order', '/documents/norms', journal],
    ...[entered.path, draft.path, `${draft.path}/card`],
  ]);
  await workOnDocuments(base, entered.path, { narrator, look });
}
