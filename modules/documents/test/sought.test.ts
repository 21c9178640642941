// SPDX-License-Identifier: Apache-2.0
/** What is sought by words and numbers: found as it stands now, by an index, by whoever may see it. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { chancery } from './world.ts';

const { b, clerk, executor, elsewhere, draft } = await chancery();
const find = async (search: string, as = clerk) =>
  (await b.call(contract.listDocuments, { search }, as)).items.map(({ id }) => id);

test('a subject that was changed is found by its words of now, and by who may see it alone', async () => {
  const { id } = await draft(executor, { subject: 'Kindergartens in Aksu' });
  expect([await find('kindergartens'), await find('kindergartens', elsewhere)]).toEqual([[id], []]);
  await b.call(contract.changeDocument, { id, revision: 1, subject: 'Hospitals in Aksu' }, executor);
  expect([await find('kindergartens'), await find('hospitals'), await find('hospitals', executor)]).toEqual([
    [],
    [id],
    [id],
  ]);
});

test('rows that are hidden keep no index from being asked', async () => {
  await b.sql(`set role stoa_${b.module.config.circuit.replaceAll('-', '_')}_documents`);
  await b.sql('set enable_seqscan = off');
  const plan = async (condition: string) =>
    (await b.sql<{ 'QUERY PLAN': string }>(`explain select d.id from document d where ${condition}`))
      .map((row) => row['QUERY PLAN'])
      .join(' ');
  expect(await plan(`d.id in (select document_id from sought where subject_marks @> '{x}')`)).toContain('sought_words');
  expect(await plan(`d.number_folded ~>=~ '01' and d.number_folded ~<~ '02'`)).toContain('document_number');
  // What is not proven to tell nothing asks none.
  expect(await plan(`d.number_folded like '01%'`)).not.toContain('document_number');
  await b.sql('reset role');
});
