// SPDX-License-Identifier: Apache-2.0
/** Who may do what and why; a link to come back to one's account, and an invitation. */
import type { Browser } from './browser.ts';
import { type Evidence, eventually, must } from './step.ts';

const duty = '/administration/duties/labour.permit-officer';

/** Answers the pages of administration, that of an official among them. */
export async function administer(grantor: Browser): Promise<Evidence & { pages: string[] }> {
  await grantor.signIn('analyst', 'meridia', '/administration');
  const holders = await eventually('officials on posts', async () => {
    const page = await grantor.get(duty);
    return page.links(/^\/administration\/people\//).length > 0 && page;
  });
  const [person = ''] = holders.links(/^\/administration\/people\//);
  const official = await grantor.get(person);
  must(
    official.text.includes('XM-0') || official.text.includes('Labour Department'),
    'the page says where they hold what',
  );
  const review = await eventually(
    'a review of who holds what',
    async () => (await grantor.get('/administration')).links(/^\/administration\/reviews\//)[0],
  );
  const pages = [
    '',
    '/changes',
    '/changes/new?kind=organisation',
    '/duties',
    '/paper-powers',
    '/imports',
    '/invitations',
  ];
  const table = await tryTable(grantor);
  return { pages: [...pages.map((page) => `/administration${page}`), duty, person, review, table] };
}

/** What was exported is tried with a new row and a mistake: the page of its rows. */
async function tryTable(grantor: Browser): Promise<string> {
  const table = await (await fetch(new URL('/api/organisations/directory.csv', grantor.base))).text();
  const text = `${table}XM-NEW,local,,New office\r\nno id,local,,Nobody\r\n`;
  const file = { name: 'organisations.csv', content: Buffer.from(text) };
  const tried = await grantor.sendFile(await grantor.get('/administration/imports'), 'file', file, {
    about: 'organisations',
  });
  must(tried.text.includes('no id'), `the rows of the table are told: ${tried.status} ${tried.text.slice(0, 200)}`);
  return new URL(tried.url).pathname;
}

/** Where the mail that somebody got leads. */
const linkFor = (mailUrl: string, to: string, pattern: RegExp): Promise<string> =>
  eventually('the link by e-mail', async () => {
    const messages = await (await fetch(`${mailUrl}/messages?to=${encodeURIComponent(to)}`)).text();
    return pattern.exec(messages)?.[0];
  });

export async function comeBack(anybody: Browser, mailUrl: string): Promise<Evidence & { link: string }> {
  await anybody.submit(await anybody.get('/recover'), { login: 'accountant' });
  const link = await linkFor(mailUrl, 'accountant@mail.meridia.example', /\/recover\/link\/[\w-]+/);
  return { link };
}

export async function invite(grantor: Browser, mailUrl: string): Promise<Evidence & { link: string }> {
  const email = 'invited@mail.meridia.example';
  const sent = await grantor.submit(await grantor.get('/administration/invitations'), { email });
  must(sent.path === '/administration/invitations', `the invitation is sent: ${sent.text.slice(0, 200)}`);
  return { link: await linkFor(mailUrl, email, /\/register\/invited\/[\w-]+/) };
}
