// SPDX-License-Identifier: Apache-2.0
/** Pictures in a browser: their size by buttons and keys, and what is left of them without JavaScript or colours. */
import { describe, expect, it } from 'vitest';
import { hasChromium } from '../../../checks/src/chromium.ts';
import { officer, portalInBrowser } from './browser.ts';
import { taskId } from './case-answers.ts';

describe.skipIf(!hasChromium)('a picture of a process', () => {
  const world = portalInBrowser();
  const address = () => `${world.portal.url}/office/tasks/${taskId}`;

  it('grows, shrinks and fits by buttons and by keys', async () => {
    world.portal.signIn(officer);
    const page = await world.open({ width: 390 });
    await page.goto(address());
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    const picture = page.locator('.process svg[role="img"]');
    const width = async () => (await picture.boundingBox())?.width ?? 0;
    const natural = await width();
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await width()).toBeCloseTo(natural * 1.25, -1);
    await page.getByRole('button', { name: 'Smaller' }).click();
    expect(await width()).toBeCloseTo(natural, -1);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await width()).toBeLessThan(390);
    await page.locator('.process .diagram').focus();
    const fitted = await width();
    await page.keyboard.press('+');
    expect(await width()).toBeGreaterThan(fitted);
    await page.keyboard.press('0');
    expect(await width()).toBeCloseTo(fitted, -1);
  });

  it('begins where the case is', async () => {
    world.portal.signIn(officer);
    const page = await world.open({ width: 390, language: 'ar' });
    await page.goto(address());
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    const [frame, here] = await Promise.all(
      ['.process .diagram', '.process svg .active .shape'].map((one) => page.locator(one).first().boundingBox()),
    );
    expect(here?.x).toBeGreaterThanOrEqual(frame?.x ?? 0);
    expect((here?.x ?? 0) + (here?.width ?? 0)).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0));
  });

  it('scrolls in its frame without JavaScript, with the same in words below', async () => {
    world.portal.signIn(officer);
    const page = await world.open({ width: 390, script: false });
    await page.goto(address());
    expect(await page.getByRole('button', { name: 'Larger' }).isVisible()).toBe(false);
    const frame = page.locator('.process .diagram');
    expect(await frame.evaluate((one) => one.scrollWidth > one.clientWidth)).toBe(true);
    await page.getByText('The same in words', { exact: true }).click();
    expect(await page.locator('.process-steps').innerText()).toContain('Decide on the permit');
  });

  it('is drawn in the colours of the system where these are forced', async () => {
    world.portal.signIn(officer);
    const page = await world.open();
    await page.emulateMedia({ forcedColors: 'active' });
    await page.goto(address());
    const lines = await page.locator('.process svg .shape').evaluateAll((all) => {
      const colours = all.map((one) => [getComputedStyle(one).stroke, getComputedStyle(one).fill]);
      return { seen: colours.every(([stroke, fill]) => stroke !== fill), kinds: new Set(colours.map(String)).size };
    });
    expect(lines).toEqual({ seen: true, kinds: 2 });
  });
});
