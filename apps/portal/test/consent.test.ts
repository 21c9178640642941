// SPDX-License-Identifier: Apache-2.0
/** A person's own data: what they agree to, the question on a form, the copy, corrections; and who keeps the purposes. */
import type { Act, Correction, Purpose } from '@stoa/consent/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { text } from './answers.ts';
import { caseAnswers, caseId, form } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = '01919191-0000-7000-8000-000000000001';
const at = '2026-11-20T05:30:00Z';
const digest = 'a'.repeat(64);
const code = 'criminal-record-identity';
const purpose: Purpose = {
  ...{ code, version: 2, digest, controller: text('Ministry of the Interior'), publishedAt: at },
  content: {
    ...{ title: text('Name for the criminal record'), explanation: text('Your name is read.') },
    ...{ benefit: text('You type nothing.'), law: { title: text('Personal Data Act'), article: text('Article 9(2)') } },
    ...{ controllerId: 'XM-INTERIOR-MINISTRY', recipients: ['XM/GOV/1001/LABOUR'], concepts: ['person.birthOn'] },
    ...{ validDays: 365, asksAnew: false },
  },
};
const act: Act = {
  ...{ id, code, version: 2, act: 'given', at, until: at, language: 'en', digest, place: 'form', byOther: false },
};
const correction: Correction = {
  ...{ id, number: 7, register: text('Population register'), field: text('Address'), owner: text('Ministry') },
  ...{ state: 'open', askedAt: at, dueOn: '2026-12-04', overdue: true, stands: 'flat 2', wanted: 'flat 12' },
  ...{ reason: 'See the lease.', personName: 'Aigerim Seitkali', mayTakeBack: true, mayDecide: true },
};
const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, caseAnswers, {
    'consent.list-purposes': () => ({ items: [purpose] }),
    'consent.get-purpose': () => purpose,
    'consent.list-mine': () => ({ items: [{ ...purpose, state: 'given', since: at, until: at }] }),
    'consent.list-acts': () => ({ items: [{ ...act, title: purpose.content.title }] }),
    'consent.give': () => act,
    'consent.withdraw': () => ({ ...act, act: 'withdrawn' }),
    'consent.list-my-corrections': () => ({ items: [correction] }),
    'consent.list-corrections': () => ({ items: [correction] }),
    'consent.get-correction': () => correction,
    'consent.ask-correction': () => correction,
    'consent.decide-correction': () => correction,
    'consent.list-registers': () => ({
      items: [
        {
          ...{ code: 'population', title: text('Population register'), owner: text('Ministry') },
          fields: [{ code: 'address', title: text('Address') }],
        },
      ],
    }),
    'consent.list-drafts': () => ({ items: [] }),
    'consent.list-versions': () => ({
      items: [{ digest, content: purpose.content, authorName: 'Madina', changedAt: at, own: false }],
      given: 12,
    }),
    'consent.draft-purpose': ({ content }: Record<string, unknown>) => ({
      ...{ digest, content, authorName: 'Madina', changedAt: at, own: true },
    }),
    'consent.publish-purpose': () => ({
      ...{ digest, content: purpose.content, authorName: 'Madina', changedAt: at, own: false, version: 3 },
    }),
    'cases.list-erasures': () => ({
      items: [{ id, at, rule: 'drafts', days: 365, count: 4 }],
      rules: [{ rule: 'drafts', days: 365 }, { rule: 'closed-cases' }],
    }),
    'cases.refresh-register': () => ({
      ...{ name: 'company', title: text('Company register'), purpose: text('x'), state: 'received' },
    }),
  } satisfies Answers);
  portal.signIn({ ...citizen, actingFor: undefined, authenticatedAt: new Date().toISOString() });
  portal.calls.length = 0;
});
const get = async (path: string) => {
  const answer = await fetch(portal.url + path, { redirect: 'manual' });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
};
async function send(path: string, fields: readonly [string, string][]) {
  const key = /name="_key" value="([^"]+)"/.exec((await get(path)).html)?.[1] ?? '';
  return fetch(portal.url + path, {
    ...{ method: 'POST', redirect: 'manual', headers: { origin: portal.url } },
    body: new URLSearchParams([['_key', key], ...fields]),
  });
}
const asked = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);

