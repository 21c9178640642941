// SPDX-License-Identifier: Apache-2.0
/** A company's table and renewal over real cases: registers are asked, drafts are filled, one is sent. */
import { decideTask, getForm } from '@stoa/cases/contract';
import { writeCsv } from '@stoa/kernel/text';
import { newId } from '@stoa/kernel';
import portfolio from '@stoa/portfolio';
import * as contract from '@stoa/portfolio/contract';
import { listActors } from '@stoa/powers/contract';
import { expect, test } from 'vitest';
import { answers, inn, permitBench } from '../../modules/cases/test/permit-bench.ts';

const permit = await permitBench({}, portfolio);
const { b, aigerim } = permit;
b.stub(listActors, async () => ({ items: [] }));
const given = Object.assign({}, ...Object.values(answers)) as Record<string, string | number>;

test('a permit that runs out is renewed from its answers, and what is asked anew stays open', async () => {
  const { taskId } = await permit.claimed();
  await b.call(decideTask, { id: taskId, outcome: 'grant' }, permit.officer);
  await permit.poll();
  const { items } = await b.call(contract.listExpiring, {}, aigerim);
  expect(items).toMatchObject([{ serviceId: 'work-permit', renewable: true, state: 'valid' }]);
  const { caseId = '', look } = await b.call(contract.renew, { id: items[0]?.id ?? '', language: 'en' }, aigerim);
  expect(look.map(({ field, why }) => `${field} ${why}`).sort()).toEqual(['months anew', 'startsOn anew']);
  const form = await b.call(getForm, { id: caseId }, aigerim);
  const values = Object.fromEntries(form.pages.flatMap(({ fields }) => fields.map(({ name, value }) => [name, value])));
  expect(values).toMatchObject({ workerNameLatin: 'Rahul Sharma', occupation: '2142', startsOn: undefined });
});

test('each line of a table becomes one application: complete it is sent, otherwise it stays a draft', async () => {
  // The bench says the same to whoever asks: an officer with it would have a conflict of interest.
  permit.powers.push({
    id: newId(),
    kind: 'organisation',
    onBehalfOf: inn,
    name: { en: 'Steppe Build LLP' },
    role: 'director',
  });
  const names = Object.keys(given);
  const row = (changes: Record<string, string>) => names.map((name) => changes[name] ?? String(given[name]));
  const table = writeCsv([names, row({}), row({ workerSnils: '112-233-445 95' }), row({ months: '99' })]);
  const content = Buffer.from(table).toString('base64');
  const input = { serviceId: 'work-permit', language: 'en', fileName: 'permits.csv', content } as const;
  const { id, counts } = await b.call(contract.checkBatch, input, aigerim);
  expect(counts).toMatchObject({ waiting: 2, wrong: 1 });
  await b.call(contract.startBatch, { id, send: true, declaration: true }, aigerim);
  await b.drain();
  const { batch, lines } = await b.call(contract.getBatch, { id }, aigerim);
  expect(lines.map(({ number, state }) => [number, state])).toEqual([
    [2, 'sent'],
    [3, 'incomplete'],
    [4, 'wrong'],
  ]);
  expect(batch.state).toBe('done');
});
