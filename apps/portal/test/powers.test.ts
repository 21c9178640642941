// SPDX-License-Identifier: Apache-2.0
import { beforeAll, describe, expect, it } from 'vitest';
import { caseAnswers } from './case-answers.ts';
import { catalogueAnswers } from './answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { power, powerId, powersAnswers } from './powers-answers.ts';
import { qualityAnswers } from './quality-answers.ts';

const answers: Answers = { ...catalogueAnswers, ...caseAnswers, ...qualityAnswers, ...powersAnswers };
const myself = { ...citizen, actingFor: undefined };
let portal: Harness;
const get = (path: string) => fetch(portal.url + path, { redirect: 'manual' });
const post = (path: string, fields: Record<string, string | string[]>) => {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
  return fetch(portal.url + path, { method: 'POST', body, redirect: 'manual', headers: { origin: portal.url } });
};
const called = (name: string) => portal.calls.filter((call) => call.name === name).at(-1)?.input;

beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn(citizen);
});

describe('powers', () => {
  it('offers in the header of every page for whom one may act, and comes back to where one was', async () => {
    for (const path of ['/', '/services/work-permit', '/cabinet/powers?side=received']) {
      const html = await (await get(`${path}`)).text();
      expect(html).toContain(`name="_returnTo" value="${path}"`);
      expect(html).toContain('value="7707083893"');
      expect(html).toContain('Alikhan Seitkali');
    }
  });

  it('shows pages where identity does not say for whom one may act', async () => {
    const before = answers['identity.list-own-powers'];
    answers['identity.list-own-powers'] = () => {
      throw new TestRefusal('unavailable', 'kernel.peer-unavailable');
    };
    const answer = await get('/services');
    answers['identity.list-own-powers'] = before as never;
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('name="for"');
  });

  it('says what is missing of a power, and keeps what was typed', async () => {
    const answer = await post('/cabinet/powers/new', {
      kind: 'person',
      name: 'Olga Kim',
      reach: 'some',
      until: 'nonsense',
    });
    const html = await answer.text();
    expect(answer.status).toBe(422);
    for (const words of [
      'Type the personal number',
      'Choose as what they act',
      'Choose at least one service',
      'Give the day',
    ])
      expect(html).toContain(words);
    expect(html).toContain('value="Olga Kim"');
  });

  it('writes down a narrow power for a person, and a wide one for an organisation', async () => {
    const narrow = { kind: 'person', number: '112-233-445 95', name: 'Olga Kim', role: 'accountant', reach: 'some' };
    const sent = await post('/cabinet/powers/new', {
      ...narrow,
      services: ['work-permit'],
      acts: ['read'],
      until: '2027-01-31',
    });
    expect(sent.headers.get('location')).toBe(`/cabinet/powers/${powerId}`);
    expect(called('powers.draft-power')).toEqual({
      taker: { kind: 'person', number: '11223344595', name: 'Olga Kim' },
      ...{ role: 'accountant', further: false, services: ['work-permit'], acts: ['read'], until: '2027-01-31' },
    });
    const wide = { kind: 'organisation', organisation: '0105234510', role: 'agent', reach: 'all', further: 'yes' };
    await post('/cabinet/powers/new', { ...wide, acts: ['read', 'apply', 'pay'] });
    expect(called('powers.draft-power')).toEqual({
      taker: { kind: 'organisation', id: '0105234510' },
      ...{ role: 'agent', further: true },
    });
  });

  it('asks once more before a power is withdrawn', async () => {
    const first = await (await get(`/cabinet/powers/${powerId}`)).text();
    expect(first).toContain('href="?confirm=yes"');
    expect(first).not.toContain('value="withdraw"');
    expect(await (await get(`/cabinet/powers/${powerId}?confirm=yes`)).text()).toContain('value="withdraw"');
    const sent = await post(`/cabinet/powers/${powerId}`, { _do: 'withdraw', reason: 'No longer needed' });
    expect(called('powers.withdraw-power')).toEqual({ id: powerId, reason: 'No longer needed' });
    expect(sent.headers.get('location')).toContain('notice=power-ended');
  });

  it('signs, accepts and refuses by one button each', async () => {
    answers['powers.get-power'] = () => ({ ...power, state: 'draft', may: ['offer', 'withdraw'] });
    expect(await (await get(`/cabinet/powers/${powerId}`)).text()).toContain('Sign and offer');
    await post(`/cabinet/powers/${powerId}`, { _do: 'offer' });
    expect(called('powers.offer-power')).toEqual({ id: powerId });
    answers['powers.get-power'] = () => ({ ...power, state: 'offered', may: ['answer'] });
    expect(await (await get(`/cabinet/powers/${powerId}`)).text()).toContain('value="accept"');
    await post(`/cabinet/powers/${powerId}`, { _do: 'refuse' });
    expect(called('powers.answer-power')).toEqual({ id: powerId, accepted: false });
    answers['powers.get-power'] = () => power;
  });

  it('asks the registers with the number as it is typed, and says which did not answer', async () => {
    portal.signIn(myself);
    expect(await (await get('/cabinet/powers')).text()).toContain('The population register did not answer');
    expect((await post('/cabinet/powers', { number: '' })).status).toBe(422);
    await post('/cabinet/powers', { number: '112 233 445-95' });
    expect(called('powers.find-in-registers')).toEqual({ number: '11223344595' });
  });

  it('leads to choose an organisation where a list is of one', async () => {
    portal.signIn(myself);
    for (const path of ['/cabinet/clients', '/cabinet/software'])
      expect(await (await get(path)).text()).toContain('/acting-for?returnTo=');
  });

  it('shows clients and software to who is in charge of an organisation', async () => {
    portal.signIn(citizen);
    expect(await (await get('/cabinet/clients')).text()).toContain('Anaya Sharma');
    expect((await post('/cabinet/clients', { client: powerId, number: '1', name: '' })).status).toBe(422);
    await post('/cabinet/clients', { client: powerId, number: '11223344595', name: 'Anaya' });
    expect(called('powers.assign-client')).toMatchObject({ id: powerId, number: '11223344595' });
    const software = await (await get('/cabinet/software')).text();
    expect(software).toContain('Payroll');
    // Without an end none is registered: the form does not say that one may be left out.
    expect(software).toContain('At the latest two years from today');
    expect(software).not.toContain('Empty: until it is withdrawn');
    const empty = await post('/cabinet/software', { name: '', publicKey: '' });
    for (const words of ['Paste the public key', 'Give the last day'])
      expect(await empty.clone().text()).toContain(words);
    portal.signIn(citizen);
  });

  it('is for grantors alone where powers on paper are entered', async () => {
    expect((await get('/administration/paper-powers')).status).toBe(403);
    portal.signIn(withDuty('Samal', 'identity.grantor'));
    expect(await (await get('/administration/paper-powers')).text()).toContain('Notary 12, No. 34');
    await post('/administration/paper-powers', { _confirm: powerId });
    expect(called('powers.decide-paper')).toEqual({ id: powerId, approved: true });
    expect((await post('/administration/paper-powers', { giverKind: 'person' })).status).toBe(422);
    portal.signIn(citizen);
  });
});
