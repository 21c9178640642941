// SPDX-License-Identifier: Apache-2.0
/** The employer's half: sign in, find, answer, apply, pay. */
import type { Browser, Page } from './browser.ts';
import { day } from './days.ts';
import { type Evidence, eventually, must } from './step.ts';

export const workerSnils = '14567890105';
const born = { 'workerBirthOn.day': '5', 'workerBirthOn.month': '11', 'workerBirthOn.year': '1992' };
export const employerInn = '0105234510';

export async function signInForCompany(browser: Browser): Promise<Evidence> {
  const choice = await browser.signIn('aigerim', 'meridia', '/acting-for');
  must(
    choice.path === '/acting-for' && choice.text.includes('Steppe Build LLP'),
    'the mandate for Steppe Build is offered after signing in',
  );
  const foreign = await browser.submit(choice, { for: '7700000001' });
  must(foreign.status >= 400, 'a company without a mandate is refused');
  const cabinet = await browser.submit(await browser.get('/acting-for'), { for: employerInn });
  must(cabinet.text.includes('Steppe Build LLP'), 'the cabinet says for whom the person acts');
  return { signedInAs: 'aigerim', actingFor: 'Steppe Build LLP', withoutMandate: foreign.status };
}

export async function findService(browser: Browser): Promise<Evidence> {
  const found = await eventually(
    'the service in the search',
    async () => (await browser.get('/search?q=work+perm')).links(/^\/services\/work-permit/)[0],
    20,
  );
  const home = await browser.get('/');
  const lifeEvent = home.links(/^\/life-events\//);
  let byLifeEvent: string | undefined;
  for (const path of lifeEvent)
    if ((await browser.get(path)).links(/^\/services\/work-permit/).length) byLifeEvent = path;
  must(byLifeEvent, 'a life event leads to the work permit');
  const service = await browser.get(found);
  must(service.status === 200 && /15/.test(service.text), 'the service page tells how long it takes');
  return { bySearch: found, byLifeEvent, title: service.title };
}

/** Answers yes to every eligibility question, and a year where a number is asked. */
export async function checkEligibility(browser: Browser): Promise<Evidence> {
  let page = await browser.get('/services/work-permit/eligibility');
  const asked: string[] = [];
  for (let i = 0; i < 10; i++) {
    const form = page.forms().find((one) => one.names.has('_asked'));
    if (!form) break;
    const name = form.fields.find(([field]) => field === '_asked')?.[1] ?? '';
    const yes = new RegExp(`name="${name}"[^>]*value="(true|yes)"|value="(true|yes)"[^>]*name="${name}"`).exec(
      page.html,
    );
    asked.push(page.title);
    page = await browser.submit(page, { [name]: yes?.[1] ?? yes?.[2] ?? '24' });
  }
  must(
    page.links(/\/services\/work-permit\/start/).length > 0,
    `somebody eligible is led to the application, not to: ${page.text.slice(0, 200)}`,
  );
  return { asked, outcome: page.title };
}

export const dayAhead = (days: number) => day(days).split('-');

export interface Application {
  readonly id: string;
  readonly registerValues: string[];
}

export interface Begun extends Application {
  readonly tampered: string;
  /** The page after the worker's number. */
  readonly page: Page;
}

/** Walks every page of the form; shows that register values are locked and cannot be sent. */
export const fillForm = async (browser: Browser): Promise<Begun> => fillRest(browser, await beginForm(browser));

/** From the start to the worker's number: from then on starting again makes another draft. */
export async function beginForm(browser: Browser): Promise<Begun> {
  let page = await browser.startService('work-permit');
  const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
  must(id, `starting leads to the first page of the form, not to ${page.path}: ${page.text.slice(0, 200)}`);
  page = await fromRegister(browser, 'the company register', page, employerInn);
  const registerValues = [/Name (.*?) Company register/.exec(page.text)?.[1] ?? ''];
  const tampered = await tamper(browser, page);
  page = await browser.submit(await browser.get(page.path));
  page = await browser.submit(page, { workerSnils: '1456789010', ...born });
  must(page.status === 422, 'a SNILS that is too short is refused with a message');
  page = await browser.submit(page, { workerSnils, ...born, 'workerBirthOn.day': '6' });
  must(!page.text.includes('Rahul'), 'a number with another birth date shows nobody');
  page = await browser.submit(await browser.get(`/cases/${id}/form/worker-number`), { workerSnils, ...born });
  return { id, registerValues, tampered, page };
}

/** The other pages, up to checking the answers. */
export async function fillRest(browser: Browser, begun: Begun): Promise<Begun> {
  const { id, registerValues } = begun;
  const [year = '', month = '', day = ''] = dayAhead(40);
  let page = await fromRegister(browser, 'the population register', begun.page, 'Rahul');
  registerValues.push(/Name in Latin letters (.*?) Population register/.exec(page.text)?.[1] ?? '');
  page = await browser.submit(page);
  page = await browser.submit(page, { '_find.occupation': '2142' }, ['_find', 'occupation']);
  page = await browser.submit(page, { occupation: '2142' });
  page = await browser.submit(page, { workRegion: 'XM-01', workAddress: '40 Unity Street, Aksu' });
  page = await browser.submit(page, {
    'startsOn.day': day,
    'startsOn.month': month,
    'startsOn.year': year,
    months: '24',
  });
  page = await browser.submit(page, { diplomaNumber: 'IN-2014-048213', diplomaLevel: 'bachelor' });
  page = await browser.submit(page, { contactEmail: 'hr@steppe-build.example', contactPhone: '' });
  must(
    page.path === `/cases/${id}/check`,
    `the last page leads to checking the answers, not to ${page.path}: ${page.text.slice(0, 200)}`,
  );
  return begun;
}

/** The page with the register's values; a register that did not answer is asked again with the page's button. */
export function fromRegister(browser: Browser, register: string, first: Page, value: string): Promise<Page> {
  let page = first;
  return eventually(register, async () => {
    if (page.text.includes(value)) return page;
    const failed = page.forms().flatMap(({ buttons }) => buttons.filter(([name]) => name === '_refresh'))[0];
    if (failed) await browser.submit(page, {}, failed);
    page = await browser.get(first.path);
    return page.text.includes(value) && page;
  });
}

/** Sends a value for a field the register fills: it must be refused or ignored, and the register's value must stand. */
async function tamper(browser: Browser, page: Page): Promise<string> {
  const form = page.forms().find((one) => one.method === 'post');
  const answer = await browser.post(page.url, [...(form?.fields ?? []), ['employerEmployees', '3']]);
  const after = await browser.get(page.path);
  must(/Number of employees 120 /.test(after.text), 'a register value that was sent from outside changes nothing');
  const response = await fetch(new URL(`/api/cases/${page.path.split('/')[2]}`, browser.base));
  must(response.status === 401, 'the case is not open to somebody who is not signed in');
  return `form answered ${answer.status}, the register's value stands`;
}

/** Sends the application; answers the case's number. */
export async function submit(browser: Browser, id: string): Promise<string> {
  const check = await browser.get(`/cases/${id}/check`);
  const declaration = /name="declaration"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="declaration"/.exec(check.html);
  const sent = await browser.submit(check, { declaration: declaration?.[1] ?? declaration?.[2] ?? 'yes' });
  must(sent.status === 200 && !sent.path.endsWith('/check'), `the application is sent: ${sent.text.slice(0, 200)}`);
  await eventually('the invoice', async () => (await browser.get(`/cases/${id}/pay`)).path.endsWith('/pay'));
  const number = /[A-Z]{2,}[-\w/]*\d{4,}[-\w/]*/.exec((await browser.get(`/cases/${id}`)).text)?.[0];
  must(number, 'the case has a number');
  return number;
}

export async function pay(browser: Browser, id: string): Promise<Evidence> {
  const invoice = await browser.get(`/cases/${id}/pay`);
  const fee = /(?:€|EUR)\s?[\d,.]+|[\d,.]+\s?(?:€|EUR)/.exec(invoice.text)?.[0]?.trim();
  must(fee, `the pay page names the fee: ${invoice.text.slice(0, 200)}`);
  const bank = await browser.submit(invoice);
  must(/Meridia Bank/.test(bank.html), `paying leads to the bank's own page, not to ${bank.url}`);
  const declined = await browser.submit(bank, { card: '4000000000000002' }, ['action', 'pay']);
  must(declined.status === 422, 'a declined card leaves the checkout open');
  const back = await browser.submit(declined, { card: '4000000000000341' }, ['action', 'pay']);
  must(new URL(back.url).origin === new URL(browser.base).origin, `the payer comes back, not to ${back.url}`);
  await eventually("the bank's callback", async () => (await browser.get(`/cases/${id}/pay`)).path === `/cases/${id}`);
  return { fee, paidAt: new URL(bank.url).origin, callbacks: 3, state: (await browser.get(`/cases/${id}`)).title };
}
