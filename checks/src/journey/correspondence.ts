// SPDX-License-Identifier: Apache-2.0
/** Citizens write to ministries: a letter is registered, answered and read in the cabinet; another one goes on to whom it concerns. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { signRemotely } from './ministries.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const documentLink = /^\/documents\/[0-9a-f]{8}-/;
const answerLink = /\/answers\//;

/** Answers where its author finds it. */
async function write(author: Browser, subject: string): Promise<string> {
  const { path, text } = await author.submit(await author.get('/letters/new'), {
    ...{ institutionId: 'XM-LABOUR-MINISTRY', subject, text: 'When will it be paid?' },
  });
  must(path.startsWith('/cabinet/letters/'), `the letter is there: ${text.slice(0, 300)}`);
  return path;
}

async function found(clerk: Browser, subject: string): Promise<string> {
  const list = await clerk.get(`/documents/list?kind=letter&search=${encodeURIComponent(subject)}`);
  const [path] = list.links(documentLink);
  must(path, `the clerk finds the letter: ${list.text.slice(0, 300)}`);
  return path;
}

async function register(clerk: Browser, path: string, form: RegExp): Promise<string> {
  const registered = await clerk.submit(await clerk.get(path), {}, ['_do', 'register']);
  const number = form.exec(registered.text)?.[0] ?? '';
  must(number, `it has its number: ${registered.text.slice(0, 300)}`);
  return number;
}

/** Drawn up by the clerk, signed by the head, sent: it goes into the cabinet. */
async function answer(clerk: Browser, head: Browser, letter: string): Promise<string> {
  const draft = await clerk.submit(await clerk.get(`/documents/new?kind=outgoing&reply=${letter.split('/').at(-1)}`), {
    subject: 'Your pension is paid on the tenth',
  });
  const file = { name: 'answer.txt', content: Buffer.from('It is paid on the tenth of each month.\n') };
  await clerk.sendFile(draft, 'file', file, { _do: 'add-file' });
  await signRemotely(head, draft.path);
  const number = await register(clerk, draft.path, /\b02-\d+\/\d{2}/);
  await clerk.submit(await clerk.get(draft.path), {}, ['_do', 'send']);
  return number;
}

async function readAnswer(author: Browser, path: string, number: string): Promise<Evidence> {
  const link = await eventually('the answer to reach the author', async () => {
    const page = await author.get(path);
    return page.text.includes(number) && page.links(answerLink)[0];
  });
  const { status, body } = await author.bytes(link);
  must(status === 200 && body.toString().includes('on the tenth'), 'its file is what was sent');
  return { number, bytes: body.length };
}

export async function writeToMinistry(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [author, clerk, head, clerk2] = [new Browser(base), new Browser(base), new Browser(base), new Browser(base)];
  await author.signIn('aigerim', 'meridia', '/cabinet/letters');
  for (const [login, one] of Object.entries({ clerk, head, clerk2 })) await one.signIn(login, 'meridia', '/documents');
  // Each run writes about something else, or the clerk is asked whether it came before.
  const subject = `Matter ${Date.now() % 1e8}: my pension`;
  let [path, letter] = ['', ''];
  await narrator.step('A citizen writes a letter to a ministry in the portal', async () => {
    path = await write(author, subject);
    return { path };
  });
  await narrator.step('The clerk registers it, and its author sees the number', async () => {
    letter = await found(clerk, subject);
    const number = await register(clerk, letter, /06-\d+\/\d{2}/);
    await eventually('the number to reach the author', async () =>
      (await author.get(path)).text.includes(number) ? number : undefined,
    );
    return { number };
  });
  await narrator.step('The head signs an answer, and the author reads it in the cabinet', async () =>
    readAnswer(author, path, await answer(clerk, head, letter)),
  );
  await narrator.step('A letter that concerns another authority goes on to it, its author told', async () => {
    const other = `Matter ${Date.now() % 1e8}: my passport`;
    const at = await write(author, other);
    const passed = await clerk.submit(
      await clerk.get(await found(clerk, other)),
      { institutionId: 'XM-INTERIOR-MINISTRY', deliveryReason: 'Passports are theirs' },
      ['_do', 'pass-on-letter'],
    );
    must(passed.text.includes('Passports are theirs'), `why it went on stands there: ${passed.text.slice(0, 300)}`);
    const page = await author.get(at);
    must(page.text.includes('Ministry of the Interior'), 'its author sees where it is');
    return { there: await found(clerk2, other) };
  });
  await look('Letters to authorities', author, ['/letters/new', '/cabinet/letters', path]);
}
