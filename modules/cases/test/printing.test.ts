// SPDX-License-Identifier: Apache-2.0
/** A document that is paid for is made, whatever was typed; what cannot be printed is refused where it is typed. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

const permit = await permitBench();
const { b, officer } = permit;

test('an address and reasons in other scripts, with arrows and emoji, reach a permit that is issued', async () => {
  const address = '40 Unity Street → 📍 entrance ≥ 2 ✓ \ufeffשלום თბილისი Երևան กรุงเทพ 北京';
  const { id, taskId } = await permit.claimed({ workplace: { workRegion: 'XM-01', workAddress: address } });
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant', text: 'Approved ✓ → 📍' }, officer);
  await b.drain();
  const page = await permit.page(id);
  expect(page.outputs).toHaveLength(1);
});

test('each document has a twin for who reads by other means, signed too, and for the same people only', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();
  const [output] = (await permit.page(id)).outputs;
  const [kept] = await b.sql<{ pdf: Buffer; accessible: Buffer }>(
    `select pdf, accessible from output where case_id = '${id}'`,
  );
  expect(kept?.pdf.includes('<pdfaid:conformance>A')).toBe(true);
  expect(kept?.accessible.includes('<pdfuaid:part>1')).toBe(true);
  expect(kept?.accessible.includes('ETSI.CAdES.detached')).toBe(true);
  expect((await b.http(permit.aigerim).get(output?.accessibleFile ?? '')).status).toBe(200);
  expect((await b.http(b.person()).get(output?.accessibleFile ?? '')).status).toBe(403);
  await b.sql('update output set accessible = null');
  expect((await permit.page(id)).outputs[0]?.accessibleFile).toBeUndefined();
  expect((await b.http(permit.aigerim).get(output?.accessibleFile ?? '')).status).toBe(404);
});

test('an answer that cannot be printed is an error at its question, in the five languages, and is kept', async () => {
  const id = await permit.start();
  await permit.fill(id);
  const saved = await permit.save(id, 'workplace', { workRegion: 'XM-01', workAddress: '40 Unity \u{13000}' });
  expect(saved.errors).toMatchObject([{ field: 'workAddress', code: 'unprintable' }]);
  const sentences = Object.values(saved.errors[0]?.message ?? {});
  expect(sentences).toHaveLength(5);
  for (const sentence of sentences) expect(sentence).toContain('\u{13000} (U+13000)');
  await expect(b.call(contract.submitCase, { id, declaration: true }, permit.aigerim)).rejects.toMatchObject({
    code: 'cases.answers-invalid',
  });
});

test('reasons of an officer that cannot be printed are refused at the field, before anything is promised', async () => {
  const { taskId } = await permit.claimed();
  const decide = b.call(contract.decideTask, { id: taskId, outcome: 'grant', text: 'see \u{13000}' }, officer);
  await expect(decide).rejects.toMatchObject({
    code: 'kernel.input-invalid',
    errors: [{ pointer: '/text', code: 'unprintable' }],
  });
});

test('a country is shown by its name in each language, on the form and to expressions of a document', async () => {
  const id = await permit.start();
  await permit.fill(id);
  const form = await b.call(contract.getForm, { id }, permit.aigerim);
  const citizenship = form.pages.flatMap((page) => page.fields).find((field) => field.name === 'workerCitizenship');
  expect(citizenship).toMatchObject({
    value: 'IND',
    widget: 'country',
    choices: [{ value: 'IND', label: { en: 'India', ru: 'Индия', kk: 'Үндістан', uk: 'Індія', ar: 'الهند' } }],
  });
});

test('a document that cannot be made for more than a minute shows on the case, to the applicant and the officer', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.sql('alter table output add constraint disk_full check (false) not valid');
  await b.drain();
  expect((await permit.page(id)).lateSince).toBeUndefined();
  b.clock.advance({ seconds: 90 });
  await b.drain();
  expect((await permit.page(id)).lateSince).toBeDefined();
  expect((await b.call(contract.getTask, { id: taskId }, officer)).case.lateSince).toBeDefined();
  await b.sql('alter table output drop constraint disk_full');
  b.clock.advance({ minutes: 10 });
  await b.drain();
  const page = await permit.page(id);
  expect(page.lateSince).toBeUndefined();
  expect(page.outputs).toHaveLength(1);
});
