// SPDX-License-Identifier: Apache-2.0
/** Pages about how somebody signs in, in Chromium, with an authenticator of its own. */
import type { describeInteraction } from '@stoa/identity/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import type { BrowserContext, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../../../checks/src/chromium.ts';
import { portalInBrowser } from './browser.ts';
import { citizen, TestRefusal, withDuty } from './harness.ts';

const step: OutputOf<typeof describeInteraction> = {
  waitsFor: 'second-factor',
  offers: ['pop', 'otp', 'recovery'],
  passkey: { challenge: 'Y2hhbGxlbmdlLW9mLXRoZS1zaWduLWlu', rpId: 'localhost', userVerification: 'required' },
  demoCode: '123456',
  clientName: 'Stoa',
  scopes: [],
  action: '/sign-in/abcdefghijkl/continue',
};

/** A device that is unlocked and agrees. */
async function device(page: Page): Promise<void> {
  const session = await (page.context() as BrowserContext).newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}
const challengeIn = (answer: string) =>
  (
    JSON.parse(
      Buffer.from(
        (JSON.parse(answer) as { response: { clientDataJSON: string } }).response.clientDataJSON,
        'base64url',
      ).toString(),
    ) as { challenge: string }
  ).challenge;

describe.skipIf(!hasChromium)('the pages about how somebody signs in', () => {
  const world = portalInBrowser();
  world.everyPagePasses(
    ['', '/second-factor', '/passkey', '/codes', '/app/01920000-0000-7000-8000-00000000000a', '/remove/x']
      .map((part): [string, typeof citizen] => [`/cabinet/security${part}`, citizen])
      .concat([['/account/proofing', citizen]]),
  );

  it('make a passkey with the device and send what it answered', async () => {
    const page = await world.open({ language: 'ar', width: 390 });
    await device(page);
    await page.goto(`${world.portal.url.replace('127.0.0.1', 'localhost')}/cabinet/security/passkey`);
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    await Promise.all([page.waitForURL(/notice=security-changed/), page.locator('main form button').click()]);
    const made = world.portal.calls.find((call) => call.name === 'identity.add-passkey');
    expect(challengeIn(String(made?.input.response))).toBe('Y2hhbGxlbmdlLW9mLXRoZS1zZXNzaW9u');
    world.answers['identity.describe-interaction'] = () => step;
    let sent = '';
    await page.route('**/continue', (route) => {
      sent = new URLSearchParams(route.request().postData() ?? '').get('passkey') ?? '';
      return route.fulfill({ body: 'ok' });
    });
    await page.goto(`${world.portal.url.replace('127.0.0.1', 'localhost')}/sign-in/abcdefghijkl`);
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    await Promise.all([page.waitForURL(/continue$/), page.locator('main form button').first().click()]);
    expect(challengeIn(sent)).toBe('Y2hhbGxlbmdlLW9mLXRoZS1zaWduLWlu');
  });

  it('take a code without JavaScript, and say of a passkey that it needs some', async () => {
    world.answers['identity.describe-interaction'] = () => step;
    const page = await world.open({ script: false });
    await page.goto(`${world.portal.url}/sign-in/abcdefghijkl`);
    expect(await page.locator('[data-demo-code]').textContent()).toBe('123456');
    expect(await page.locator('main').innerText()).toContain('A passkey needs JavaScript');
    expect(await page.getByLabel('Code of your app').count()).toBe(1);
  });

  it('lead to what a form needs beyond the session, and give it back; duties that wait are led there too', async () => {
    world.answers['cases.start-draft'] = () => {
      const params = { level: '2' };
      throw new TestRefusal('forbidden', 'cases.assurance-low', 'more', [
        { pointer: '', code: 'cases.assurance-low', message: 'more', params } as never,
      ]);
    };
    const page = await world.open({ script: false });
    await page.goto(`${world.portal.url}/services/work-permit/start`);
    await page.locator('main form button').click();
    expect(new URL(page.url()).search).toBe('?returnTo=%2Fservices%2Fwork-permit%2Fstart&level=2');
    world.portal.signIn({ ...withDuty('Official'), dutiesWait: 'for-factor' });
    await page.goto(`${world.portal.url}/audit`);
    expect(new URL(page.url()).search).toBe('?returnTo=%2Faudit&level=2&duties=1');
  });
});
