// SPDX-License-Identifier: Apache-2.0
/** Papers of a chancery: lists taken out, kept views, stamps, what goes to the post, drafts from templates, files looked at, tables taken in. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

/** The list of documents, in each form that its page offers. */
async function takeOut(clerk: Browser): Promise<Evidence> {
  const list = await clerk.get('/documents/list?direction=outgoing');
  const begins = { csv: '\ufeffNumber', xlsx: 'PK', pdf: '%PDF' };
  const sizes: Record<string, number> = {};
  for (const link of list.links(/^\/api\/papers\/lists\/documents\?/)) {
    const { status, body } = await clerk.bytes(link);
    const as = new URL(link, clerk.base).searchParams.get('as') as keyof typeof begins;
    must(status === 200 && body.toString().startsWith(begins[as]), `${as} of the list: ${status}`);
    sizes[as] = body.length;
  }
  must(Object.keys(sizes).length === 3, 'the list comes in three forms');
  return sizes;
}

/** Kept for all by the clerk, used by the head, given up again. */
async function keepView(clerk: Browser, head: Browser): Promise<Evidence> {
  const name = `Overdue outgoing ${Date.now() % 1e8}`;
  const list = await clerk.get('/documents/list?direction=outgoing&show=overdue');
  const kept = await clerk.submit(list, { name }, ['_do', 'keep']);
  must(kept.text.includes(name), `the view stands above the list: ${kept.text.slice(0, 300)}`);
  must(!(await head.get('/documents/list')).text.includes(name), 'it is of the clerk alone');
  const press = kept
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([, value]) => value.startsWith('drop '));
  must(press, 'it can be given up');
  const dropped = await clerk.submit(kept, {}, press);
  must(!dropped.text.includes(name), 'it is given up');
  return { name };
}

