// SPDX-License-Identifier: Apache-2.0
/**
 * Two ministries write to each other: a draft is approved, signed by two with keys of their own, sent, registered there,
 * resolved, answered and taken off control, while each side sees how far the other one is.
 */
import { openChromium } from '../chromium.ts';
import { Browser, type Page } from './browser.ts';
import { departFromSet } from './documents.ts';
import { chosen } from './choosing.ts';
import { postOf } from './execution.ts';
import { follow, type Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const people = { head: 'Zhumagulov', clerk2: 'Melnyk' } as const;
/** Opens a key at the demo's signing service. */
const pin = '2468';
const press = (value: string): [string, string] => ['_do', value];
const documentLink = /^\/documents\/[0-9a-f]{8}-/;

interface Ministries {
  readonly base: string;
  readonly language: string;
  readonly say: (key: string) => string;
  readonly clerk: Browser;
  readonly head: Browser;
  readonly deputy: Browser;
  readonly executor: Browser;
  readonly clerk2: Browser;
  readonly head2: Browser;
}

async function enter(base: string, language: string): Promise<Ministries> {
  const browser = async (login: string) => {
    const one = new Browser(base, inLanguage(language));
    await one.signIn(login, 'meridia', '/documents');
    return one;
  };
  return {
    ...{ base, language, say: wordsOf(language) },
    ...{ clerk: await browser('clerk'), head: await browser('head'), deputy: await browser('deputy') },
    ...{ executor: await browser('executor'), clerk2: await browser('clerk2'), head2: await browser('head2') },
  };
}

/** Answers the page when it says the words of this key. */
function says({ say }: Ministries, page: Page, key: string): Page {
  must(page.text.includes(say(key)), `“${say(key)}” stands on ${page.path}: ${page.text.slice(0, 500)}`);
  return page;
}

/** Draws a letter up with its file, and has it approved by the minister. */
async function drawUp(all: Ministries, subject: string): Promise<string> {
  const { executor, head } = all;
  const draft = await executor.submit(await executor.get('/documents/new?kind=outgoing'), {
    ...{ subject, correspondents: 'XM-INTERIOR-MINISTRY' },
  });
  const content = Buffer.from(`${subject}\n\nPlease let us know by the end of the month.\n`);
  const filed = await executor.sendFile(draft, 'file', { name: 'letter.txt', content }, { _do: 'add-file' });
  must(filed.text.includes('letter.txt'), `the file is there: ${filed.text.slice(0, 300)}`);
  const form = await chosen(executor, filed, 'posts', people.head);
  const sent = await executor.submit(form, { posts: postOf(form, people.head), mode: 'all' }, press('start-approval'));
  says(all, sent, 'documents.state-in-approval');
  says(all, await head.submit(await head.get(draft.path), {}, press('agree')), 'documents.state-approved');
  return draft.path;
}

/** With a key at the signing service. */
export async function signRemotely(who: Browser, path: string): Promise<Page> {
  const asked = await who.get(path);
  const page = asked.forms().some(({ names }) => names.has('certificateId')) ? asked : await getKey(who, path);
  const certificateId = /name="certificateId"[^>]*>.*?<option\b[^>]*value="([^"]+)"/s.exec(page.html)?.[1] ?? '';
  return who.submit(await who.submit(page, { certificateId }, press('sign')), { code: pin });
}

async function getKey(who: Browser, path: string): Promise<Page> {
  await who.submit(await who.get('/cabinet/signatures'), { code: pin });
  return who.get(path);
}

/** The head makes a key that never leaves the browser, and signs with it there. */
async function signInBrowser({ base, language, head, say }: Ministries, path: string): Promise<Evidence> {
  const chromium = await openChromium();
  try {
    const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, locale: language });
    await context.addCookies([
      ...head.cookies(base),
      { name: 'lang', value: language, domain: new URL(base).hostname, path: '/' },
    ]);
    const page = await context.newPage();
    await page.goto(`${base}/cabinet/signatures`);
    await follow(page, page.getByRole('button', { name: say('signing.make-in-browser') }));
    await page.goto(base + path);
    const keys = page.locator('select[name=certificateId]');
    const here = await keys
      .locator('option', { hasText: say('documents.key-browser') })
      .first()
      .getAttribute('value');
    must(here, 'the key in the browser can be chosen');
    await keys.selectOption(here);
    await follow(page, page.locator('button[value=sign]'));
    await follow(page, page.getByRole('button', { name: say('signing.sign'), exact: true }));
    await page.getByText(say('documents.state-signed')).first().waitFor();
    return { key: 'in the browser' };
  } finally {
    await chromium.close();
  }
}

/** Answers the number. */
async function register({ say }: Ministries, who: Browser, path: string, form: RegExp): Promise<string> {
  const registered = await who.submit(await who.get(path), {}, press('register'));
  const number = form.exec(registered.text)?.[0] ?? '';
  must(number, `“${say('documents.state-registered')}”, with a number: ${registered.text.slice(0, 400)}`);
  return number;
}

/** Waits until the page of a document says so of its copy. */
const untilCopy = ({ say }: Ministries, who: Browser, path: string, state: string): Promise<Page> =>
  eventually(
    `the copy to be ${state}`,
    async () => {
      const page = await who.get(path);
      return page.text.includes(say(`delivery.state-${state}`)) && page;
    },
    90,
  );

