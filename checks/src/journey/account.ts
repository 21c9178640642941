// SPDX-License-Identifier: Apache-2.0
/** The person's own account: another address, which the present one must agree to. */
import type { Browser } from './browser.ts';
import { type Evidence, eventually, must } from './step.ts';

const before = 'aigerim@mail.meridia.example';

/** Answers the path of the link that came by e-mail; it is not used yet. */
export async function askForAnotherAddress(employer: Browser, mailUrl: string): Promise<Evidence & { link: string }> {
  const page = await employer.get('/cabinet/account');
  const told = await employer.submit(page, { email: 'aigerim.seitkali@mail.meridia.example' });
  must(told.url.includes('notice=email-old-address'), 'the page says that a link goes to the present address');
  const link = await eventually('the link by e-mail', async () => {
    const messages = await (await fetch(`${mailUrl}/messages?to=${encodeURIComponent(before)}`)).text();
    return /\/account\/link\/[A-Za-z0-9_-]+/.exec(messages)?.[0];
  });
  return { link, sentTo: before };
}

/** The pages about how somebody signs in; on the way an app is begun to be set up. */
export async function securityPages(person: Browser): Promise<string[]> {
  const choice = await person.get('/cabinet/security/second-factor');
  const app = await person.submit(choice);
  must(app.path.startsWith('/cabinet/security/app/'), `setting up an app leads to its picture, not to ${app.url}`);
  const security = await person.get('/cabinet/security');
  const [remove = ''] = security.links(/^\/cabinet\/security\/remove\//);
  must(remove, 'the app that the sign-in used is listed');
  return ['', '/second-factor', '/passkey', '/codes']
    .map((part) => `/cabinet/security${part}`)
    .concat(app.path, remove, '/account/proofing');
}