/** An outgoing letter of the demo's year. */
async function sendByPost(clerk: Browser): Promise<{ list: string; document: string; number: string }> {
  const document = await eventually('an outgoing letter of the demo', async () => {
    const outgoing = await clerk.get('/documents/list?direction=outgoing&state=executed');
    return outgoing.links(/^\/documents\/[0-9a-f-]{36}$/)[0];
  });
  const page = await clerk.get(document);
  const [stamp = ''] = page.links(/^\/api\/papers\/stamps\//);
  const printed = await clerk.bytes(stamp);
  must(printed.status === 200 && printed.body.toString().startsWith('%PDF'), `its stamp: ${printed.status}`);
  const number = /02-\d+\/\d{2}/.exec(page.text)?.[0] ?? '';
  const found = await clerk.get(
    `/documents/by-number?institution=XM-LABOUR-MINISTRY&number=${encodeURIComponent(number)}`,
  );
  must(found.path === document, `the code on it leads back: ${found.path}`);
  const day = /(\d{1,2}) (\w+) (20\d{2})/.exec(page.text)?.[0] ?? '';
  const on = new Date(`${day} UTC`).toISOString().slice(0, 10);
  const form = await clerk.get(`/documents/dispatches?on=${on}`);
  const made = await clerk.submit(form, { documents: document.split('/').at(-1) ?? '' }, ['_do', 'make']);
  must(made.path.startsWith('/documents/dispatches/'), `the list is there: ${made.text.slice(0, 300)}`);
  const fields = { 'address.1': '1 Rail Street, Aksu', 'post.1': 'registered', 'copies.1': '2' };
  const filled = await clerk.submit(made, fields, ['_do', 'row']);
  const press = filled.forms().find(({ buttons }) => buttons.some(([, value]) => value === 'print'));
  must(press, 'it can be printed');
  await clerk.submit(filled, {}, ['_do', 'print']);
  const after = await clerk.get(made.path);
  const [print = ''] = after.links(/^\/api\/papers\/dispatches\//);
  const paper = await clerk.bytes(print);
  must(paper.status === 200 && paper.body.toString().startsWith('%PDF'), `the list as printed: ${paper.status}`);
  const tracked = await clerk.submit(after, { 'tracking.1': 'RA123456785XM' }, ['_do', 'row']);
  must(tracked.html.includes('RA123456785XM'), 'its postal number stands there');
  return { list: made.path, document, number };
}

/** An answer on the ministry's blank, its fields filled in by the directory. */
async function draftFromTemplate(
  clerk: Browser,
): Promise<Record<'template' | 'draft' | 'document' | 'preview', string>> {
  const templates = await eventually('the standard set of templates', async () => {
    const page = await clerk.get('/documents/new?kind=outgoing');
    return page.links(/^\/documents\/templates\//).length > 0 && page;
  });
  const [draft = ''] = templates.links(/^\/documents\/templates\/.*\/draft$/);
  const form = await clerk.get(`${draft}?to=XM-INTERIOR-MINISTRY`);
  must(form.html.includes('Ministry of the Interior'), 'the addressee is named by the directory');
  const text = 'We agree to the draft.';
  const made = await clerk.submit(form, { subject: 'On the draft of the rules', 'field.text': text }, ['_do', 'start']);
  must(/^\/documents\/[0-9a-f-]{36}$/.test(made.path), `the draft is there: ${made.text.slice(0, 300)}`);
  const [file = ''] = made.links(/^\/api\/documents\/.*\/files\//);
  const { body } = await clerk.bytes(file);
  must(body.toString().startsWith('%PDF'), 'its main file is a PDF');
  const [preview = ''] = made.links(/^\/documents\/[0-9a-f-]{36}\/files\//);
  const looked = await clerk.get(preview);
  must(looked.text.includes('We agree to the draft.'), `its pages are shown: ${looked.text.slice(0, 300)}`);
  const [, picture = ''] = /<img[^>]*src="(\/api\/papers\/[^"]+)"/.exec(looked.html) ?? [];
  const { type } = await clerk.bytes(picture);
  must(type === 'image/png', `a page is a picture: ${type}`);
  return { preview, template: draft.replace('/draft', ''), draft, document: made.path };
}

/** A card of a system before, and a row that is none. */
async function takeInTable(clerk: Browser): Promise<{ path: string }> {
  const key = `card-${Date.now()}`;
  const head = 'key,kind,subject,state,author,correspondents';
  const table = [
    head,
    `${key},incoming,Matter of a system before,received,Depot,Depot`,
    `${key}-2,unheard,Another,received,Depot,`,
  ];
  const form = await clerk.get('/documents/import');
  const tried = await clerk.sendFile(
    form,
    'file',
    { name: 'cards.csv', content: Buffer.from(table.join('\n')) },
    { source: 'delo' },
  );
  must(
    tried.text.includes('The instruction has no such kind'),
    `a row says why it is refused: ${tried.text.slice(0, 400)}`,
  );
  await clerk.submit(tried, {}, ['_do', 'run']);
  await eventually('the table is taken in', async () =>
    (await clerk.get(tried.path)).text.includes('Everything that fitted is taken in'),
  );
  return { path: tried.path };
}

export async function makePapers(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const [clerk, head] = [new Browser(base), new Browser(base)];
  await clerk.signIn('clerk', 'meridia', '/documents');
  await head.signIn('head', 'meridia', '/documents');
  await narrator.step('A list of documents is taken out as CSV, as a workbook and as PDF', () => takeOut(clerk));
  await narrator.step('A view of the list is kept, seen by its keeper alone, and given up', () =>
    keepView(clerk, head),
  );
  const post = { list: '', document: '', number: '' };
  await narrator.step('A letter has its stamp, and goes to the post on a printed list', async () =>
    Object.assign(post, await sendByPost(clerk)),
  );
  const drafted = { template: '', draft: '', document: '', preview: '' };
  await narrator.step('A draft is made from a template, with what the directory knows, and looked at', async () =>
    Object.assign(drafted, await draftFromTemplate(clerk)),
  );
  const table = { path: '' };
  await narrator.step('A table of cards of a system before is tried, then taken in', async () =>
    Object.assign(table, await takeInTable(clerk)),
  );
  await look('Cards of a system before', clerk, ['/documents/import', table.path]);
  await look('Templates of drafts', clerk, ['/documents/templates', drafted.template, drafted.draft, drafted.preview]);
  await look('Papers of a chancery', clerk, ['/documents/list', '/documents/dispatches', post.list, post.document]);
}
