// SPDX-License-Identifier: Apache-2.0
/** What was typed outlives a sign-in, and a link leads on for whoever may act for its applicant. */
import type { Principal } from '@stoa/kernel/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogueAnswers, documents } from './answers.ts';
import { caseAnswers, caseId, form } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal } from './harness.ts';

const answers: Answers = {};
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers, documents);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, catalogueAnswers, caseAnswers);
  portal.signIn(citizen);
  portal.calls.length = 0;
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(portal.url + path, { headers, redirect: 'manual' });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(portal.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal.url, ...headers },
    body: new URLSearchParams(fields),
  });
const called = (name: string) => portal.calls.filter((call) => call.name === name);
const refuseWith = (kind: string, code: string, detail?: string) => () => {
  throw new TestRefusal(kind, code, detail);
};

describe('forms over a sign-in', () => {
  const formPath = `/cases/${caseId}/form/occupation`;
  const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const keyOn = async (path: string) => /name="_key" value="([^"]+)"/.exec(await (await get(path)).text())?.[1] ?? '';

  it('keeps what was typed over a sign-in, for the person it was typed by, and once', async () => {
    const _key = await keyOn(formPath);
    portal.signIn(undefined);
    const sent = await post(formPath, { _key, months: '17', duties: 'Laying cables' });
    expect(sent.headers.get('location')).toContain('/sign-in');
    const cookie = cookieOf(sent);
    expect(sent.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/);
    portal.signIn(citizen);
    const elsewhere = await (await get('/cabinet', { cookie })).text();
    expect(elsewhere).not.toContain('Laying cables');
    const html = await (await get(formPath, { cookie })).text();
    expect(html).toContain('value="17"');
    expect(html).toContain('Laying cables');
    expect(html).toContain('What you typed is below');
    expect(await (await get(formPath, { cookie })).text()).not.toContain('Laying cables');
    expect(called('cases.save-page')).toEqual([]);
  });

  it('gives nothing that one person typed to another who signs in at the same browser', async () => {
    const _key = await keyOn(formPath);
    portal.signIn(undefined);
    const cookie = cookieOf(await post(formPath, { _key, duties: 'Laying cables' }));
    portal.signIn({ ...citizen, id: '01919191-0000-7000-8000-000000000099' });
    expect(await (await get(formPath, { cookie })).text()).not.toContain('Laying cables');
    portal.signIn(citizen);
    expect(await (await get(formPath, { cookie })).text()).not.toContain('Laying cables');
    expect(await (await get(formPath, { cookie: 'stoa-kept=AAAA' })).text()).not.toContain('Laying cables');
  });

  it('says that text of unusual size could not be kept', async () => {
    portal.signIn(undefined);
    const cookie = cookieOf(await post(formPath, { duties: 'x'.repeat(70_000) }));
    portal.signIn(citizen);
    const html = await (await get(formPath, { cookie })).text();
    expect(html).toContain('very long texts could not be kept');
    expect(html).not.toContain('xxxx');
  });

  it('begins nothing by a form that was drawn for another side, in another tab', async () => {
    const startPath = '/services/work-permit/start';
    const key = async () => /name="_key" value="([^"]+)"/.exec(await (await get(startPath)).text())?.[1] ?? '';
    const forCompany = await key();
    portal.signIn({ ...citizen, actingFor: undefined });
    portal.calls.length = 0;
    const answer = await post(startPath, { _key: forCompany });
    portal.signIn(citizen);
    expect([forCompany.split('.').length, answer.status]).toEqual([3, 409]);
    expect(called('cases.start-draft')).toEqual([]);
    expect((await post(startPath, { _key: await key() })).status).toBe(303);
  });

  it.each([{ a: 1 }, [1]])('takes no JSON for a form: %j', async (body) => {
    const headers = { 'content-type': 'application/json', origin: portal.url };
    const answer = await fetch(portal.url + formPath, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(415);
    expect(called('cases.save-page')).toEqual([]);
  });

  it('offers to act for the organisation of a case, keeps what was typed, and goes on', async () => {
    const _key = await keyOn(formPath);
    portal.signIn({ ...citizen, actingFor: undefined });
    const forOrganisation =
      <T>(answer: T): ((input: unknown, principal: Principal) => T) =>
      (_input, principal) => {
        if (principal.kind === 'person' && principal.actingFor) return answer;
        throw new TestRefusal('forbidden', 'kernel.not-permitted');
      };
    answers['cases.get-form'] = forOrganisation(form);
    answers['cases.save-page'] = forOrganisation({ errors: [], revision: 4 });
    const powerId = '01919191-0000-7000-8000-0000000000a1';
    answers['cases.find-applicant'] = () => ({ power: { id: powerId, name: { en: 'Steppe Build LLP' } } });
    answers['identity.act-for'] = () => ({});
    const shown = await get(`${formPath}?from=check`);
    const html = await shown.text();
    expect(shown.status).toBe(403);
    expect(html).toContain('Act for Steppe Build LLP and go on');
    expect(html).toContain(`name="_returnTo" value="${formPath}?from=check"`);
    const sent = await post(formPath, { _key, months: '17' });
    const cookie = cookieOf(sent);
    expect(await sent.text()).toContain('Act for Steppe Build LLP and go on');
    const chosen = await post('/acting-for', { for: powerId, _returnTo: formPath }, { cookie });
    expect(called('identity.act-for')[0]?.input).toEqual({ powerId });
    expect(chosen.headers.get('location')).toBe(`${formPath}?notice=acting-for`);
    portal.signIn(citizen);
    expect(await (await get(formPath, { cookie })).text()).toContain('value="17"');
  });

  it('says nothing of a case to somebody without a power that fits', async () => {
    answers['cases.get-case'] = refuseWith('forbidden', 'kernel.not-permitted');
    answers['cases.find-applicant'] = refuseWith('missing', 'cases.case-unknown');
    const answer = await get(`/cases/${caseId}`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('name="for"');
  });
});