it('shows what one agreed to with its history, and what it means in full', async () => {
  const { html } = await get('/cabinet/data');
  for (const words of ['Name for the criminal record', 'You agree', 'Download my data', '/cabinet/requests'])
    expect(html).toContain(words);
  const one = (await get(`/cabinet/data/consents/${code}`)).html;
  for (const words of [
    'Your name is read.',
    'Personal Data Act, Article 9(2)',
    'XM/GOV/1001/LABOUR',
    'Take my consent back',
  ])
    expect(one).toContain(words);
});

it('takes a consent back, and gives it in the version that was shown', async () => {
  const taken = await send(`/cabinet/data/consents/${code}`, [['_do', 'withdraw']]);
  expect(taken.headers.get('location')).toBe('/cabinet/data?notice=consent-withdrawn');
  expect(asked('consent.withdraw')).toEqual([{ code, language: 'en' }]);
  answers['consent.list-mine'] = () => ({ items: [{ ...purpose, state: 'withdrawn', since: at }] });
  await send(`/cabinet/data/consents/${code}`, [
    ['_do', 'give'],
    ['version', '2'],
    ['digest', digest],
  ]);
  expect(asked('consent.give')).toEqual([{ code, language: 'en', version: 2, digest }]);
});

it('says to an organisation that it has no consents, and asks nothing', async () => {
  portal.signIn(citizen);
  const { html } = await get('/cabinet/data');
  expect(html).toContain('Act for yourself to see yours');
  expect(html).not.toContain('Download my data');
  expect(asked('consent.list-mine')).toEqual([]);
});

it('asks on the form before a register is read, and asks the register once one agrees', async () => {
  const registers = form.registers.map((one) => ({ ...one, state: 'needs-consent' as const, consent: code }));
  answers['cases.get-form'] = () => ({ ...form, registers });
  const page = form.pages[0]?.id ?? '';
  const { html } = await get(`/cases/${caseId}/form/${page}`);
  for (const words of ['is asked only if you agree', 'Your name is read.', 'I agree: ask the register'])
    expect(html).toContain(words);
  const name = registers[0]?.name ?? '';
  await send(`/cases/${caseId}/form/${page}`, [
    ['_agree', name],
    ['_purpose', code],
    ['_version', '2'],
    ['_digest', digest],
  ]);
  expect(asked('consent.give')).toEqual([{ code, version: 2, digest, language: 'en', caseId }]);
  expect(asked('cases.refresh-register')).toEqual([{ id: caseId, register: name }]);
});

it('puts the copy together from every module, over its pages, and names who was away', async () => {
  answers['cases.read-own-data'] = ({ cursor }) =>
    cursor === undefined
      ? { items: [{ what: 'applications', data: { id } }], nextCursor: 'next' }
      : { items: [{ what: 'documents', data: { id } }] };
  const { status, html, headers } = await get('/cabinet/data/copy.json');
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toContain('my-data.json');
  expect(JSON.parse(html)).toMatchObject({
    person: 'Aigerim Seitkali',
    data: [
      { module: 'cases', what: 'applications' },
      { module: 'cases', what: 'documents' },
    ],
    ...{ complete: false, away: ['payments'] },
  });
});

it('gives the copy to nobody else: not without a sign-in, not to who signed in long ago, not to who acts for somebody', async () => {
  portal.signIn(undefined);
  expect((await get('/cabinet/data/copy.json')).headers.get('location')).toMatch(/^\/sign-in/);
  portal.signIn({ ...citizen, actingFor: undefined, authenticatedAt: '2026-01-01T00:00:00Z' });
  expect((await get('/cabinet/data/copy.json')).headers.get('location')).toContain('minutes=15');
  portal.signIn({ ...citizen, authenticatedAt: new Date().toISOString() });
  expect((await get('/cabinet/data/copy.json')).headers.get('location')).toBe('/cabinet/data');
  expect(portal.calls).toEqual([]);
});

