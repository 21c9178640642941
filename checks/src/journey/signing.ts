// SPDX-License-Identifier: Apache-2.0
/** An official gets a key at the signing service and ends it; a registrar sees it; anybody checks the signed permit. */
import type { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';

const ownPage = '/cabinet/signatures';
const registerPage = '/administration/certificates';
const revokeLink = /\/revoke\//;

/** Answers the pages on which it can be ended: the holder's and the registrar's. */
async function getKey(officer: Browser, registrar: Browser): Promise<{ own: string; any: string }> {
  // The demo's posts come a little after its people.
  const page = await eventually(
    'a post to sign for',
    async () => {
      const found = await officer.get(ownPage);
      return found.forms().some(({ names }) => names.has('code')) && found;
    },
    90,
  );
  const wrong = await officer.submit(page, { code: '0000' });
  const asked = wrong.path.startsWith('/sign-in/') ? await officer.prove(wrong) : wrong;
  // The officer may have a key from the history of the demo: it is told by its notice whether there is one more.
  must(!asked.text.includes('You have the certificate'), 'a wrong code opens no key');
  const done = await officer.submit(await officer.get(ownPage), { code: '2468' });
  must(done.text.includes('You have the certificate'), `the right code opens one: ${done.text.slice(0, 300)}`);
  must(done.text.includes('At the signing service'), `the key at the service is listed: ${done.text.slice(0, 300)}`);
  const [own = ''] = done.links(revokeLink);
  await registrar.signIn('operator', 'meridia', registerPage);
  const register = await registrar.get(registerPage);
  const [any = ''] = register.links(revokeLink);
  must(own && any, 'holder and registrar are offered to revoke it');
  return { own, any };
}

/** Answers what the report says first. */
async function checkPermit(employer: Browser, anybody: Browser, id: string): Promise<{ bytes: number }> {
  const [link = ''] = (await employer.get(`/cases/${id}`)).links(/download|outputs?\//);
  const { body } = await employer.bytes(link);
  const send = async (content: Buffer) =>
    anybody.sendFile(await anybody.get('/verify'), 'file', { name: 'permit.pdf', content });
  const good = await send(body);
  must(good.text.includes('What was signed is unchanged'), `the permit holds: ${good.text.slice(0, 300)}`);
  const changed = Buffer.from(body);
  changed[200] = (changed[200] ?? 0) ^ 1;
  const bad = await send(changed);
  must(bad.text.includes('Do not rely on this file'), `a changed permit does not: ${bad.text.slice(0, 300)}`);
  return { bytes: body.length };
}

export async function signAndCheck(
  {
    officer,
    employer,
    anybody,
    registrar,
    id,
  }: Record<'officer' | 'employer' | 'anybody' | 'registrar', Browser> & {
    id: string;
  },
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  let pages = { own: '', any: '' };
  await narrator.step('An official gets a key at the signing service; a registrar sees its certificate', async () => {
    pages = await getKey(officer, registrar);
    return pages;
  });
  await look('The pages of keys', officer, [ownPage, pages.own]);
  await look('The pages of the registrar', registrar, [registerPage, pages.any]);
  await narrator.step('The holder ends it, at once', async () => {
    const after = await officer.submit(await officer.get(pages.own), { reason: 'superseded' });
    must(after.text.includes('Revoked'), `it is shown as revoked: ${after.text.slice(0, 300)}`);
    return { page: after.path };
  });
  await narrator.step('Anybody checks the signed permit as a file, and a changed one', () =>
    checkPermit(employer, anybody, id),
  );
}
