// SPDX-License-Identifier: Apache-2.0
/** Desks of a chancery: what waits, done from there without a script, and resolved with a phrase of one's own. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = '01919191-0000-7000-8000-0000000000d1';
const objectId = '01919191-0000-7000-8000-0000000000d2';
const postId = '01919191-0000-7000-8000-0000000000d3';
const reportId = '01919191-0000-7000-8000-0000000000d4';
const at = '2026-12-01T08:00:00.000Z';
const signedId = '01919191-0000-7000-8000-0000000000d5';
const document = {
  ...{ id, institutionId: 'org-1', kind: 'incoming', direction: 'incoming', state: 'registered', label: 0 },
  ...{ subject: 'On the quota of workers', number: '01-1/26', correspondents: [{ name: 'Ministry of the Interior' }] },
  ...{ overdue: false, authorName: 'Clara Clerk', changedAt: at },
};
const whole = {
  ...document,
  ...{ revision: 1, version: 1, language: 'en', source: 'hand', card: {}, createdAt: at, files: [], earlierFiles: [] },
  lacks: [],
  ...{ links: [], signatures: [], history: [], may: ['resolve'] },
};
const item = { id: objectId, objectId, document, since: at, overdue: true, dueAt: '2026-12-01T19:00:00.000Z' };
const work = {
  document,
  may: [{ act: 'give-resolution', objectId: id }],
  unheld: [],
  routes: [],
  resolutions: [],
  acquaintances: [],
};
const { rules } = JSON.parse(
  readFileSync(new URL('../../../modules/documents/src/norms/standard.json', import.meta.url), 'utf8'),
) as { rules: object };
const answers: Answers = {
  'execution.get-desk': () => ({
    items: [
      { ...item, kind: 'accept', reportId, post: { en: 'Minister' } },
      { ...item, id: postId, kind: 'resolve', overdue: false },
    ],
    counts: [
      { kind: 'accept', count: 1, overdue: 1 },
      { kind: 'resolve', count: 1, overdue: 0 },
    ],
  }),
  'execution.decide-report': () => ({ id: objectId, documentId: id }),
  'execution.list-phrases': () => ({ items: [{ id: postId, text: 'Please answer in time' }] }),
  'execution.give-resolution': () => ({ id: objectId, documentId: id }),
  'execution.get-work': () => work,
  'execution.keep-phrase': () => ({ id: postId, text: 'x' }),
  'documents.list-documents': ({ show }) => ({
    items: show === 'to-sign' ? [{ ...document, id: signedId, subject: 'Order on hours', state: 'approved' }] : [],
  }),
  'documents.get-document': () => whole,
  'documents.get-rules': () => ({ versions: { standard: 1 }, deviations: [], rules }),
  'organisations.get-structure': () => ({
    units: [],
    posts: [{ id: postId, title: { en: 'Adviser' }, from: '2020-01-01', duties: [], holdings: [] }],
  }),
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers, {});
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.signIn(withDuty('Leila Leader', 'documents.leader'));
  portal.calls.length = 0;
});

const read = async (path: string) => {
  const response = await fetch(portal.url + path);
  return { status: response.status, html: await response.text() };
};
const keyOf = (html: string) => /name="_key" value="([^"]+)"/.exec(html)?.[1] ?? '';
const send = async (path: string, fields: Record<string, string>) =>
  fetch(portal.url + path, {
    ...{ method: 'POST', redirect: 'manual' },
    headers: { origin: portal.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ _key: keyOf((await read(path)).html), ...fields }).toString(),
  });

test('a desk shows what waits by kind, with the keys, and does what needs nothing typed', async () => {
  const { html, status } = await read('/documents/desk');
  expect(status).toBe(200);
  for (const shown of [
    'On the quota of workers',
    'Everything (3)',
    'To sign (1)',
    'Reports to accept (1)',
    'overdue',
    'j next',
  ])
    expect(html).toContain(shown);
  expect(html).toContain(`/documents/${id}/resolve?next=desk`);
  const toSign = await read('/documents/desk?kind=sign');
  expect(toSign.html).toContain(`href="/documents/${signedId}"`);
  expect(toSign.html).not.toContain('On the quota of workers');
  expect((await read('/documents/desk?kind=accept')).html).not.toContain('Order on hours');
  const shown = /name="reportId" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const answer = await send('/documents/desk', { objectId, reportId: shown, _do: 'accept' });
  expect(answer.status).toBe(303);
  expect(portal.calls.find(({ name }) => name === 'execution.decide-report')?.input).toEqual({
    ...{ id: objectId, reportId, accepted: true },
  });
  expect((await send('/documents/desk', { _do: 'nonsense' })).status).toBeLessThan(500);
});

test('a resolution takes a phrase where nothing else is written, and leads to the next one', async () => {
  const path = `/documents/${id}/resolve?next=desk`;
  const empty = await send(path, { _do: 'give', responsible: postId });
  expect(await empty.text()).toContain('Write it in a few words');
  const given = await send(path, { _do: 'give', phrase: 'Please answer in time', responsible: postId, control: 'yes' });
  expect(given.headers.get('location')).toContain('/documents/desk?kind=resolve');
  expect(portal.calls.find(({ name }) => name === 'execution.give-resolution')?.input).toMatchObject({
    ...{ documentId: id, text: 'Please answer in time', responsible: postId, control: true },
  });
  const unclear = await send(path, { _do: 'give', text: 'Do it', responsible: postId, dueOn: 'soon' });
  expect(await unclear.text()).toContain('Write the day, the month and the year');
});

test('who may neither resolve nor change a document is shown it, and no form that would be refused', async () => {
  answers['execution.get-work'] = () => ({ ...work, may: [] });
  for (const form of ['resolve', 'card']) {
    const response = await fetch(`${portal.url}/documents/${id}/${form}`, { redirect: 'manual' });
    expect([form, response.headers.get('location')]).toEqual([form, `/documents/${id}`]);
  }
  answers['execution.get-work'] = () => work;
});

test('what was answered meanwhile comes back as a sentence, not as an error page', async () => {
  answers['execution.decide-report'] = () => {
    throw new TestRefusal('conflict', 'execution.report-renewed');
  };
  const answer = await send('/documents/desk', { objectId, reportId, _do: 'accept' });
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain('Another report was given since');
});

test('who has no duty in a chancery has no desk', async () => {
  portal.signIn(withDuty('Olga Officer', 'labour.permit-officer'));
  expect((await read('/documents/desk')).status).toBe(403);
});

const at0 = '2020-01-01T00:00:00.000Z';
test('many posts are found by typing, also without a script, and those chosen stay', async () => {
  const many = Array.from({ length: 60 }, (_, at) => ({
    ...{ id: `01919191-0000-7000-8000-0000000001${String(at).padStart(2, '0')}`, title: { en: `Adviser ${at}` } },
    ...{ from: '2020-01-01', duties: [{ id: postId, code: 'documents.executor', emergency: false, from: at0 }] },
    holdings: [{ id: postId, personId: objectId, name: `Person ${at}`, as: 'holder' as const, from: at0 }],
  }));
  const before = answers['organisations.get-structure'];
  answers['organisations.get-structure'] = () => ({ units: [], posts: many });
  const path = `/documents/${id}/resolve`;
  const boxes = (html: string) =>
    [...html.matchAll(/type="checkbox" name="coExecutors" value="([^"]+)"/g)].map(([, value]) => value);
  expect(boxes((await read(path)).html)).toEqual([]);
  const asked = {
    '_find.coExecutors': 'Adviser 17',
    _find: 'coExecutors',
    coExecutors: many[3]?.id ?? '',
    text: 'Do it',
  };
  const html = await (await send(path, asked)).text();
  expect(boxes(html)).toEqual([many[3]?.id, many[17]?.id]);
  expect(html).toContain('Do it');
  answers['organisations.get-structure'] = before ?? (() => ({ units: [], posts: [] }));
});
