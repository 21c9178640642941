// SPDX-License-Identifier: Apache-2.0
/** Somebody abroad opens an account by passport and is given a visa: nothing of them is in any register of the country. */
import { randomInt } from 'node:crypto';
import { dayAhead, pay, submit } from './apply.ts';
import type { Browser, Page } from './browser.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const service = 'visit-visa';

const requests = /^\/administration\/accounts\/requests\//;
/** Of a child in the population register who has no account. */
const inTheRegister = '11223345698';
/** Both are tried and declined: the people of the demo stay who they are. */
const asked = {
  join: {
    says: 'A front office asks to join the account to an entry of the population register',
    fields: { number: inTheRegister, 'reason-join': 'The passport names this entry' },
  },
  merge: {
    says: 'A front office asks to make one account of two',
    fields: { other: 'accountant', 'reason-merge': 'They say that both are theirs' },
  },
};

export interface Newcomer {
  readonly login: string;
  readonly password: string;
  readonly email: string;
  readonly passport: string;
  readonly mrz: string;
}

type Look = (what: string, as: Browser, paths: readonly string[], moment?: string) => Promise<void>;

export async function applyFromAbroad(
  browser: Browser,
  [desk, officer]: readonly [Browser, Browser],
  mailUrl: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const who = newcomer();
  const start = ['', '/number', '/passport', '/sent'].map((page) => `/register${page}`);
  await look('The pages of registration', browser, [...start, '/recover', '/recover/sent', '/recover/everything']);
  let link = '';
  await narrator.step('Somebody abroad registers with the lines of a passport', async () => {
    const { link: path, ...evidence } = await register(browser, mailUrl, who);
    link = path;
    return evidence;
  });
  await look('The link that opens an account', browser, [link], 'register');
  await narrator.step('The link opens an account of the lowest level', () => openAccount(browser, link, who));
  let sent = { id: '', number: '' };
  await narrator.step('A visit visa is applied for with it', async () => {
    sent = await applyForVisa(browser, who);
    return sent;
  });
  await look('The pages of who applied from abroad', browser, [
    `/cases/${sent.id}`,
    `/services/${service}/how`,
    '/cabinet/closing',
  ]);
  await narrator.step('The ministry grants the visa', () => receiveVisa(browser, officer, sent));
  const accounts = '/administration/accounts';
  let [person, request] = ['', ''];
  await narrator.step('A front office sees the passport, confirms who it is, and asks for a way back', async () => {
    const found = await desk.submit(await desk.get(accounts), { by: who.login, purpose: 'They came to the desk' });
    person = found.path;
    must(found.text.includes(who.passport), 'the official sees the passport that was registered with');
    const raised = await desk.submit(found, { proofing: '2', document: `Passport ${who.passport}` }, [
      '_do',
      'proofing',
    ]);
    must(raised.status === 200, `it is recorded who they are: ${raised.text.slice(0, 200)}`);
    const lost = { email: `new-${who.email}`, 'reason-recover': 'Phone and password lost' };
    const asked = await desk.submit(await desk.get(person), lost, ['_do', 'recover']);
    request = asked.links(/^\/administration\/accounts\/requests\//)[0] ?? '';
    must(request, 'what was asked for waits in the list');
    const own = await desk.submit(await desk.get(request), {}, ['_do', 'approve']);
    must(own.status === 403, 'who asked does not decide');
    return { asked: request, byOneself: own.status };
  });
  await look('The pages of those who look after accounts', desk, [accounts, person, request]);
  await narrator.step('A colleague agrees, and the link goes to the address said at the desk', async () => {
    const decided = await officer.submit(await officer.get(request), {}, ['_do', 'approve']);
    must(decided.path === accounts, `the decision leads back to the list: ${decided.text.slice(0, 200)}`);
    link = await mailedLink(mailUrl, `new-${who.email}`, /\/recover\/link\/[\w.-]+/);
    return { sentTo: `new-${who.email}` };
  });
  await look('The link that leads back to an account', browser, [link], 'recover');
  for (const kind of ['join', 'merge'] as const) {
    let waits = '';
    await narrator.step(asked[kind].says, async () => {
      const known = (await desk.get(accounts)).links(requests);
      const sent = await desk.submit(await desk.get(person), asked[kind].fields, ['_do', kind]);
      must(sent.path === accounts, `it was asked for: ${sent.text.slice(0, 300)}`);
      waits = sent.links(requests).find((one) => !known.includes(one)) ?? '';
      must(waits, 'what was asked for waits in the list');
      return { asked: waits };
    });
    await look(`The page on which a ${kind} is decided`, officer, [waits], kind);
    await narrator.step(`A colleague declines the ${kind}: it cannot be undone`, async () => {
      const declined = await officer.submit(await officer.get(waits), {}, ['_do', 'refuse']);
      must(declined.path === accounts, `declining leads back to the list: ${declined.text.slice(0, 200)}`);
      return {};
    });
  }
}

/** Another person each time: a platform that runs on may meet the journey again. */
export function newcomer(): Newcomer {
  const digits = String(randomInt(1_000_000, 10_000_000));
  const passport = `Z${digits}`;
  const number = checked(passport.padEnd(9, '<'));
  const [born, ends, optional] = [checked('900214'), checked('330509'), checked('<'.repeat(14))];
  const last = checkDigit(number + born + ends + optional);
  const lines = ['P<INDVERMA<<ASHA'.padEnd(44, '<'), `${number}IND${born}F${ends}${optional}${last}`];
  const login = `asha${digits}`;
  const email = `${login}@mail.meridia.example`;
  return { login, password: `A-long-way-${digits}`, email, passport, mrz: lines.join('\n') };
}

/** ICAO Doc 9303: weights 7, 3, 1 over digits and letters from 10. */
const checkDigit = (text: string): number =>
  [...text].reduce((sum, sign, i) => sum + (Number.parseInt(sign, 36) || 0) * ([7, 3, 1][i % 3] ?? 0), 0) % 10;
const checked = (text: string): string => text + checkDigit(text);

/** From the choice of the way to the link that came by e-mail, which is not used yet. */
async function register(browser: Browser, mailUrl: string, who: Newcomer): Promise<Evidence & { link: string }> {
  const way = await browser.submit(await browser.get('/register'), { way: 'passport' });
  must(way.path === '/register/passport', `the way leads to the lines of the passport, not to ${way.path}`);
  const typo = await browser.submit(way, { mrz: who.mrz.replace('900214', '900215'), email: who.email });
  must(typo.status === 422, 'a line that was typed wrong is refused');
  const sent = await browser.submit(typo, { mrz: who.mrz, email: who.email });
  must(sent.path === '/register/sent', `a link is on its way: ${sent.text.slice(0, 200)}`);
  const link = await mailedLink(mailUrl, who.email, /\/register\/link\/[\w.-]+/);
  return { link, wronglyTyped: typo.status, sentTo: who.email };
}

const mailedLink = (mailUrl: string, to: string, link: RegExp): Promise<string> =>
  eventually('the link by e-mail', async () => {
    const messages = await (await fetch(`${mailUrl}/messages?to=${encodeURIComponent(to)}`)).text();
    return link.exec(messages)?.[0];
  });

async function openAccount(browser: Browser, link: string, who: Newcomer): Promise<Evidence> {
  const page = await browser.get(link);
  must(/Verma/i.test(page.text), 'the page says whose account it will be');
  const { login, password } = who;
  const opened = await browser.submit(page, { login, password, repeated: password });
  const cabinet = await browser.submit(opened, { login, password });
  must(
    cabinet.path === '/cabinet',
    `the new password opens the cabinet: ${cabinet.path} ${cabinet.text.slice(0, 200)}`,
  );
  const again = await browser.get(link);
  must(again.status >= 400, 'the link works once');
  const refused = await browser.submit(await browser.get('/services/address-certificate/start'));
  must(!refused.path.startsWith('/cases/'), 'a service for who is in the register stays closed');
  return { signedInAs: login, linkAgain: again.status };
}

/** Answers the number of the case. */
async function applyForVisa(browser: Browser, who: Newcomer): Promise<{ id: string; number: string }> {
  let page = await browser.startService(service);
  const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
  must(id, `starting leads to the first page of the form, not to ${page.path}: ${page.text.slice(0, 200)}`);
  const ends = { 'passportValidUntil.day': '9', 'passportValidUntil.month': '5', 'passportValidUntil.year': '2033' };
  page = await browser.submit(page, { '_find.nationality': 'India' }, ['_find', 'nationality']);
  page = await browser.submit(page, { passportNumber: who.passport, nationality: 'IND', ...ends });
  page = await browser.submit(page, { ...dateOf('arrivesOn', 30), ...dateOf('leavesOn', 58) });
  page = await browser.submit(page, { purpose: 'family' });
  page = await browser.submit(page, { hostAddress: '40 Unity Street, Aksu' });
  page = await browser.submit(page, { contactEmail: who.email });
  must(
    page.path === `/cases/${id}/check`,
    `the last page leads to the answers: ${page.path} ${page.text.slice(0, 200)}`,
  );
  return { id, number: await submit(browser, id) };
}

const dateOf = (field: string, days: number): Record<string, string> => {
  const [year = '', month = '', day = ''] = dayAhead(days);
  return { [`${field}.day`]: day, [`${field}.month`]: month, [`${field}.year`]: year };
};

/** An officer of the Ministry of the Interior decides, and the visa is there for who applied. */
async function receiveVisa(
  applicant: Browser,
  officer: Browser,
  { id, number }: { id: string; number: string },
): Promise<Evidence> {
  const { fee } = await pay(applicant, id);
  await officer.signIn('officer2', 'meridia', '/office');
  const task = await eventually('the application in the queue of the ministry', async () => {
    for (const path of (await officer.get(`/office?search=${number}`)).links(/^\/office\/tasks\//))
      if ((await officer.get(path)).text.includes(number)) return path;
    return undefined;
  });
  const claimed: Page = await officer.submit(await officer.get(task), {}, ['_do', 'claim']);
  must(claimed.text.includes('Entry Act'), 'the officer reads which article the advice stands on');
  const decided = await officer.submit(claimed, { outcome: 'grant', text: 'Welcome.' }, ['_do', 'decide']);
  must(decided.path === '/office', `deciding leads back to the queue: ${decided.text.slice(0, 200)}`);
  const visa = await eventually(
    'the visa',
    async () => (await applicant.get(`/cases/${id}`)).links(/outputs?\//)[0],
    60,
  );
  const { status, body } = await applicant.bytes(visa);
  must(status === 200 && body.subarray(0, 5).toString() === '%PDF-', `the visa is a PDF: ${status}`);
  return { number, fee, bytes: body.length };
}
