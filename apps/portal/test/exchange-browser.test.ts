// SPDX-License-Identifier: Apache-2.0
/** What only a browser can tell of the pages of the exchange: axe-core, hydration, reflow, figures that renew themselves. */
import { describe, expect, it } from 'vitest';
import { axeFindings, hasChromium } from '../../../checks/src/chromium.ts';
import { engineer, operator, portalInBrowser } from './browser.ts';
import { taskId } from './case-answers.ts';
import { companies, exchangeAnswers, keyId, rightId } from './exchange-answers.ts';

describe.skipIf(!hasChromium)('the exchange in a browser', () => {
  const world = portalInBrowser();

  world.everyPagePasses([
    ['/operations', operator],
    ['/operations/traffic', operator],
    ['/operations/exchange', operator],
    ['/operations/exchange/register', operator],
    [`/operations/exchange/subsystem?id=${companies}`, operator],
    [`/operations/exchange/revoke?id=${companies}`, operator],
    ['/operations/exchange/rights', operator],
    ['/operations/exchange/grant', operator],
    [`/operations/exchange/rights/${rightId}`, operator],
    ['/operations/exchange/certificates', operator],
    ['/operations/exchange/certificates?show=all', operator],
    ['/operations/exchange/certificate-requests', operator],
    [`/operations/exchange/certificate-requests?id=${rightId}`, operator],
    [`/operations/exchange/certificates/revoke?key=${keyId}`, operator],
    ['/operations/exchange/incidents', operator],
    ['/operations/exchange/events', operator],
    [`/operations/exchange/events/replay?subscription=${rightId}`, operator],
    ['/operations/exchange/messages', operator],
    ['/operations/exchange/message?id=b7d1a2c4-0000-4000-8000-000000000009', operator],
    ['/exchange', engineer],
    [`/exchange/subsystem?id=${companies}`, engineer],
    [`/exchange/grant?provider=${companies}`, engineer],
    [`/exchange/rights/${rightId}`, engineer],
    ['/exchange/events', engineer],
    [`/exchange/events/replay?subscription=${rightId}&event=${taskId}`, engineer],
  ]);

  it('refreshes the traffic by itself, until it is paused', async () => {
    world.portal.signIn(operator);
    const page = await world.open();
    const traffic = exchangeAnswers['exchange.get-traffic'] as () => object;
    await page.goto(`${world.portal.url}/operations/traffic`);
    expect(await page.locator('.tile .value').first().innerText()).toBe('1,204');
    world.answers['exchange.get-traffic'] = () => ({ ...traffic(), calls: 98_765 });
    await page.getByText('98,765').waitFor();
    const asked = () => world.portal.calls.filter((call) => call.name === 'exchange.get-traffic').length;
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const before = asked();
    await page.waitForTimeout(6000);
    expect(asked()).toBe(before);
    expect(await axeFindings(page)).toEqual([]);
  });
});
