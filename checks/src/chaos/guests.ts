// SPDX-License-Identifier: Apache-2.0
/** People who register by their number of the population register, and guests of whom two finish one invitation at once. */
import { people } from '@stoa/country-xm';
import { Browser } from '../journey/browser.ts';
import { newcomer, type Newcomer } from '../journey/newcomer.ts';
import { again, keepAt, mailed, type Place, seek, signedIn } from './place.ts';

const grown = people().filter(({ birthOn, foreigner }) => birthOn < '2000' && !foreigner);
let next = grown.length;
/** Somebody of the population register whom nobody of this run has been yet. */
export const somebody = () => grown[--next];

/** Presses until the account is there, or somebody else was first with the invitation; answers whether it is there. */
export async function finish(place: Place, link: string | undefined, who: Newcomer): Promise<boolean> {
  const { login, password } = who;
  const ended = await seek(place, 'guest', async () => {
    const browser = new Browser(place.base, place.through);
    const page = await browser.get(link ?? '');
    const opened = page.status < 400 ? await browser.submit(page, { login, password, repeated: password }) : page;
    if (/invitation was used/.test(opened.text)) return { there: false };
    if (opened.status < 400 && !opened.path.startsWith('/sign-in')) return undefined;
    const signed = await new Browser(place.base, place.through).signIn(login, password);
    return signed.path === '/cabinet' ? { there: true } : undefined;
  });
  return ended?.there === true;
}

export async function citizens(place: Place): Promise<void> {
  await again(place, 'citizen', async () => {
    const [person, who] = [somebody(), newcomer()];
    if (!person) return;
    const [year = '', month = '', day = ''] = person.birthOn.split('-');
    const said = {
      ...{ number: person.snils, familyName: person.familyName, documentNumber: person.document.number },
      ...{ 'birthOn.year': year, 'birthOn.month': month, 'birthOn.day': day, email: who.email },
    };
    const browser = new Browser(place.base, place.through);
    await keepAt(place, 'citizen', async () => {
      const sent = await browser.submit(await browser.get('/register/number'), said);
      return sent.path === '/register/sent';
    });
    // An official whom the demo knows already is told that nothing came of it.
    const answer = await mailed(place, who.email, /\/register\/link\/[\w.-]+|No account was opened/);
    if (!answer?.startsWith('/') || !(await finish(place, answer, who)) || place.over()) return;
    place.told.add({ kind: 'citizen', login: who.login });
  });
}

/** Whoever has the invitation may pass it on: however many finish, it opens one account. */
export async function guests(place: Place): Promise<void> {
  const official = await signedIn(place, 'officer', '/administration/invitations');
  await again(place, 'guest', async () => {
    const both = [newcomer(), newcomer()];
    const { email } = newcomer();
    await keepAt(place, 'guest', async () => {
      const sent = await official.submit(await official.get('/administration/invitations'), { email });
      return sent.url.includes('notice=invited');
    });
    const invitation = await mailed(place, email, /\/register\/invited\/[\w.-]+/);
    const links: (string | undefined)[] = [];
    for (const who of both) links.push(await begin(place, invitation, who));
    const there = await Promise.all(both.map((who, at) => finish(place, links[at], who)));
    if (place.over()) return;
    place.told.add({ kind: 'guest', logins: both.map(({ login }) => login), opened: there.filter(Boolean).length });
  });
}

async function begin(place: Place, invitation: string | undefined, { mrz, email }: Newcomer) {
  const browser = new Browser(place.base, place.through);
  await keepAt(place, 'guest', async () => {
    const page = await browser.get(invitation ?? '');
    const ways = await browser.get(page.links(/^\/register\?invitation=/)[0] ?? '');
    const form = await browser.submit(ways, { way: 'passport' });
    return (await browser.submit(form, { mrz, email })).path === '/register/sent';
  });
  return mailed(place, email, /\/register\/link\/[\w.-]+/);
}
