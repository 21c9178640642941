// SPDX-License-Identifier: Apache-2.0
/** Lists and files of an application on their pages: links and forms that are sent, without a script. */
import type { CaseForm, FormField } from '@stoa/cases/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { catalogueAnswers, documents, text } from './answers.ts';
import { caseAnswers, caseId, form, taskId } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';
import { staffAnswers } from './staff-answers.ts';

const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers, documents);
});
afterAll(() => portal.close());

const column = (name: string, label: string, widget: string) => ({
  ...{ name, label: text(label), widget, type: 'string' as const, required: true },
});
const columns = [column('givenName', 'Given name', 'text'), column('birthOn', 'Date of birth', 'date')];
const entry = (at: number) => ({ givenName: `Child ${at}`, birthOn: '2015-09-14' });
const list = (count: number, most = 12): NonNullable<FormField['list']> => ({
  ...{ entry: text('Relative'), least: 0, most, count, columns },
  entries: Array.from({ length: Math.min(count, 20) }, (_, at) => entry(at + 1)),
});
const field = (name: string, more: Partial<FormField>): FormField => ({
  ...{ name, label: text(name), type: 'array', widget: 'list', required: false, locked: false },
  ...{ source: { kind: 'typed' }, ...more },
});
const file = { id: '01920000-0000-7000-8000-0000000000aa', name: 'consent.pdf', contentType: 'application/pdf' };
const attached = { ...file, size: 2048, sha256: 'ab' };
const files = { accept: ['application/pdf'], maxBytes: 1024 * 1024, most: 3, attached: [attached] };
const withPages = (count: number, most?: number): CaseForm => ({
  ...form,
  pages: [
    { id: 'family', title: text('Family'), complete: true, fields: [field('family', { list: list(count, most) })] },
    { id: 'consent', title: text('Consent'), complete: true, fields: [field('consent', { widget: 'files', files })] },
  ],
});

beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, catalogueAnswers, caseAnswers, officeAnswers, staffAnswers);
  answers['cases.get-form'] = () => withPages(2);
  answers['cases.list-entries'] = ({ after = 0, limit = 50 }) => ({
    ...{ title: text('A service'), label: text('family'), revision: 3, nextAfter: 40 },
    list: {
      ...list(1000, 1000),
      entries: Array.from({ length: Number(limit) }, (_, at) => entry(Number(after) + at + 1)),
    },
  });
  portal.signIn(citizen);
  portal.calls.length = 0;
});

const at = (page: string) => `${portal.url}/cases/${caseId}/form/${page}`;
const get = async (url: string) => (await fetch(url)).text();
const post = (url: string, fields: Record<string, string>) =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal.url },
    body: new URLSearchParams({ _key: crypto.randomUUID(), ...fields }),
  });
const send = (url: string, name: string, content: string, fields: Record<string, string>) => {
  const body = new FormData();
  for (const [key, value] of Object.entries({ _key: crypto.randomUUID(), ...fields })) body.set(key, value);
  body.set(name, new Blob([content]), 'table.csv');
  return fetch(url, { method: 'POST', redirect: 'manual', headers: { origin: portal.url }, body });
};
const called = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);
const sentEntry = { _list: 'family', _revision: '3', _do: 'save' };
const birth = { 'birthOn.day': '14', 'birthOn.month': '9', 'birthOn.year': '2015' };