const arrived = (who: Browser, subject: string): Promise<string> =>
  eventually(
    'the document to arrive',
    async () => {
      const list = await who.get(`/documents/list?kind=incoming&search=${encodeURIComponent(subject)}`);
      return list.links(documentLink)[0];
    },
    90,
  );

async function carryOut(all: Ministries, path: string): Promise<Evidence> {
  const { clerk2, head2, say } = all;
  const form = await chosen(head2, await head2.get(`${path}/resolve`), 'responsible', people.clerk2);
  const responsible = postOf(form, people.clerk2);
  await head2.submit(form, { text: 'Prepare an answer', responsible, control: 'yes' }, press('give'));
  return { path, to: people.clerk2, by: say('documents.did-resolution-given'), page: (await clerk2.get(path)).status };
}

/** An answer is drawn up, signed and sent; the instruction is reported on, accepted and taken off control. */
async function answer(all: Ministries, path: string, subject: string): Promise<Evidence> {
  const { clerk2, head2 } = all;
  const draft = await clerk2.submit(await clerk2.get(`/documents/new?kind=outgoing&reply=${path.split('/').at(-1)}`), {
    subject: `Answer: ${subject}`,
  });
  const file = { name: 'answer.txt', content: Buffer.from('All of them are in order.\n') };
  await clerk2.sendFile(draft, 'file', file, { _do: 'add-file' });
  const form = await chosen(clerk2, await clerk2.get(draft.path), 'posts', 'Rakhimov');
  await clerk2.submit(form, { posts: postOf(form, 'Rakhimov'), mode: 'all' }, press('start-approval'));
  await head2.submit(await head2.get(draft.path), {}, press('agree'));
  says(all, await signRemotely(head2, draft.path), 'documents.state-signed');
  const number = await register(all, clerk2, draft.path, /\b02-\d+\/\d{2}/);
  await clerk2.submit(await clerk2.get(draft.path), {}, press('send'));
  await clerk2.submit(await clerk2.get(path), { text: `Answered by ${number}` }, press('report'));
  await head2.submit(await head2.get(path), {}, press('accept-report'));
  const off = await clerk2.submit(await clerk2.get(path), {}, press('remove-control'));
  says(all, off, 'documents.state-executed');
  return { number };
}

/** In a language other than English everything is done the same way, and not looked at. */
export async function writeBetweenMinistries(
  base: string,
  language: string,
  { narrator, look }: { narrator: Narrator; look?: Look },
): Promise<void> {
  const all = await enter(base, language);
  const { clerk, clerk2 } = all;
  const subject = `Matter ${Date.now() % 1e8}: seats on buses`;
  const step = (title: string, run: () => Promise<Evidence>) =>
    narrator.step(language === 'en' ? title : `${title} (${language})`, run);
  let [path, there, number] = ['', '', ''];
  if (language === 'en')
    await step('The ministry asks two signatures of what it sends out', () =>
      departFromSet(clerk, all.head, {
        ...{ path: 'kinds/outgoing/signatures', value: '2', reason: 'Letters bind the whole ministry' },
      }),
    );
  await step('A letter to another ministry is drawn up and approved', async () => {
    path = await drawUp(all, subject);
    return { path };
  });
  await step('Two sign it: one at the signing service, one with a key that never leaves the browser', async () => {
    await signRemotely(all.deputy, path);
    return signInBrowser(all, path);
  });
  await step('It gets its number, is sent, and comes to the other ministry', async () => {
    number = await register(all, clerk, path, /\b02-\d+\/\d{2}/);
    await clerk.submit(await clerk.get(path), {}, press('send'));
    await untilCopy(all, clerk, path, 'delivered');
    there = await arrived(clerk2, subject);
    return { number, there };
  });
  await step('Their number comes back', async () => {
    const theirs = await register(all, clerk2, there, /\b01-\d+\/\d{2}/);
    const page = await untilCopy(all, clerk, path, 'registered');
    must(page.text.includes(theirs), `their number ${theirs} stands at the copy`);
    return { theirs };
  });
  await step('It is resolved there, answered, reported on and taken off control', async () => {
    await carryOut(all, there);
    await untilCopy(all, clerk, path, 'in-execution');
    return answer(all, there, subject);
  });
  await step('The sender sees it carried out, and the answer comes as what it is', async () => {
    await untilCopy(all, clerk, path, 'executed');
    const came = await arrived(clerk, `Answer: ${subject}`);
    const page = await clerk.get(came);
    must(page.links(documentLink).includes(path), 'the answer is linked to what it answers');
    return { came };
  });
  await step('Its way over both ministries stands on one page, with evidence to take along', async () => {
    const page = await clerk.get(`${path}/timeline`);
    for (const said of ['registered', 'executed']) says(all, page, `timeline.said-${said}`);
    const [evidence = ''] = page.links(/\/api\/correspondence\/documents\/[^"]+\/proofs\/[^"]+\/file/);
    // The ledger signs once a minute.
    await eventually('the evidence of a message', async () => (await clerk.get(evidence)).status === 200, 90);
    return { evidence };
  });
  await look?.('A document and its copy, as sender and as addressee', clerk, [
    ...[path, `${path}/timeline`, '/documents/exchange'],
  ]);
  await look?.('A document that came over the exchange', clerk2, [there], 'there');
}
