// SPDX-License-Identifier: Apache-2.0
/** What those who give duties see and decide. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import permitted from '../src/areas/administration/permitted.gen.json' with { type: 'json' };
import english from '../src/messages/organisations.en.json' with { type: 'json' };
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { administrationAnswers, organisationsAnswers, uuid } from './organisations-answers.ts';

const answers: Answers = { ...organisationsAnswers, ...administrationAnswers };
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});
afterAll(() => portal.close());
const get = async (path: string, status = 200) => {
  const answer = await fetch(portal.url + path, { headers: { cookie: 'lang=en' } });
  expect(answer.status, path).toBe(status);
  return (await answer.text()).replaceAll('&amp;', '&').split('<script')[0] ?? '';
};
async function post(path: string, fields: Record<string, string>) {
  const key = /name="_key" value="([^"]*)"/.exec(await get(path))?.[1] ?? '';
  const headers = { cookie: 'lang=en', origin: portal.url };
  const body = new URLSearchParams({ _key: key, ...fields });
  return fetch(portal.url + path, { method: 'POST', body, headers, redirect: 'manual' });
}
const lastCall = (name: string) => portal.calls.filter((one) => one.name === name).at(-1)?.input;

it('shows what waits, what is overdue and what runs in an emergency', async () => {
  const html = await get('/administration');
  for (const text of ['Overdue: 1', 'Running now: 1', 'The officer is ill']) expect(html).toContain(text);
});

it('leads everybody only to the pages that are open to them', async () => {
  const places = ['changes', 'imports', 'duties', 'paper-powers', 'invitations', 'accounts'].map(
    (name) => `href="/administration/${name}"`,
  );
  const [main = ''] = [(await get('/administration')).split('<main')[1]];
  expect(places.map((place) => main.includes(place))).toEqual([true, true, true, true, true, false]);
  portal.signIn(withDuty('Elena Petrova', 'audit.auditor', 'accounts.officer'));
  const [other = ''] = [(await get('/administration')).split('<main')[1]];
  expect(places.map((place) => other.includes(place))).toEqual([false, false, false, false, true, true]);
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});

it('asks what somebody found before an emergency is reviewed', async () => {
  const refused = await post('/administration', { _do: `justified ${uuid(21)}`, note: '' });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Say in a few words')]);
  expect(lastCall('organisations.review-emergency')).toBeUndefined();
});

it('decides a change, and says clearly that another has decided it before', async () => {
  const list = await get('/administration/changes');
  for (const text of ['Successor', 'Ministry of Labour', '1 January 2030', '1 December 2026', 'Local office'])
    expect(list).toContain(text);
  const decided = await post('/administration/changes', { _do: `approve ${uuid(20)}` });
  expect(decided.headers.get('location')).toBe('/administration/changes?notice=change-decided');
  expect(lastCall('organisations.decide-change')).toEqual({ id: uuid(20), approved: true });
  answers['organisations.decide-change'] = () => {
    throw new TestRefusal('conflict', 'organisations.change-decided');
  };
  const second = await post('/administration/changes', { _do: `refuse ${uuid(20)}` });
  expect(await second.text()).toContain('Somebody has decided this change already');
});

it('answers what a person may do and why, and who can do something, on any day', async () => {
  const html = await get(`/administration/people/${uuid(8)}?on=2026-05-03`);
  expect(lastCall('organisations.list-duties')).toEqual({ personId: uuid(8), at: '2026-05-03T06:00:00.000Z' });
  expect(html).toContain('in place of Elena Petrova');
  expect(await get('/administration/duties/labour.permit-officer?organisation=xm-01-labour')).toContain('Emergency');
  expect(lastCall('organisations.list-holders')).toEqual({
    code: 'labour.permit-officer',
    organisationId: 'XM-01-LABOUR',
  });
});

const form = (kind: string, more = '') => `/administration/changes/new?kind=${kind}&organisation=XM-01-LABOUR${more}`;
const asked = () => lastCall('organisations.request-change')?.asked;
const reason = 'Order No. 12';

it.each([
  [
    'organisation',
    form('organisation'),
    { 'name-en': 'Office', orgKind: 'local', from: '1.1.2000', validFrom: '27.3.2026' },
    { kind: 'organisation', id: 'XM-01-LABOUR', validFrom: '2026-03-27', facts: { name: { en: 'Office' } } },
  ],
  [
    'merge',
    form('merge'),
    { into: 'XM-LABOUR-MINISTRY', on: '1 December 2026' },
    { kind: 'merge', id: 'XM-01-LABOUR', into: 'XM-LABOUR-MINISTRY', on: '2026-12-01' },
  ],
  [
    'unit',
    form('unit'),
    { 'name-en': 'Visas', 'name-ar': 'التأشيرات', unit: uuid(1), from: '2026-12-01' },
    { kind: 'unit', parentId: uuid(1), name: { en: 'Visas', ar: 'التأشيرات' }, from: '2026-12-01' },
  ],
  [
    'post',
    form('post'),
    { 'name-en': 'Clerk', duties: 'labour.permit-officer', otherDuty: 'labour.clerk', from: '2026-12-01' },
    { kind: 'post', title: { en: 'Clerk' }, duties: ['labour.permit-officer', 'labour.clerk'], from: '2026-12-01' },
  ],
  [
    'duty',
    form('duty', `&post=${uuid(2)}`),
    { code: 'labour.permit-officer', emergency: 'yes', from: '2026-12-01' },
    { kind: 'duty', postId: uuid(2), code: 'labour.permit-officer', emergency: true, from: '2026-12-01' },
  ],
  [
    'holding',
    form('holding', `&post=${uuid(2)}`),
    { personId: uuid(8), as: 'substitute', forId: uuid(4), why: 'Leave', from: '2026-12-01', until: '2026-12-20' },
    { kind: 'holding', personId: uuid(8), as: 'substitute', forId: uuid(4), reason: 'Leave', until: '2026-12-20' },
  ],
  [
    'end',
    form('end', `&what=holding&id=${uuid(4)}`),
    { at: '2026-12-01' },
    { kind: 'end', what: 'holding', id: uuid(4), at: '2026-12-01' },
  ],
])('asks for a change by a form: %s', async (_, path, fields, expected) => {
  const empty = await post(path, {});
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Enter a day, such as')]);
  const sent = await post(path, { ...fields, reason });
  expect(sent.headers.get('location'), await sent.text()).toBe('/administration/changes?notice=change-requested');
  expect(asked()).toMatchObject(expected);
});

it('finds a person by name without anything being asked for, and keeps what was typed', async () => {
  const before = portal.calls.length;
  const path = form('holding', `&post=${uuid(2)}`);
  const found = await post(path, { _search: 'person', personWords: 'samal', why: 'Leave' });
  const html = await found.text();
  // Nothing is missing yet: who searches has not sent the form.
  expect([found.status, html]).toEqual([200, expect.not.stringContaining('Enter a day, such as')]);
  expect(portal.calls.slice(before).map(({ name }) => name)).not.toContain('organisations.request-change');
  expect(html).toContain('Samal Nurlan');
  expect(html).toContain('value="Leave"');
});

it('says at the form what is refused, whatever kind of refusal it is', async () => {
  answers['organisations.request-change'] = () => {
    throw new TestRefusal('forbidden', 'organisations.power-for-oneself');
  };
  const refused = await post(form('holding', `&post=${uuid(2)}`), {
    ...{ personId: uuid(8), as: 'holder', from: '2026-12-01', reason },
  });
  const html = await refused.text();
  expect(refused.status).toBe(422);
  for (const text of ['Nobody gives a post or a duty to themselves', 'value="2026-12-01"'])
    expect(html).toContain(text);
  expect(await get('/administration/changes/new?kind=holding')).toContain('Choose first what the change is about');
});

it('keeps or ends what a review asks about, and sets how often there is one', async () => {
  const path = `/administration/reviews/${uuid(22)}`;
  const html = await get(path);
  for (const text of ['Elena Petrova', 'Overdue', 'Dmitry Decides', 'Kept']) expect(html).toContain(text);
  await post(path, { _do: `end ${uuid(4)}` });
  expect(lastCall('organisations.review-holding')).toEqual({ id: uuid(22), holdingId: uuid(4), kept: false });
  expect((await post(path, { _do: 'rule', months: '0', nextOn: 'soon' })).status).toBe(422);
  await post(path, { _do: 'rule', months: '6', nextOn: '1.12.2026' });
  expect(lastCall('organisations.set-review-rule')).toEqual({ id: 'XM-01-LABOUR', months: 6, nextOn: '2026-12-01' });
});

it('counts who holds each duty', async () => {
  expect(await get('/administration/duties')).toContain('/administration/duties/labour.permit-officer');
});

it('lets an official take a duty with a reason, and says what happens then', async () => {
  portal.signIn(withDuty('Samal Nurlan', 'labour.clerk'));
  const html = await get('/office/emergency');
  for (const text of ['for an hour at most', 'Head of permits', 'Nobody else was there']) expect(html).toContain(text);
  const empty = await post('/office/emergency', {});
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('Say in a sentence')]);
  await post('/office/emergency', { dutyId: uuid(3), reason: 'The officer is ill', minutes: '30' });
  expect(lastCall('organisations.take-emergency')).toEqual({
    ...{ dutyId: uuid(3), reason: 'The officer is ill', minutes: 30 },
  });
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});

it('is closed to who gives no duties', async () => {
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  for (const path of ['/administration', '/administration/changes', `/administration/people/${uuid(8)}`])
    await get(path, 403);
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});

async function upload(fields: Record<string, string>, file?: Uint8Array<ArrayBuffer>) {
  const path = '/administration/imports';
  const body = new FormData();
  body.set('_key', /name="_key" value="([^"]*)"/.exec(await get(path))?.[1] ?? '');
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  if (file) body.set('file', new Blob([file], { type: 'text/csv' }), 'directory.csv');
  const headers = { cookie: 'lang=en', origin: portal.url };
  return fetch(portal.url + path, { method: 'POST', body, headers, redirect: 'manual' });
}

it('tries a table that was uploaded and leads to its rows', async () => {
  const answer = await upload({ about: 'organisations', validFrom: '27.3.2026' }, Buffer.from('id,kind\nя'));
  expect(answer.headers.get('location')).toBe(`/administration/imports/${uuid(30)}?outcome=wrong`);
  expect(lastCall('organisations.read-import')).toEqual({
    ...{ about: 'organisations', text: 'id,kind\nя', fileName: 'directory.csv', validFrom: '2026-03-27' },
  });
  const calls = portal.calls.length;
  for (const [fields, file, text] of [
    [{ about: 'organisations' }, undefined, 'Choose a file'],
    [{}, Buffer.from('x'), 'Choose what the table is about'],
    [{ about: 'people', validFrom: 'spring' }, Buffer.from('x'), 'Enter a day'],
    [{ about: 'people' }, Buffer.alloc(2 * 1024 * 1024 + 1, 'x'), 'at most 5,000 rows and 2 MB'],
  ] as const) {
    const refused = await upload(fields, file);
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(text)]);
  }
  expect(portal.calls.slice(calls).some(({ name }) => name === 'organisations.read-import')).toBe(false);
  answers['organisations.read-import'] = () => {
    const params = { line: '7' };
    throw Object.assign(new TestRefusal('invalid', 'organisations.import-unreadable'), {
      errors: [{ pointer: '/file', code: 'organisations.import-not-quote', message: '', params }],
    });
  };
  const unreadable = await upload({ about: 'people' }, Buffer.from('"'));
  expect(await unreadable.text()).toContain('The quotation mark in line 7 has no partner');
});

it('shows of each row what it changes or what is wrong, and asks only where all of it can be done', async () => {
  const path = `/administration/imports/${uuid(30)}`;
  const wrong = await get(path);
  for (const text of ['Mistakes: 1', 'New office', 'Central authority', 'Cells that cannot be read: id, from'])
    expect(wrong).toContain(text);
  expect(wrong).not.toContain('name="reason"');
  expect(await get(`${path}?outcome=wrong`)).not.toContain('New office');
  const answer = answers['organisations.get-import'];
  answers['organisations.get-import'] = (...asked) => {
    const found = answer?.(...asked) as { import: object };
    return { ...found, import: { ...found.import, wrong: 0 } };
  };
  Object.assign(answers, { 'organisations.request-change': administrationAnswers['organisations.request-change'] });
  const asked = await post(path, { reason: 'Order No. 12' });
  expect(asked.headers.get('location')).toBe('/administration/changes?notice=change-requested');
  expect(lastCall('organisations.request-change')).toEqual({
    ...{ asked: { kind: 'import', importId: uuid(30) }, reason: 'Order No. 12' },
  });
});

it('says in words what each duty of a person permits, and what changed about them lately', async () => {
  const html = await get(`/administration/people/${uuid(8)}`);
  for (const text of ['Samal Nurlan', 'Take tasks and decide', 'See the queue of the office', 'What changed lately'])
    expect(html).toContain(text);
  expect(html).not.toContain('Give and take rights');
  expect(lastCall('organisations.list-changes')).toMatchObject({ personId: uuid(8), state: 'all' });
});

it('has words for everything that a duty permits', () => {
  const kinds = Object.values(permitted)
    .flat()
    .map((one) => one.replace(/^\w+:(operate|prove|read-audit)$/, '$1').replace(':', '-'));
  expect(kinds.length).toBeGreaterThan(30);
  expect(kinds.filter((kind) => !(`permission.${kind}` in english))).toEqual([]);
});

it('invites somebody by mail, and takes no address that is none', async () => {
  const wrong = await post('/administration/invitations', { email: 'nobody' });
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Enter an e-mail address')]);
  expect(lastCall('accounts.invite')).toBeUndefined();
  const sent = await post('/administration/invitations', { email: 'new@mail.example' });
  expect(sent.headers.get('location')).toBe('/administration/invitations?notice=invited');
  expect(lastCall('accounts.invite')).toEqual({ email: 'new@mail.example', language: 'en' });
  // Back leads where one may go.
  const back = async () =>
    /<main[\s\S]*?href="(\/administration[^"]*)"/.exec(await get('/administration/invitations'))?.[1];
  expect(await back()).toBe('/administration');
  portal.signIn(withDuty('Daniyar Omarov', 'accounts.officer'));
  expect(await back()).toBe('/administration/accounts');
  portal.signIn(withDuty('Dmitry Decides', 'identity.grantor'));
});
