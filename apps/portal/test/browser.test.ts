// SPDX-License-Identifier: Apache-2.0
/** What only a browser can tell of the pages of people and officers: axe-core, hydration, focus, reflow, no JavaScript. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { axeFindings, hasChromium } from '../../../checks/src/chromium.ts';
import { auditor, grantor, officer, portalInBrowser } from './browser.ts';
import { caseId, casesByState, form, formOfMany, taskId } from './case-answers.ts';
import { citizen, TestRefusal } from './harness.ts';
import { uuid } from './organisations-answers.ts';
import { powerId } from './powers-answers.ts';
import { ready } from './quality-answers.ts';

describe.skipIf(!hasChromium)('in a browser', () => {
  const world = portalInBrowser();

  world.everyPagePasses([
    ['/', undefined],
    ['/services', undefined],
    ['/search?q=permit', undefined],
    ['/search?q=nothing', undefined],
    ['/services/work-permit', undefined],
    ['/services/work-permit/how', undefined],
    ['/life-events/hiring-a-worker', undefined],
    ['/services/work-permit/eligibility', undefined],
    ['/verify', undefined],
    ['/verify/ABCD-EFGH-2345', undefined],
    ['/exchange/verify', undefined],
    ['/developers', undefined],
    ['/style', undefined],
    ['/nowhere', undefined],
    ['/sign-in/abcdefghijkl?refused=identity.sign-in-refused', undefined],
    ['/survey/token', undefined],
    ['/quality', undefined],
    ['/quality/XM-01', undefined],
    ['/services/work-permit/start', citizen],
    ['/acting-for', citizen],
    [`/cases/${caseId}/form/company`, citizen],
    [`/cases/${caseId}/form/occupation`, citizen],
    [`/cases/${caseId}/form/diploma`, citizen],
    [`/cases/${caseId}/tasks`, citizen],
    [`/cases/${caseId}/check`, citizen],
    [`/cases/${caseId}/confirmation`, citizen],
    [`/cases/${caseId}/paid`, citizen],
    [`/cases/${caseId}`, citizen],
    ['/cabinet', citizen],
    ['/cabinet/applications', citizen],
    ['/cabinet/inbox', citizen],
    ['/cabinet/documents', citizen],
    ['/cabinet/access', citizen],
    ['/cabinet/requests', citizen],
    ['/cabinet/powers', citizen],
    ['/cabinet/powers?side=received', { ...citizen, actingFor: undefined }],
    ['/cabinet/powers/new', citizen],
    [`/cabinet/powers/${powerId}`, citizen],
    [`/cabinet/powers/${powerId}?confirm=yes`, citizen],
    ['/cabinet/powers/done', citizen],
    ['/cabinet/clients', citizen],
    ['/cabinet/software', citizen],
    ['/administration/paper-powers', grantor],
    ['/administration', grantor],
    ['/administration/changes', grantor],
    ['/administration/changes/new?kind=organisation', grantor],
    [`/administration/changes/new?kind=holding&organisation=XM-01-LABOUR&post=${uuid(2)}`, grantor],
    [`/administration/reviews/${uuid(22)}`, grantor],
    ['/administration/duties', grantor],
    ['/administration/duties/labour.permit-officer', grantor],
    [`/administration/people/${uuid(8)}`, grantor],
    ['/organisations', undefined],
    ['/organisations/XM-01-LABOUR', grantor],
    ['/office/emergency', officer],
    ['/office', officer],
    [`/office/tasks/${taskId}`, officer],
    ['/audit', auditor],
    [`/audit/cases/${caseId}`, auditor],
  ]);

  it('shows every part of the design system with examples in which nothing is missing', async () => {
    const folder = new URL('../src/design/components/', import.meta.url);
    const names = readdirSync(folder).sort();
    const page = await world.open();
    await page.goto(`${world.portal.url}/style`);
    const shown = await page.locator('section[id^="style-"]').evaluateAll((sections) =>
      sections.map((section) => ({
        name: section.id.slice('style-'.length),
        empty: [...(section.lastElementChild?.children ?? [])].filter((one) => one.getBoundingClientRect().height === 0)
          .length,
        examples: section.lastElementChild?.children.length ?? 0,
      })),
    );
    expect(shown.map(({ name }) => name)).toEqual(names);
    expect(shown.filter(({ empty, examples }) => empty > 0 || examples === 0)).toEqual([]);
    await page.goto(`${world.portal.url}/style?component=Pager`);
    expect(await page.locator('section[id^="style-"]').count()).toBe(1);
  });

  it('walks an application from the service to the confirmation with JavaScript switched off', async () => {
    const page = await world.open({ script: false, width: 390 });
    world.answers['cases.get-form'] = () => ({ ...form, nextPage: 'company' });
    world.answers['cases.save-page'] = ({ pageId }) => {
      const following: Record<string, string> = { company: 'occupation', occupation: 'diploma' };
      const next = following[String(pageId)];
      return { errors: [], revision: 4, ...(next ? { next } : {}) };
    };
    await page.goto(`${world.portal.url}/services/work-permit`);
    await page.getByRole('link', { name: 'Start the application' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByLabel('E-mail for questions').fill('office@steppe.example');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Occupation').selectOption('7411');
    await page.getByLabel('For how many months?').fill('12');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('What is the number of the diploma?').fill('AB 123');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('What I have said is true as far as I know.').check();
    world.answers['cases.get-case'] = () => casesByState.submitted;
    await page.getByRole('button', { name: 'Send the application' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Application sent');
    expect(await page.locator('.panel').innerText()).toContain('WP-2026-000012');
    expect(world.portal.calls.filter((call) => call.name === 'cases.submit-case')).toHaveLength(1);
  });

  it('answers a survey without JavaScript and shows the receipt', async () => {
    world.portal.signIn(undefined);
    const page = await world.open({ script: false });
    await page.goto(`${world.portal.url}/survey/token`);
    const told = await page.textContent('dl.summary');
    for (const fact of ['7 Nauryz Avenue, Aksu', '7707083893', '1027700132195', '773601001'])
      expect(told).toContain(fact);
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByRole('button', { name: 'Send the answers' }).click();
    expect(await page.title()).toMatch(/^Error: /);
    for (const question of ['overall', 'speed']) await page.locator(`input[name="${question}"][value="4"]`).check();
    world.answers['quality.open-survey'] = () => {
      const sent = world.portal.calls.some((call) => call.name === 'quality.submit-answers');
      return sent
        ? { state: 'used', started: true, receiptNo: 'Q-2026-0001', answeredAt: '2026-11-20T05:30:00Z' }
        : ready;
    };
    await page.getByRole('button', { name: 'Send the answers' }).click();
    expect(await page.locator('.panel').innerText()).toContain('Q-2026-0001');
    expect(world.portal.calls.find((call) => call.name === 'quality.submit-answers')?.input.answers).toEqual({
      overall: 4,
      speed: 4,
    });
  });

  it.each(['en', 'ar'])('offers to act for the organisation of a case to its representative: %s', async (language) => {
    world.answers['cases.get-case'] = () => {
      throw new TestRefusal('forbidden', 'kernel.not-permitted');
    };
    world.answers['cases.find-applicant'] = () => ({
      power: { id: powerId, name: { en: 'Steppe Build LLP', ar: 'ستيب بيلد' } },
    });
    const page = await world.open({ language, width: 390 });
    await page.goto(`${world.portal.url}/cases/${caseId}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('main form button').click();
    expect(world.portal.calls.find((call) => call.name === 'identity.act-for')?.input).toEqual({
      powerId,
    });
  });

  it('finds one of many options while typing, by the keyboard alone', async () => {
    world.answers['cases.get-form'] = () => formOfMany;
    const page = await world.open();
    await page.goto(`${world.portal.url}/cases/${caseId}/form/occupation`);
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    const box = page.getByRole('combobox', { name: 'Occupation' });
    await box.fill('cafe');
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Café owner']);
    expect(await axeFindings(page)).toEqual([]);
    await box.press('ArrowDown');
    await box.press('Enter');
    expect(await box.inputValue()).toBe('Café owner');
    await page.getByLabel('For how many months?').fill('12');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/form/diploma');
    const saved = world.portal.calls.find((call) => call.name === 'cases.save-page')?.input.answers;
    expect(saved).toMatchObject({ occupation: '2101' });
  });

  it('finds one of many options without JavaScript', async () => {
    world.answers['cases.get-form'] = () => formOfMany;
    const page = await world.open({ script: false, width: 390 });
    await page.goto(`${world.portal.url}/cases/${caseId}/form/occupation`);
    await page.getByLabel('Occupation').fill('engineer');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(new URL(page.url()).hash).toBe('#f-occupation');
    await page.getByLabel('Civil engineer').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    const saved = world.portal.calls.find((call) => call.name === 'cases.save-page')?.input.answers;
    expect(saved).toMatchObject({ occupation: '2100' });
  });

  it('keeps the answer that was changed after Back', async () => {
    const page = await world.open();
    let months = '';
    world.answers['cases.save-page'] = ({ answers }) => {
      months = String((answers as Record<string, unknown>).months);
      return { errors: [], revision: 4, next: 'diploma' };
    };
    await page.goto(`${world.portal.url}/cases/${caseId}/form/occupation`);
    const key = await page.locator('main [name=_key]').first().inputValue();
    await page.getByLabel('For how many months?').fill('12');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/form/diploma');
    await page.goBack();
    // Browsers that keep a page as it was send the key they had.
    await page.locator('main [name=_key]').evaluateAll((inputs, was) => {
      for (const input of inputs) (input as HTMLInputElement).value = was;
    }, key);
    await page.getByLabel('For how many months?').fill('24');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/form/diploma');
    expect(months).toBe('24');
  });

  it('keeps what was typed before the script of the page came', async () => {
    const page = await world.open();
    let come = () => {};
    const late = new Promise<void>((resolve) => (come = resolve));
    await page.route(/\.js$/, async (route) => late.then(() => route.continue()));
    await page.goto(`${world.portal.url}/cases/${caseId}/form/occupation`, { waitUntil: 'commit' });
    await page.getByLabel('For how many months?').fill('12');
    come();
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    expect(await page.getByLabel('For how many months?').inputValue()).toBe('12');
  });

  it('moves focus to the error summary, whose links lead to the fields', async () => {
    const page = await world.open();
    world.answers['cases.save-page'] = () => ({
      errors: [{ field: 'months', code: 'cases.range', message: { en: 'Enter 1 to 36 months' }, typed: null }],
      revision: 4,
    });
    await page.goto(`${world.portal.url}/cases/${caseId}/form/occupation`);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForSelector('html[data-hydrated]', { state: 'attached' });
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('error-summary');
    await page.getByRole('link', { name: 'Enter 1 to 36 months' }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-months');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('lets the keyboard skip to the content, and shows where the focus is', async () => {
    const page = await world.open();
    await page.goto(world.portal.url);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle)).toBe('solid');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });
});
