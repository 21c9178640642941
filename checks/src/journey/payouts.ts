// SPDX-License-Identifier: Apache-2.0
/** A benefit is paid out, comes back and is paid again; a difference with the bank is settled; a day is closed. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const number = '112-233-445 95';
const id = '[0-9a-f-]{36}';
const buttonOf = (page: Page, beginning: string): [string, string] | undefined =>
  page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.startsWith(beginning));

/** Where a password is not enough the rest is proven, and the account is named again. */
const name = (who: Browser, iban: string) =>
  eventually('an account is named', async () => {
    const page = await who.submit(await who.get('/cabinet/payouts'), { way: 'iban', iban, name: 'Aigerim Seitkali' });
    if (page.path.startsWith('/sign-in')) await who.prove(page);
    return page.text.includes(say('notice.account-chosen')) && page;
  });

async function letGo(clerk: Browser, chief: Browser, path: string): Promise<void> {
  await clerk.submit(await clerk.get(path), {}, press('submit'));
  const approved = await chief.submit(await chief.get(path), {}, press('approve'));
  must(approved.text.includes(say('notice.payouts-done')), `it is let go: ${approved.text.slice(0, 400)}`);
}
const untilState = (who: Browser, path: string, state: string) =>
  eventually(
    `a row of ${path} is ${state}`,
    async () => {
      const page = await who.get(`${path}?state=${state}`);
      return page.text.includes('Seitkali') && page;
    },
    120,
  );

/** Accounts at Meridia Bank: it sends back what goes to one that ends in 0404. */
const closedAccount = 'XM57MBNK0000009000010404';
const openAccount = 'XM18MBNK0000009000025074';

/** A month that nobody was paid for yet, so that the walk can be taken again. */
const month = () => `2031-${String(1 + Math.floor(Math.random() * 12)).padStart(2, '0')}`;

async function payOut(citizen: Browser, clerk: Browser, chief: Browser): Promise<Evidence & { path: string }> {
  await eventually(
    'the programmes are there',
    async () => (await clerk.get('/payouts')).text.includes('Child benefit'),
    240,
  );
  await name(citizen, closedAccount);
  const text = `person,amount,reason,reference\n${number},95.00,Child benefit,journey ${Date.now()}\nnobody,1,x,y\n`;
  const file = { name: 'rows.csv', content: Buffer.from(text) };
  const about = { programme: 'child-benefit', period: month() };
  const batch = await clerk.sendFile(await clerk.get('/payouts'), 'file', file, about);
  const { path } = batch;
  must(path.startsWith('/payouts/batches/'), `the file is read: ${batch.text.slice(0, 400)}`);
  must(batch.text.includes(say('payouts.line-person-wrong')), `the bad line is told: ${batch.text.slice(0, 400)}`);
  await letGo(clerk, chief, path);
  await untilState(clerk, path, 'returned');
  must(
    (await citizen.get('/cabinet/payouts')).text.includes(say('own-payouts.closed')),
    'the citizen is told to correct it',
  );
  await name(citizen, openAccount);
  const back = await clerk.get('/payouts/rows?state=back&search=journey');
  const again = await clerk.submit(back, {}, buttonOf(back, 'repeat') ?? press('repeat'));
  must(again.path.startsWith('/payouts/batches/'), `it is to be paid again: ${again.text.slice(0, 400)}`);
  await letGo(clerk, chief, again.path);
  await untilState(clerk, again.path, 'paid');
  return { path, again: again.path };
}

async function settle(clerk: Browser): Promise<Evidence & { path: string }> {
  const path = await eventually(
    'an open difference of the history',
    async () => {
      const list = await clerk.get('/books/differences?state=open&kind=missing-at-bank');
      return list.links(new RegExp(`^/books/differences/${id}$`))[0];
    },
    300,
  );
  const settled = await clerk.submit(await clerk.get(path), { reason: 'Entered twice by hand' }, press('explain'));
  must(settled.text.includes(say('books.step-explained')), `it is settled: ${settled.text.slice(0, 400)}`);
  return { path };
}

async function closeDay(clerk: Browser, chief: Browser): Promise<Evidence> {
  const page = await clerk.get('/books/closings');
  const day =
    page
      .forms()
      .flatMap(({ fields }) => fields)
      .find(([field]) => field === 'day')?.[1] ?? '';
  must(/^20\d\d-\d\d-\d\d$/.test(day), `there is an open day: ${page.text.slice(0, 300)}`);
  const asked = await clerk.submit(page, { day, reason: 'The day is over' }, press('day'));
  must(asked.text.includes(say('notice.books-asked')), `a second person is asked: ${asked.text.slice(0, 400)}`);
  const waiting = await chief.get('/books/proposals?state=open');
  const done = await chief.submit(waiting, {}, buttonOf(waiting, 'approve') ?? press('approve'));
  must(done.text.includes(say('notice.books-decided')), `the day is closed: ${done.text.slice(0, 400)}`);
  return { day };
}

/** The history closes its days last: before that a difference may be one that the next statement clears. */
const historyIsThere = (clerk: Browser) =>
  eventually(
    'the closed days of the history',
    async () => (await clerk.get('/books/closings')).links(/^\/api\/books\/treasury\//).length > 0,
    300,
  );

export async function keepBooks(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const [citizen, clerk, chief] = [new Browser(base), new Browser(base), new Browser(base)];
  await citizen.signIn('aigerim');
  await clerk.signIn('bookkeeper');
  await chief.signIn('chief-accountant');
  let batch = '';
  await narrator.step('A benefit is paid out, comes back, and is paid again to another account', async () => {
    const evidence = await payOut(citizen, clerk, chief);
    batch = evidence.path;
    return evidence;
  });
  let difference = '';
  await narrator.step('A difference with the bank is settled, with its reason', async () => {
    await historyIsThere(clerk);
    const evidence = await settle(clerk);
    difference = evidence.path;
    return evidence;
  });
  await narrator.step('A day is closed by two persons', () => closeDay(clerk, chief));
  const first = async (path: string, pattern: string) =>
    (await clerk.get(path)).links(new RegExp(`^${pattern}$`))[0] ?? path;
  const own = [
    await first('/books/entries', `/books/entries/${id}`),
    await first('/books/statements', `/books/statements/${id}`),
  ];
  const pages = [
    'entries',
    'trial-balance',
    'accounts/1010',
    'revenue',
    'statements',
    'differences',
    'closings',
    'proposals',
    'chart',
  ];
  await look('The pages of the books', clerk, ['/books', ...pages.map((page) => `/books/${page}`), ...own, difference]);
  await look('The pages of payouts', clerk, [
    ...['/payouts', '/payouts/rows?state=back', '/payouts/vouchers', '/payouts/requests', batch],
  ]);
  await look("The citizen's payouts", citizen, ['/cabinet/payouts']);
}
