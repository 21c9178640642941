// SPDX-License-Identifier: Apache-2.0
/** Acts as they are in force on a day, and consultations that do not say who asked. */
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import norms from '../src/index.ts';

const b = await benchWith({ STOA_DEMO: '0' }, norms);
const labour = 'XM-LABOUR-MINISTRY';
const having = (name: string, code: string, organisationId: string) =>
  b.person({ id: newId(), name, duties: [{ code, organisationId }] });
const owner = having('Owner of labour', 'architecture.owner', labour);
const stranger = having('Owner of interior', 'architecture.owner', 'XM-INTERIOR-MINISTRY');
const architect = having('Architect', 'architecture.integrator', 'XM-SERVICE-INTEGRATOR');
const everybody = b.person();

test('a clause is cited as it was in force on the day', async () => {
  const act = {
    code: 'law',
    kind: 'law' as const,
    title: { en: 'On informatisation' },
    adopted: '2015-11-24',
    number: '418-V',
  };
  await b.call(contract.addAct, act, architect);
  await expect(b.call(contract.addAct, act, architect)).rejects.toMatchObject({ code: 'norms.act-there' });
  const set = (from: string, text?: string, code = 'law') =>
    b.call(contract.setClause, { code, number: '7', from, ...(text ? { text: { en: text } } : {}) }, architect);
  await expect(set('2016-01-01')).rejects.toMatchObject({ code: 'norms.clause-unknown' });
  await expect(set('2016-01-01', 'x', 'lawless')).rejects.toMatchObject({ code: 'norms.act-unknown' });
  await set('2016-01-01', 'Objects of informatisation');
  await set('2022-01-01', 'Digital objects');
  await expect(set('2021-01-01', 'Too early')).rejects.toMatchObject({ code: 'norms.day-past' });
  const cite = (on?: string) =>
    b.call(contract.citeClause, { code: 'law', number: '7', ...(on ? { on } : {}) }, everybody);
  expect((await cite('2021-12-31')).text.en).toBe('Objects of informatisation');
  expect(await cite('2022-01-01')).toMatchObject({
    text: { en: 'Digital objects' },
    act: { en: 'On informatisation' },
  });
  await set('2025-01-01');
  await expect(cite()).rejects.toMatchObject({ code: 'norms.clause-unknown' });
  const on = async (day: string) => (await b.call(contract.listActs, { on: day }, everybody)).items;
  expect(await on('2014-01-01')).toEqual([]);
  expect((await on('2023-01-01'))[0]?.clauses).toMatchObject([
    { number: '7', from: '2022-01-01', until: '2025-01-01' },
  ]);
  await expect(
    b.call(
      contract.setMethodology,
      { code: 'law', from: '2020-01-01', steps: [{ code: 'one', stage: 'as-is', title: { en: 'One' } }] },
      architect,
    ),
  ).rejects.toMatchObject({ code: 'norms.act-unknown' });
  await b.call(
    contract.setClause,
    { code: 'law', number: '8', from: '2016-01-01', text: { en: 'Examination' } },
    architect,
  );
});

test('a body asks, the integrator answers by clauses, and publishes without who asked', async () => {
  const ask = (organisationId = labour, as = owner) =>
    b.call(
      contract.askConsultation,
      {
        organisationId,
        topic: 'Examination',
        question: 'Does the Labour Ministry need an examination for a small change?',
      },
      as,
    );
  await expect(ask('XM-INTERIOR-MINISTRY')).rejects.toMatchObject({ kind: 'forbidden' });
  const { id } = await ask();
  const publish = () =>
    b.call(
      contract.publishConsultation,
      { id, question: 'Is an examination needed for a small change?', answer: 'No.  See the law.' },
      architect,
    );
  await expect(publish()).rejects.toMatchObject({ code: 'norms.not-answered' });
  const answer = (clauses: string[]) =>
    b.call(contract.answerConsultation, { id, answer: 'Not below ten per cent of the cost.', clauses }, architect);
  await expect(answer(['law/99'])).rejects.toMatchObject({ code: 'norms.clause-unknown' });
  await answer(['law/8']);
  await expect(answer([])).rejects.toMatchObject({ code: 'norms.answered-already' });
  const list = async (as = everybody, search?: string) =>
    (await b.call(contract.listConsultations, search ? { search } : {}, as)).items;
  expect([await list(), await list(stranger)]).toEqual([[], []]);
  expect(await list(owner)).toMatchObject([
    { answer: 'Not below ten per cent of the cost.', clauses: ['law/8'], may: [] },
  ]);
  await publish();
  await expect(publish()).rejects.toMatchObject({ code: 'norms.published-already' });
  const [seen] = await list();
  expect(seen).toMatchObject({ question: 'Is an examination needed for a small change?', published: true });
  expect(JSON.stringify(seen)).not.toMatch(/Labour|LABOUR|Owner/);
  expect(await list(everybody, 'SMALL change')).toHaveLength(1);
  // What was said to the body alone is found by the body alone.
  expect([await list(everybody, 'ministry'), await list(stranger, 'per cent')]).toEqual([[], []]);
  expect(await list(owner, 'per cent')).toHaveLength(1);
  await expect(
    b.call(contract.publishConsultation, { id: newId(), question: 'abc', answer: 'abc' }, architect),
  ).rejects.toMatchObject({
    code: 'norms.consultation-unknown',
  });
});

test('odd words are refused by name, and signs of a search are words', async () => {
  const ask = (question: string) =>
    b.http(owner).post('/api/norms/consultations', { organisationId: labour, topic: 'Odd', question });
  for (const question of ['', 'ab', 'a\u0000bc', '\u202eturned', 'x'.repeat(4001)])
    expect([question, (await ask(question)).status]).toEqual([question, 422]);
  for (const question of [`'; drop table act; --`, '<script>alert(1)</script>', '100 % of it', 'قانون 7'])
    expect([question, (await ask(question)).status]).toEqual([question, 200]);
  for (const [search, count] of [
    ['%', 1],
    ['_', 0],
    ['\\', 0],
    ['drop TABLE', 1],
  ] as const)
    expect([search, (await b.call(contract.listConsultations, { search, open: true }, owner)).items.length]).toEqual([
      search,
      count,
    ]);
  await expect(
    b.call(contract.enterDemoNorms, { part: 'all', acts: [], consultations: [] }, architect),
  ).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(
    b.call(contract.enterDemoNorms, { part: 'all', acts: [], consultations: [] }, { kind: 'service', id: 'demo' }),
  ).rejects.toMatchObject({ code: 'norms.demo-off' });
});
