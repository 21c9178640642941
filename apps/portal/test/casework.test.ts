// SPDX-License-Identifier: Apache-2.0
/** The office: views, many tasks at once, what stands beside a case, second looks and the board. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { caseAnswers, caseId, taskId } from './case-answers.ts';
import { caseworkAnswers, colleagueId, desk, noteId, reviewId, viewId, work } from './casework-answers.ts';
import { type Answers, type Harness, startHarness, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';

const answers: Answers = {};
const officer = withDuty('Daniyar Omarov', 'labour.permit-officer');
const leader = withDuty('Aisha Sadykova', 'labour.permit-officer', 'casework.leader');
const languages = ['en', 'ru', 'kk', 'uk', 'ar'];
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers, {}, ['cases', 'casework']);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, caseAnswers, officeAnswers, caseworkAnswers);
  portal.calls.length = 0;
  portal.signIn(officer);
});

const fetched = async (path: string, cookie = '') => {
  const answer = await fetch(portal.url + path, { headers: { cookie }, redirect: 'manual' });
  return {
    status: answer.status,
    to: answer.headers.get('location'),
    html: (await answer.text()).replaceAll('&amp;', '&'),
  };
};
async function get(path: string, language = 'en'): Promise<string> {
  const { status, html } = await fetched(path, `lang=${language}`);
  expect(status, path).toBe(200);
  return html;
}
async function post(path: string, values: Record<string, string> | [string, string][]) {
  const [, key = ''] = /name="_key" value="([^"]+)"/.exec(await get(path)) ?? [];
  portal.calls.length = 0;
  const body = new URLSearchParams(values);
  body.set('_key', key);
  const answer = await fetch(portal.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: portal.url, cookie: 'lang=en' },
    body,
    redirect: 'manual',
  });
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
}
const called = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);
const pages = [
  '/office',
  '/office/views',
  '/office/reviews',
  '/office/board',
  '/office/keys',
  `/office/tasks/${taskId}`,
];

it.each(languages)('has every word in %s', async (language) => {
  portal.signIn(leader);
  for (const page of pages) {
    const html = await get(page, language);
    expect(html, page).not.toMatch(/>\s*(casework|queue|task)\.[a-z-]+\s*</);
  }
});

it('shows the default view where the address asks for nothing, and another where it names it', async () => {
  await get('/office');
  expect(called('cases.list-queue')[0]).toMatchObject({ show: 'open', sort: 'risk', search: 'Steppe' });
  portal.calls.length = 0;
  await get('/office?show=all');
  expect(called('cases.list-queue')[0]).toEqual({ limit: 50, show: 'all' });
  portal.calls.length = 0;
  await get(`/office?view=${viewId}&sort=age`);
  expect(called('cases.list-queue')[0]).toMatchObject({ show: 'open', sort: 'age' });
  portal.calls.length = 0;
  await get('/office?view=nonsense&sort=x&cols=y');
  expect(called('cases.list-queue')[0]).toEqual({ limit: 50, show: 'all' });
});

it('says of each ticked task what became of it, and what was forgotten', async () => {
  answers['casework.work-in-bulk'] = () => ({
    items: [
      { id: taskId, caseNumber: 'WP-2026-000012', result: 'done' },
      { id: caseId, result: 'taken' },
    ],
  });
  const none = await post('/office', { _do: 'claim' });
  expect(none.html).toContain('Tick at least one task.');
  const nobody = await post('/office', [
    ['_do', 'reassign'],
    ['task', taskId],
  ]);
  expect(nobody.html).toContain('Choose to whom the tasks go.');
  const done = await post('/office', [
    ['_do', 'claim'],
    ['task', taskId],
    ['task', caseId],
    ['task', 'nonsense'],
  ]);
  expect(called('casework.work-in-bulk')).toEqual([{ ids: [taskId, caseId], act: 'claim' }]);
  expect(done.html).toContain('a colleague has it already');
  await post('/office', [
    ['_do', 'reassign'],
    ['task', taskId],
    ['assignee', colleagueId],
  ]);
  expect(called('casework.work-in-bulk')).toEqual([{ ids: [taskId], act: 'reassign', assigneeId: colleagueId }]);
});

it('keeps the queue as it is shown under a name', async () => {
  answers['casework.save-view'] = (input) => ({
    ...{ columns: [], ...input, id: viewId, ownerName: 'x', mine: true, version: 1 },
  });
  const unnamed = await post('/office?show=mine&sort=age', { _do: 'keep-view', name: '' });
  expect(unnamed.html).toContain('Give the view a name');
  const kept = await post('/office?show=mine&sort=age', [
    ['_do', 'keep-view'],
    ['name', 'Mine'],
    ['columns', 'due'],
    ['default', 'yes'],
  ]);
  expect(kept.to).toBe(`/office?view=${viewId}&notice=queue-view-kept`);
  expect(called('casework.save-view')).toEqual([
    { name: 'Mine', show: 'mine', sort: 'age', columns: ['due'], isDefault: true },
  ]);
});

it('changes and drops a view by the version that was read', async () => {
  answers['casework.change-view'] = (input) => ({
    ...{ columns: [], show: 'all', sort: 'due', name: 'x', isDefault: false, ...input, ownerName: 'x', mine: true },
  });
  answers['casework.drop-view'] = ({ id }) => ({ id });
  await post('/office/views', { _do: `default ${viewId} 3` });
  expect(called('casework.change-view')).toMatchObject([{ id: viewId, version: 3, isDefault: false, name: 'At risk' }]);
  const unnamed = await post('/office/views', { _do: `rename ${viewId} 3`, [`name.${viewId}`]: '' });
  expect(unnamed.html).toContain('Give the view a name');
  await post('/office/views', { _do: `drop ${viewId} 3` });
  expect(called('casework.drop-view')).toEqual([{ id: viewId, version: 3 }]);
  expect((await post('/office/views', { _do: 'nonsense' })).html).toContain('You have no such view.');
});

it('shows beside a case what was written down, what follows and who looks again', async () => {
  const html = await get(`/office/tasks/${taskId}`);
  for (const words of [
    'Asked for a copy.',
    'Asked for the term.',
    'The same site.',
    'A cousin.',
    'a document is issued: Work permit',
  ])
    expect(html).toContain(words);
  expect(html).toContain(`/api/casework/tasks/${taskId}/file.pdf`);
  expect(html).toContain(`/office/cases/${work.related[0]?.id}`);
  answers['casework.get-desk'] = () => ({ ...desk, work: { ...work, conflict: 'own' } });
  const own = await get(`/office/tasks/${taskId}`);
  expect(own).toContain('This case is about you');
  expect(own).not.toContain(`agree ${reviewId}`);
});

it('sends what is written beside a case, and names the field that is missing', async () => {
  const path = `/office/tasks/${taskId}`;
  answers['casework.write-note'] = () => desk.notes[0];
  answers['casework.correct-note'] = () => desk.notes[0];
  answers['casework.link-case'] = () => desk.links[0];
  answers['casework.declare-conflict'] = () => ({ released: 1 });
  answers['casework.propose-decision'] = () => desk.reviews[0];
  answers['casework.answer-review'] = () => desk.reviews[0];
  const note = { kind: 'visit', on: '2026-11-20', person: 'Applicant', text: 'Brought the original.' };
  const typed = (of: string, changed = {}) =>
    Object.fromEntries(Object.entries({ ...note, ...changed }).map(([name, value]) => [`${name}.${of}`, value]));
  expect((await post(path, { _do: 'note', ...typed('new', { text: '' }) })).html).toContain('Write what was said.');
  expect((await post(path, { _do: 'note', ...typed('new', { on: '2026-13-40' }) })).html).toContain('Enter the day');
  expect((await post(path, { _do: 'note', ...typed('new') })).to).toBe(`${path}?notice=note-written`);
  expect(called('casework.write-note')).toEqual([{ caseId, ...note }]);
  await post(path, { _do: `correct ${noteId} 2`, ...typed(noteId) });
  expect(called('casework.correct-note')).toEqual([{ id: noteId, version: 2, ...note }]);
  expect((await post(path, { _do: 'link', number: 'WP-1', linkReason: '' })).html).toContain('Say why.');
  await post(path, { _do: 'link', number: 'WP-1', linkReason: 'The same site.' });
  expect(called('casework.link-case')).toEqual([{ caseId, number: 'WP-1', reason: 'The same site.' }]);
  expect((await post(path, { _do: 'conflict', conflictReason: '' })).html).toContain('Say why.');
  expect((await post(path, { _do: 'conflict', conflictReason: 'A cousin.' })).to).toBe(
    '/office?notice=conflict-declared',
  );
  await post(path, { _do: 'propose', outcome: 'issued', text: '' });
  expect(called('casework.propose-decision')).toEqual([{ caseId, taskId, outcome: 'issued' }]);
  expect((await post(path, { _do: `return ${reviewId}` })).html).toContain('Say why.');
  await post(path, { _do: `agree ${reviewId}` });
  expect(called('casework.answer-review')).toEqual([{ id: reviewId, agrees: true }]);
  expect((await post(path, { _do: 'transfer', office: '', transferReason: 'x' })).html).toContain('Choose the office.');
  expect((await post(path, { _do: 'transfer', office: 'org-2', transferReason: 'Lies there.' })).to).toBe(
    '/office?notice=case-transferred',
  );
  expect((await post(path, { _do: 'nonsense' })).status).toBe(404);
});

it('leads from a case to its task', async () => {
  const { status, to } = await fetched(`/office/cases/${caseId}`);
  expect([status, to]).toEqual([303, `/office/tasks/${taskId}`]);
});

it('lets only who leads an office say what is looked at twice', async () => {
  expect(await get('/office/reviews')).not.toContain('add-rule');
  portal.signIn(leader);
  expect(await get('/office/reviews')).toContain('add-rule org-1');
  const wrong = await post('/office/reviews', { _do: 'sample org-1', percent: '200' });
  expect(wrong.html).toContain('Enter a share from 0 to 100.');
  await post('/office/reviews', { _do: 'sample org-1', percent: '2,5' });
  expect(called('casework.set-sampling')).toEqual([{ officeId: 'org-1', perMille: 25 }]);
  await post('/office/reviews', { _do: 'add-rule org-1', outcome: 'refuse', over: '100' });
  expect(called('cases.set-second-eyes')[0]).toMatchObject({
    items: [{ outcome: 'grant' }, { outcome: 'refuse', feeOverMinor: 10_000 }],
  });
  await post('/office/reviews', { _do: 'drop-rule org-1 0' });
  expect(called('cases.set-second-eyes')).toEqual([{ officeId: 'org-1', items: [] }]);
  expect((await post('/office/reviews', { _do: 'sample org-2', percent: '5' })).status).toBe(404);
});

it('draws the board with tables, and says where there is no forecast', async () => {
  const html = await get('/office/board?office=org-1&service=nothing');
  expect(called('casework.get-board')).toEqual([{ officeId: 'org-1', serviceId: 'nothing' }, { officeId: 'org-1' }]);
  expect(html).toContain('2.5');
  expect(html).toContain('<svg class="chart"');
  answers['casework.get-board'] = (...given) => {
    const board = caseworkAnswers['casework.get-board']?.(...given) ?? {};
    return { ...board, forecast: undefined };
  };
  expect(await get('/office/board')).toContain('No forecast');
  answers['casework.get-board'] = () => ({ offices: [], services: [], weeks: [], ageing: [], officers: [] });
  expect(await get('/office/board')).toContain('Your offices have had no cases yet.');
});
