// SPDX-License-Identifier: Apache-2.0
/** A citizen adds a passkey on the security page and signs in with it, in Chromium with an authenticator of its own. */
import type { Page } from 'playwright-core';
import { hasChromium, openChromium } from '../chromium.ts';
import { type Evidence, must, type Narrator } from './step.ts';

const citizen = { login: 'accountant', password: 'meridia' } as const;
const security = '/cabinet/security';
const name = 'Key of the journey';

/** A device that holds discoverable passkeys, is unlocked and agrees. */
async function device(page: Page): Promise<{ credentials(): Promise<{ signCount: number; rpId?: string }[]> }> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    },
  });
  return { credentials: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials };
}

const hydrated = (page: Page) => page.waitForSelector('html[data-hydrated]', { state: 'attached' });
const press = async (page: Page, button: string, leadsTo: RegExp) => {
  await hydrated(page);
  await Promise.all([page.waitForURL(leadsTo), page.locator(button).first().click()]);
};

async function addAndUse(page: Page, base: string): Promise<Evidence> {
  const { credentials } = await device(page);
  await page.goto(`${base}/sign-in?returnTo=${encodeURIComponent(security)}`);
  await page.fill('[name=login]', citizen.login);
  await page.fill('[name=password]', citizen.password);
  await press(page, 'main form button[type=submit]', /\/cabinet\/security$/);
  await Promise.all([page.waitForURL(/\/sign-in\//), page.click(`main a[href="${security}/passkey"]`)]);
  // To change how one signs in takes more than the password: a code by e-mail, as long as there is no other factor.
  await press(page, 'main form:has([name=send]) button', /sent=/);
  await page.fill('main [name=code]', (await page.locator('[data-demo-code]').innerText()).match(/\d{6}/)?.[0] ?? '');
  await press(page, 'main form:has([name=code]) button', /\/security\/passkey/);
  await page.fill('[name=name]', name);
  await press(page, 'main form button[type=button]', /notice=security-changed/);
  must(
    (await page.locator('main').innerText()).includes(name) || (await page.inputValue(`[value="${name}"]`)),
    'the passkey is listed',
  );
  const [made] = await credentials();
  must(made, 'the device holds a passkey');
  await page.goto(`${base}/sign-out`);
  await press(page, 'main form button', /\/(?!sign-out)[^/]*$/);
  await page.goto(`${base}/sign-in?returnTo=${encodeURIComponent(security)}`);
  must(new URL(page.url()).pathname.startsWith('/sign-in/'), `signed out, one is asked who one is: ${page.url()}`);
  await press(page, 'main form button[type=button]', /\/cabinet\/security$/);
  const [used] = await credentials();
  must((used?.signCount ?? 0) > made.signCount, 'the device signed once more');
  const told = await page.locator('main').innerText();
  // What it leaves is what was there: the sign-ins of others of the journey go on as they were.
  await page
    .locator('tr', { has: page.locator(`[value="${name}"]`) })
    .locator(`a[href^="${security}/remove/"]`)
    .click();
  await press(page, 'main form button', /notice=security-changed/);
  must((await page.locator(`[value="${name}"]`).count()) === 0, 'taken away, it is listed no more');
  return { of: made.rpId, signed: used?.signCount, listed: told.includes('asskey') };
}

/** Without Chromium there is nobody to walk it, and the step says so. */
export const signInByPasskey = (base: string, narrator: Narrator): Promise<void> =>
  narrator.step('A citizen adds a passkey and signs in with it', async () => {
    if (!hasChromium) return { skipped: 'Chromium is not installed' };
    const chromium = await openChromium();
    try {
      return await addAndUse(await chromium.newPage(), base);
    } finally {
      await chromium.close();
    }
  });
