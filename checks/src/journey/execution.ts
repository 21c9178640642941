// SPDX-License-Identifier: Apache-2.0
/** Work on documents in a ministry: a draft is approved; a letter is resolved, reported on, accepted, taken off control. */
import { Browser, type Page } from './browser.ts';
import { chosen } from './choosing.ts';
import type { Look } from './family.ts';
import { type Evidence, must, type Narrator } from './step.ts';

interface Workers {
  readonly clerk: Browser;
  readonly head: Browser;
  readonly executor: Browser;
}

/** The post that somebody is on, as choices name it: `Post · Name`. */
export function postOf(page: Page, name: string): string {
  const options = [...page.html.matchAll(/<option\b[^>]*value="([^"]+)"[^>]*>([^<]*)/g)];
  const boxes = [
    ...page.html.matchAll(
      /type="(?:checkbox|radio)"[^>]*value="([0-9a-f-]{36})"[^>]*>\s*(?:<div>)?<label[^>]*>(?:<!--[^>]*-->)?([^<]*)/g,
    ),
  ];
  const found = [...options, ...boxes].find(([, , text]) => text?.includes(name));
  must(found, `a post of ${name} can be chosen`);
  return found[1] ?? '';
}

/** Who is on them: titles of posts are in the language of the page. */
const post = { head: 'Zhumagulov', executor: 'Litvin' } as const;

/** What the desk offers to do with a document. */
async function fromDesk(who: Browser, kind: string, path: string): Promise<Page> {
  const desk = await who.get(`/documents/desk?kind=${kind}`);
  must(desk.links(/^\/documents\//).includes(path), `the desk shows it to ${kind}: ${desk.text.slice(0, 300)}`);
  return who.get(path);
}

async function approve({ executor, head }: Workers): Promise<Evidence> {
  const form = await executor.get('/documents/new?kind=internal');
  const draft = await executor.submit(form, { subject: `Memorandum on leave in summer ${Date.now() % 1e8}` });
  const found = await chosen(executor, draft, 'posts', post.head);
  const sent = await executor.submit(found, { posts: postOf(found, post.head), mode: 'all' }, [
    '_do',
    'start-approval',
  ]);
  must(sent.text.includes('In approval'), `it is in approval: ${sent.text.slice(0, 300)}`);
  const asked = await fromDesk(head, 'approve', draft.path);
  const back = await head.submit(asked, { remark: 'The dates are missing', page: '1', quote: 'in summer' }, [
    '_do',
    'return-draft',
  ]);
  must(back.text.includes('The dates are missing'), 'the remark stands at the document');
  const returned = await fromDesk(executor, 'mend', draft.path);
  await executor.submit(returned, {}, ['_do', 'resume']);
  const again = await fromDesk(head, 'approve', draft.path);
  const done = await head.submit(again, {}, ['_do', 'agree']);
  must(done.text.includes('Approved'), `everybody agreed: ${done.text.slice(0, 300)}`);
  return { path: draft.path };
}

async function carryOut({ clerk, head, executor }: Workers, path: string): Promise<Evidence> {
  const form = await chosen(head, await head.get(`${path}/resolve`), 'responsible', post.executor);
  const responsible = postOf(form, post.executor);
  const given = await head.submit(form, { text: 'Prepare an answer', responsible, control: 'yes' }, ['_do', 'give']);
  must(given.text.includes('Prepare an answer'), 'the resolution stands at the document');
  await executor.submit(await fromDesk(executor, 'execute', path), { text: 'The answer is sent' }, ['_do', 'report']);
  const accepted = await head.submit(await fromDesk(head, 'accept', path), {}, ['_do', 'accept-report']);
  must(accepted.text.includes('Carried out'), `it is carried out: ${accepted.text.slice(0, 300)}`);
  const off = await clerk.submit(await fromDesk(clerk, 'control', path), {}, ['_do', 'remove-control']);
  must(off.text.includes('Removed from control'), 'it is off control');
  return { path };
}

/** @param path of a letter that has its number */
export async function workOnDocuments(
  base: string,
  path: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const workers: Workers = { clerk: new Browser(base), head: new Browser(base), executor: new Browser(base) };
  for (const [login, browser] of Object.entries(workers)) await browser.signIn(login, 'meridia', '/documents');
  let approved: Evidence = {};
  await narrator.step('A draft is approved, returned once with a remark and sent again', async () => {
    approved = await approve(workers);
    return approved;
  });
  await narrator.step('A letter is resolved by the head, reported on, accepted and taken off control', () =>
    carryOut(workers, path),
  );
  const draft = String(approved.path ?? '');
  await look('Work on documents', workers.head, ['/documents/desk', `${path}/resolve`, '/documents/discipline', path]);
  await look('Work on documents, as executor', workers.executor, ['/documents/desk', draft]);
}