it('shows a list as a table with ways to add, change and remove, and goes on without sending it', async () => {
  const html = await get(at('family'));
  for (const words of ['Child 1', 'Child 2', 'Add: Relative', '?entry=1', '?entry=new', 'name="_remove"'])
    expect(html).toContain(words);
  answers['cases.save-page'] = () => ({ errors: [], revision: 4, next: 'consent' });
  const answer = await post(at('family'), { _revision: '3' });
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cases/${caseId}/form/consent`]);
  expect(called('cases.save-page')[0]).toMatchObject({ answers: {} });
});

it('adds an entry by a form of its own; one that does not fit comes back with a link to its field', async () => {
  expect(await get(at('family?entry=new'))).toContain('id="f-givenName"');
  const message = text('Enter a day');
  answers['cases.save-entry'] = () => ({
    ...{ count: 2, revision: 3, errors: [{ field: 'birthOn', code: 'date', message }] },
  });
  const wrong = await post(at('family?entry=new'), { ...sentEntry, givenName: 'Dana', ...birth });
  expect(wrong.status).toBe(422);
  const html = await wrong.text();
  for (const words of ['href="#f-birthOn"', 'Enter a day', 'value="Dana"']) expect(html).toContain(words);
  answers['cases.save-entry'] = () => ({ count: 3, revision: 4, errors: [] });
  const saved = await post(at('family?entry=new&from=check'), { ...sentEntry, givenName: 'Dana', ...birth });
  expect(saved.headers.get('location')).toBe(`/cases/${caseId}/form/family?from=check&notice=entry-saved`);
  expect(called('cases.save-entry')[1]).toEqual({
    ...{ id: caseId, field: 'family', values: { givenName: 'Dana', birthOn: '2015-09-14' } },
  });
});

it('changes and removes the entry that was shown, by the revision that was shown', async () => {
  answers['cases.get-form'] = () => withPages(1000, 1000);
  expect(await get(at('family?entry=25'))).toContain('value="Child 25"');
  answers['cases.save-entry'] = () => ({ count: 2, revision: 4, errors: [] });
  await post(at('family?entry=2'), { ...sentEntry, givenName: 'Dana', ...birth });
  expect(called('cases.save-entry')[0]).toMatchObject({ entry: 2, revision: 3 });
  answers['cases.remove-entry'] = () => ({ count: 1, revision: 4 });
  await post(at('family'), { _list: 'family', _revision: '3', _remove: '2' });
  expect(called('cases.remove-entry')[0]).toEqual({ id: caseId, field: 'family', entry: 2, revision: 3 });
});

it('shows twenty entries of a thousand and the way to the others', async () => {
  answers['cases.get-form'] = () => withPages(1000, 1000);
  const html = await get(at('family'));
  expect(html).toContain('Child 20');
  expect(html).not.toContain('Child 21<');
  expect(html).toContain('after=20');
  expect(await get(at('family?after=20'))).toContain('Child 40');
  expect(await get(`${portal.url}/cases/${caseId}/lists/family?after=40`)).toContain('Child 90');
});

it('says that a full list is full', async () => {
  answers['cases.get-form'] = () => withPages(12);
  const html = await get(at('family'));
  expect(html).toContain('The list is full');
  expect(html).not.toContain('?entry=new');
});

it('imports a table, and names every line that does not fit', async () => {
  const fields = { _list: 'family', _revision: '3', _do: 'import' };
  const faults = [{ line: 3, message: text('Line 3, Date of birth: Enter a day') }];
  answers['cases.import-entries'] = () => ({ added: 0, count: 2, revision: 3, faults });
  const wrong = await send(at('family'), 'file', '\ufeffGiven name\nDana', { ...fields, replace: 'yes' });
  expect([wrong.status, (await wrong.text()).includes('Line 3, Date of birth')]).toEqual([422, true]);
  expect(called('cases.import-entries')[0]).toEqual({
    ...{ id: caseId, field: 'family', text: 'Given name\nDana', replace: true, revision: 3 },
  });
  answers['cases.import-entries'] = () => ({ added: 1, count: 3, revision: 4, faults: [] });
  expect((await send(at('family'), 'file', 'x', fields)).status).toBe(303);
  expect((await post(at('family'), fields)).status).toBe(422);
});

it('attaches a file and goes on; a refused one is said at its field; one is removed by a form', async () => {
  const html = await get(at('consent'));
  for (const words of [
    'consent.pdf',
    'multipart/form-data',
    `/attachments/${file.id}/file`,
    'accept="application/pdf"',
  ])
    expect(html).toContain(words);
  answers['cases.save-page'] = () => ({ errors: [], revision: 4 });
  answers['cases.attach-file'] = () => attached;
  const on = await send(at('consent'), 'consent', '%PDF-', { _files: 'consent', _revision: '3' });
  expect(on.headers.get('location')).toBe(`/cases/${caseId}/check`);
  expect(called('cases.attach-file')[0]).toMatchObject({ name: 'table.csv', content: btoa('%PDF-') });
  answers['cases.attach-file'] = () => {
    throw new TestRefusal('invalid', 'cases.attachment-refused');
  };
  const refused = await send(at('consent'), 'consent', 'MZ', { _files: 'consent', _revision: '3' });
  expect([refused.status, (await refused.text()).includes('href="#f-consent"')]).toEqual([422, true]);
  expect((await post(at('consent'), { _files: 'consent', _then: 'stay' })).status).toBe(422);
  answers['cases.remove-attachment'] = () => ({ id: caseId });
  await post(at('consent'), { _files: 'consent', _remove: file.id });
  expect(called('cases.remove-attachment')[0]).toMatchObject({ attachmentId: file.id });
});

it('shows both where answers are checked, with a way to the entry that is wrong', async () => {
  const errors = [
    { field: 'family', entry: 2, column: 'birthOn', code: 'date-range', message: text('Entry 2 is wrong') },
  ];
  answers['cases.review-answers'] = () => ({ form: withPages(2), errors });
  const html = await get(`${portal.url}/cases/${caseId}/check`);
  for (const words of ['Child 2', 'consent.pdf', 'form/family?entry=2&amp;from=check#f-birthOn'])
    expect(html).toContain(words);
});

it('shows both to the applicant after they were sent, without a way to change them', async () => {
  answers['cases.get-form'] = () => ({ ...withPages(2), state: 'submitted' });
  const html = await get(`${portal.url}/cases/${caseId}/answers`);
  for (const words of ['What you sent', 'Child 2', 'consent.pdf']) expect(html).toContain(words);
  expect(html).not.toContain(`/cases/${caseId}/form/`);
});

it('shows both to the officer, who cannot ask the applicant for them', async () => {
  portal.signIn(withDuty('Daniyar', 'labour.permit-officer'));
  const task = officeAnswers['cases.get-task'];
  answers['cases.get-task'] = (...asked) => ({ ...(task?.(...asked) as object), pages: withPages(2).pages });
  const html = await get(`${portal.url}/office/tasks/${taskId}`);
  for (const words of ['Child 2', 'consent.pdf', 'show=inline']) expect(html).toContain(words);
  expect(html).not.toContain('<option value="family"');
});
