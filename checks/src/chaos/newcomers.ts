// SPDX-License-Identifier: Apache-2.0
/** People who register by passport, come back to a lost account, move to another address, and are joined to the register. */
import { Browser } from '../journey/browser.ts';
import { newcomer, type Newcomer } from '../journey/newcomer.ts';
import { somebody } from './guests.ts';
import { again, keepAt, mailed, type Place, seek, signedIn } from './place.ts';

const who = 'newcomer';
const desk = '/administration/accounts';
const requests = /^\/administration\/accounts\/requests\//;

export async function newcomers(place: Place): Promise<void> {
  const official = await signedIn(place, 'officer', desk);
  await again(place, who, async () => {
    const person = newcomer();
    await open(place, person);
    const password = await comeBack(place, person);
    const browser = await move(place, person, password);
    if (browser) await join(place, official, person, somebody()?.snils ?? '');
  });
}

/** Opens what waits behind a link with this form; a link that was used before says so, and the sign-in tells the truth. */
async function behind(place: Place, link: string | undefined, login: string, form: Record<string, string>) {
  const { password = '' } = form;
  await keepAt(place, who, async () => {
    const browser = new Browser(place.base, place.through);
    const page = await browser.get(link ?? '');
    const opened = page.status < 400 ? await browser.submit(page, { ...form, repeated: password }) : page;
    if (opened.status < 400 && !opened.path.startsWith('/sign-in')) return false;
    return (await new Browser(place.base, place.through).signIn(login, password)).path === '/cabinet';
  });
}

async function open(place: Place, { login, email, mrz, password }: Newcomer): Promise<void> {
  const browser = new Browser(place.base, place.through);
  await keepAt(place, who, async () => {
    const sent = await browser.submit(await browser.get('/register/passport'), { mrz, email });
    return sent.path === '/register/sent';
  });
  await behind(place, await mailed(place, email, /\/register\/link\/[\w.-]+/), login, { login, password });
  if (!place.over()) place.told.add({ kind: 'account', login });
}

/** Answers the password that opens the account from now on. */
async function comeBack(place: Place, { login, email, mrz, password }: Newcomer): Promise<string> {
  const browser = new Browser(place.base, place.through);
  await keepAt(place, who, async () => {
    const sent = await browser.submit(await browser.get('/recover'), { login });
    return sent.path === '/recover/sent';
  });
  const renewed = `${password}-once-more`;
  await behind(place, await mailed(place, email, /\/recover\/link\/[\w.-]+/), login, { mrz, password: renewed });
  return renewed;
}

/** The link at the present address, then the one at the new address. */
async function move(place: Place, { login, email }: Newcomer, password: string): Promise<Browser | undefined> {
  const browser = new Browser(place.base, place.through);
  const renewed = `new-${email}`;
  await keepAt(place, who, async () => {
    const page = await browser.signIn(login, password, '/cabinet/account');
    const asked = await browser.submit(page, { email: renewed });
    if (asked.path.startsWith('/sign-in/')) await browser.prove(asked);
    return asked.url.includes('notice=email-old-address');
  });
  for (const address of [email, renewed]) {
    const link = await mailed(place, address, /\/account\/link\/[\w.-]+/);
    await keepAt(place, who, async () => {
      const page = await browser.get(link ?? '');
      return page.status >= 400 || (await browser.submit(page)).path === '/cabinet/account';
    });
  }
  if (place.over()) return undefined;
  place.told.add({ kind: 'address', login, email: renewed });
  return browser;
}

/** One official asks; whoever decides is another one. A number that somebody has already is left to them. */
async function join(place: Place, official: Browser, { login }: Newcomer, number: string): Promise<void> {
  const path = await seek(place, who, async () => {
    const form = await official.get(desk);
    const found = await official.submit(form, { by: login, purpose: 'They came to the desk' });
    return /\/people\/|\/accounts\/[0-9a-f-]{36}/.test(found.path) ? found.path : undefined;
  });
  let taken = false;
  await keepAt(place, who, async () => {
    const sent = await official.submit(
      await official.get(path ?? ''),
      { number, 'reason-join': 'The passport names this entry' },
      ['_do', 'join'],
    );
    taken = sent.status === 409 || sent.status === 422;
    return taken || sent.path === desk;
  });
  if (taken) return;
  await keepAt(place, who, async () => {
    const found = await official.submit(await official.get(desk), { by: number, purpose: 'They came to the desk' });
    return found.text.includes(login);
  });
  if (!place.over()) place.told.add({ kind: 'joined', login, number });
}

/** Approves whatever waits, until told that all is over. */
export async function approver(place: Place): Promise<void> {
  const browser = await signedIn(place, 'officer2', desk);
  await keepAt(place, 'approver', async () => {
    for (const path of (await browser.get(desk)).links(requests)) {
      const page = await browser.get(path);
      if (page.status === 200) await browser.submit(page, {}, ['_do', 'approve']);
    }
    return place.over();
  });
}
