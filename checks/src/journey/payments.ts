// SPDX-License-Identifier: Apache-2.0
/** Two invoices of a company are paid at once, one goes back in part by two persons; receipts as PDF and as e-invoice. */
import { employerInn } from './apply.ts';
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const own = '/cabinet/payments';
const languages = ['en', 'ru', 'ar'] as const;
const press = (value: string): [string, string] => ['_do', value];
const valueOf = (page: Page, beginning: string): string | undefined =>
  page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.startsWith(beginning))?.[1];

interface Walk {
  readonly say: (key: string) => string;
  readonly enter: (login: string, path: string) => Promise<Browser>;
}

/** Boxes of invoices that wait to be paid; the history of the country may still bring them. */
const boxes = (page: Page): string[] =>
  [...page.html.matchAll(/id="pay-[^"]+"[^>]*value="([^"]+)"/g)].map(([, value]) => value ?? '');

const owedNow = (payer: Browser): Promise<Page> =>
  eventually('two invoices to pay', async () => {
    const page = await payer.get(own);
    return boxes(page).length >= 2 ? page : undefined;
  });

async function payTwo(payer: Browser): Promise<{ ids: string[] }> {
  const list = await owedNow(payer);
  const ids = boxes(list).slice(0, 2);
  const form = list.forms().find(({ names }) => names.has('invoice'));
  must(form, 'the list has a form to pay with');
  const fields: [string, string][] = [
    ...form.fields.filter(([name]) => name !== 'invoice' && name !== 'provider'),
    ['provider', 'bank'],
    ...ids.map((id): [string, string] => ['invoice', id]),
  ];
  const bank = await payer.post(list.url, fields, list.url);
  must(new URL(bank.url).pathname.startsWith('/pay/'), `the payer is at the bank, not at ${bank.url}`);
  const back = await payer.submit(bank, { card: '4242424242424242' }, ['action', 'pay']);
  must(back.path === own, `the payer comes back to the list, not to ${back.path}`);
  return { ids };
}

async function seePaid({ say }: Walk, payer: Browser, ids: readonly string[]): Promise<Evidence> {
  for (const id of ids)
    await eventually('the word of the bank', async () => {
      const page = await payer.get(`${own}/${id}`);
      return page.text.includes(say('payments.state-paid')) && page;
    });
  const [id = ''] = ids;
  const pdf = await payer.bytes(`/api/payments/invoices/${id}/receipt.pdf`);
  must(pdf.status === 200 && pdf.body.subarray(0, 5).toString() === '%PDF-', 'the receipt is a PDF');
  const xml = await payer.bytes(`/api/payments/invoices/${id}/invoice.xml`);
  must(xml.body.includes('urn:cen.eu:en16931:2017'), 'the e-invoice names its standard');
  const statement = await payer.bytes(`/api/payments/own/statement?as=csv&language=en`);
  must(statement.status === 200 && statement.body.length > 100, 'the statement is a table');
  return { receiptBytes: pdf.body.length, eInvoiceBytes: xml.body.length, statementBytes: statement.body.length };
}

async function refundPartly({ say, enter }: Walk, payer: Browser, id: string): Promise<Evidence> {
  const [one, two] = [await enter('treasurer', '/payments'), await enter('treasurer2', '/payments')];
  const page = await one.get(`/payments/invoices/${id}`);
  const values = { amount: '5.00', reason: 'The extract had a mistake' };
  const asked = await one.submit(page, values, press('refund'));
  must(asked.text.includes(say('notice.payments-done')), `it is asked for: ${asked.text.slice(0, 300)}`);
  const waiting = '/payments/refunds?state=asked';
  const mine = await one.get(waiting);
  must(mine.text.includes(say('payments.another-decides')), 'who asked does not decide');
  const theirs = await two.get(waiting);
  const approve = valueOf(theirs, 'approve ');
  must(approve, `another may approve: ${theirs.text.slice(0, 300)}`);
  await two.submit(theirs, {}, press(approve));
  await eventually('the refund of the bank', async () => {
    const back = await payer.get(`${own}/${id}`);
    return back.text.includes(say('payments.step-refund-approved')) && back.text.includes(say('payments.sum-refunded'));
  });
  return { refunded: '5.00' };
}

export async function collectPayments(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const enter = async (login: string, path: string) => {
    const one = new Browser(base, inLanguage('en'));
    await one.signIn(login, 'meridia', path);
    return one;
  };
  const walk: Walk = { say: wordsOf('en'), enter };
  const payer = await enter('aigerim', own);
  await payer.submit(await payer.get('/acting-for'), { for: employerInn });
  let ids: string[] = [];
  await narrator.step('What a company owes is in its cabinet', async () => ({
    open: boxes(await owedNow(payer)).length,
  }));
  await look('What a payer owes', payer, [own], 'owed');
  await narrator.step('A company pays two invoices at once at the bank', async () => {
    ({ ids } = await payTwo(payer));
    return { invoices: ids.length };
  });
  await narrator.step('Both are paid; the receipt is a PDF, the invoice UBL, the statement a table', () =>
    seePaid(walk, payer, ids),
  );
  const [id = ''] = ids;
  await narrator.step('A part of one goes back: one person asks, another approves', () =>
    refundPartly(walk, payer, id),
  );
  const anybody = new Browser(base);
  await look('The fees', anybody, ['/fees']);
  await look('What a payer has paid', payer, [own, `${own}/${id}`], 'paid');
  const office = await enter('treasurer', '/payments');
  await look('The office that keeps account', office, [
    ...['', '/figures', '/fees', '/refunds', '/disputes', '/transfers', `/invoices/${id}`].map(
      (page) => `/payments${page}`,
    ),
  ]);
  for (const language of languages.slice(1))
    await narrator.step(`The pages of payments are read in another language (${language})`, async () => {
      const reader = new Browser(base, inLanguage(language));
      await reader.signIn('treasurer', 'meridia', '/payments');
      const pages = ['', '/figures', '/refunds', '/disputes', '/transfers', '/fees'];
      for (const page of pages)
        must((await reader.get(`/payments${page}`)).status === 200, `/payments${page} is shown`);
      return { pages: pages.length };
    });
}