it('asks for a correction, and says what lacks', async () => {
  const wrong = await send('/cabinet/data/corrections/new', [['entry', '']]);
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('Choose the entry that is wrong');
  const sent = {
    register: 'population',
    field: 'address',
    stands: 'flat 2',
    wanted: 'flat 12',
    reason: 'See the lease.',
  };
  const done = await send('/cabinet/data/corrections/new', [
    ['entry', 'population.address'],
    ...(['stands', 'wanted', 'reason'] as const).map((field): [string, string] => [field, sent[field]]),
  ]);
  expect(done.headers.get('location')).toBe(`/cabinet/data/corrections/${id}?notice=correction-asked`);
  expect(asked('consent.ask-correction')).toEqual([sent]);
});

it('lets the office answer with a reason, and shows what is late', async () => {
  portal.signIn(withDuty('Zhanar Abenova', 'consent.corrector'));
  expect((await get('/consent')).headers.get('location')).toBe('/consent/corrections');
  expect((await get('/consent/corrections?overdue=yes&state=open')).html).toContain('Overdue');
  expect(asked('consent.list-corrections')).toEqual([{ state: 'open', overdue: true }]);
  const empty = await send(`/consent/corrections/${id}`, [['_do', 'accept']]);
  expect(empty.status).toBe(422);
  await send(`/consent/corrections/${id}`, [
    ['_do', 'decline'],
    ['answer', 'The lease says otherwise.'],
  ]);
  expect(asked('consent.decide-correction')).toEqual([{ id, accept: false, answer: 'The lease says otherwise.' }]);
});

it('keeps a draft in the language of the page, and lets another person publish it', async () => {
  portal.signIn(withDuty('Madina Kasymova', 'consent.steward', 'consent.publisher'));
  const page = (await get(`/consent/purposes/${code}`)).html;
  for (const words of ['Agree now: 12', 'Written by Madina', 'Publish']) expect(page).toContain(words);
  const { content } = purpose;
  await send(`/consent/purposes/${code}`, [
    ['_do', 'save'],
    ...Object.entries({
      ...{ title: 'Another title', explanation: 'x', benefit: 'y', law: 'z', article: '1', controllerId: 'XM-1' },
      ...{
        recipients: 'XM/GOV/1001/LABOUR\n',
        concepts: 'person.birthOn\nperson.address',
        validDays: '30',
        asksAnew: 'yes',
      },
    }),
  ]);
  expect(asked('consent.draft-purpose')).toMatchObject([
    {
      code,
      content: {
        ...{ title: { ...content.title, en: 'Another title' }, validDays: 30, asksAnew: true },
        concepts: ['person.birthOn', 'person.address'],
      },
    },
  ]);
  await send(`/consent/purposes/${code}`, [
    ['_do', 'publish'],
    ['digest', digest],
  ]);
  expect(asked('consent.publish-purpose')).toEqual([{ code, digest }]);
});

it('shows what is erased when to the data protection officer alone, and names a module that is away', async () => {
  expect((await get('/consent/retention')).status).toBe(403);
  portal.signIn(withDuty('Ostap Lytvynenko', 'privacy.officer'));
  const { html } = await get('/consent/retention');
  for (const words of ['Drafts that nobody sent', '365', 'stays']) expect(html).toContain(words);
  answers['cases.list-erasures'] = () => {
    throw new TestRefusal('unavailable', 'kernel.module-away');
  };
  expect((await get('/consent/retention')).html).toContain('does not answer');
});

it('lets everybody read the purposes, also where there are none', async () => {
  portal.signIn(undefined);
  expect((await get('/purposes')).html).toContain('Your name is read.');
  answers['consent.list-purposes'] = () => ({ items: [] });
  expect((await get('/purposes')).html).toContain('Nothing is read by consent');
});
