// SPDX-License-Identifier: Apache-2.0
/** Papers of a chancery: lists taken out, kept views. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, must, type Narrator } from './step.ts';

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

export async function makePapers(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const [clerk, head] = [new Browser(base), new Browser(base)];
  await clerk.signIn('clerk', 'meridia', '/documents');
  await head.signIn('head', 'meridia', '/documents');
  await narrator.step('A list of documents is taken out as CSV, as a workbook and as PDF', () => takeOut(clerk));
  await narrator.step('A view of the list is kept, seen by its keeper alone, and given up', () =>
    keepView(clerk, head),
  );
  await look('Papers of a chancery', clerk, ['/documents/list']);
}
