// SPDX-License-Identifier: Apache-2.0
/** A director lets an accountant do one thing; the accountant does it, and nothing else; the director withdraws it. */
import type { Browser, Page } from './browser.ts';
import { type Evidence, eventually, must } from './step.ts';

/** Directs an accounting agency of the demo. */
const accountant = { number: '10720830919', name: 'Olga Kim' };

const switched = (browser: Browser, page: Page, whom: string): Promise<Page> => {
  const form = page.forms().find(({ action }) => action === '/acting-for');
  must(form, 'the header of the page offers for whom to act');
  must(
    form.buttons.some(([, value]) => value === whom),
    `the header offers to act for ${whom}`,
  );
  return browser.post('/acting-for', [...form.fields, ['for', whom]], page.url);
};

/** Answers the address of the power. */
export async function giveNarrowPower(director: Browser): Promise<Evidence & { path: string }> {
  const { number, name } = accountant;
  const empty = await director.submit(await director.get('/cabinet/powers/new'), { name: '' }, undefined, 'number');
  must(empty.status === 422 && empty.text.includes('Type the personal number'), 'what is missing is said');
  const form = await director.get('/cabinet/powers/new');
  const check = await director.submit(form, {
    number,
    name,
    role: 'accountant',
    services: 'work-permit',
    acts: 'apply',
  });
  must(
    check.text.includes('Check and sign') && check.text.includes(name),
    `the power is shown first: ${check.text.slice(0, 200)}`,
  );
  let offered = await director.submit(check, {}, ['_do', 'offer']);
  // The signature is the sign-in, so the second factor is asked for again where it is old.
  if (offered.path.startsWith('/sign-in/')) offered = await director.prove(offered);
  if (offered.text.includes('Sign and offer')) offered = await director.submit(offered, {}, ['_do', 'offer']);
  must(offered.text.includes('Offered'), `the power is offered: ${offered.text.slice(0, 200)}`);
  return { path: new URL(offered.url).pathname, to: name, service: 'work-permit' };
}

export async function actAsAccountant(accountant: Browser, path: string, inn: string): Promise<Evidence> {
  const offered = await accountant.signIn('accountant', 'meridia', path);
  const accepted = await accountant.submit(offered, {}, ['_do', 'accept']);
  must(accepted.text.includes('In force'), 'the power is in force once it is accepted');
  const service = await eventually('the company among those to act for', async () => {
    const page = await accountant.get('/services/work-permit');
    return page.html.includes(`value="${inn}"`) && page;
  });
  const back = await switched(accountant, service, inn);
  must(back.path === '/services/work-permit', `the choice comes back to where one was, not to ${back.path}`);
  const form = await accountant.startService('work-permit');
  must(/^\/cases\/[0-9a-f-]{36}\//.test(form.path), `the accountant begins an application, not ${form.path}`);
  const other = await accountant.get('/cabinet/powers/new');
  must(other.text.includes('Your own power has limits'), 'who acts within limits gives no powers');
  return { draft: form.path.split('/')[2] ?? '', heldBack: 'giving powers' };
}

export async function withdrawPower(director: Browser, accountant: Browser, path: string): Promise<Evidence> {
  const done = await eventually('what the accountant did', async () => {
    const page = await director.get('/cabinet/powers/done');
    return page.text.includes('Olga Kim') && page;
  });
  must(done.text.includes('Accountant'), 'the director sees as what it was done');
  const ended = await director.submit(await director.get(`${path}?confirm=yes`), {}, ['_do', 'withdraw']);
  must(ended.text.includes('Withdrawn'), 'the power is withdrawn');
  await eventually('the end of the power in the session of the accountant', async () => {
    const page = await accountant.get('/cabinet');
    return !page.text.includes('Steppe Build') && page;
  });
  return { seenByBoth: true };
}
