// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench, types, workerSnils, lastDay } from './permit-bench.ts';

const permit = await permitBench();
const { b, world, aigerim, officer } = permit;

test('a permit goes from the first answer to a signed document that everybody can verify', async () => {
  const id = await permit.start();
  const first = await b.call(contract.getForm, { id }, aigerim);
  const name = first.pages[0]?.fields.find((field) => field.name === 'employerName');
  expect(name).toMatchObject({
    value: 'Steppe Build LLP',
    locked: true,
    source: { kind: 'register', register: { service: 'XM/GOV/1002/COMPANIES/companies' } },
  });
  expect(name?.source.messageId).toBeTruthy();
  expect(first.nextPage).toBe('worker-number');
  await permit.fill(id);
  const checked = await b.call(contract.reviewAnswers, { id }, aigerim);
  expect(checked.errors).toEqual([]);
  expect(checked.fee).toMatchObject({
    amountMinor: 30000,
    currency: 'EUR',
    reasons: [{ id: 'fee-skilled-long-large' }],
  });

  const sent = await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  expect(sent.number).toMatch(/^WP-20\d\d-\d{6}$/);
  await b.drain();
  await permit.poll();
  expect(await permit.page(id)).toMatchObject({ state: 'payment', invoice: { amountMinor: 30000, paid: false } });
  expect((await b.call(contract.payFee, { id }, aigerim)).redirectUrl).toContain('/pay/');
  await permit.pay(id);
  expect(world.state.requests.map((request) => request.type).sort()).toEqual([types.record, types.diploma].sort());
  expect(world.state.requests.find((request) => request.type === types.diploma)?.content).toMatchObject({
    snils: workerSnils,
    diplomaNumber: 'IN-2014-048213',
  });
  await permit.confirm();

  const queue = await b.call(contract.listQueue, {}, officer);
  const item = queue.items.find((candidate) => candidate.caseId === id);
  expect(item).toMatchObject({ state: 'open', office: { en: 'Labour Department, Northern Steppe' } });
  const taskId = item?.id ?? '';
  await b.call(contract.claimTask, { id: taskId }, officer);
  const view = await b.call(contract.getTask, { id: taskId }, officer);
  expect(view.advice).toMatchObject({
    outcome: 'grant',
    reasons: [{ id: 'decision-diploma-found', law: 'Labour Migration Act, Art. 16(1)' }],
  });
  expect(view.checks.map((check) => [check.name, check.state]).sort()).toEqual([
    ['criminalRecord', 'answered'],
    ['diploma', 'answered'],
    ['place', 'answered'],
  ]);
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();

  const page = await permit.page(id);
  expect(page).toMatchObject({ state: 'closed', outcome: 'issued', decision: { outcome: 'grant' } });
  expect(page.decision?.officer).toBeUndefined();
  const [output] = page.outputs;
  expect(output).toMatchObject({ state: 'valid', validUntil: lastDay, code: 'permit' });
  const card = world.state.requests.find((request) => request.type === types.card);
  expect(card?.content).toMatchObject({
    recordId: id,
    snils: workerSnils,
    inn: '0101001089',
    organisationType: 'labour',
    serviceCode: 'work-permit',
  });

  const code = output?.verificationCode ?? '';
  const verified = await b.call(contract.verifyOutput, { code });
  expect(verified.code).toBe(code);
  for (const typed of [
    code.replaceAll('-', ''),
    code.toLowerCase().replaceAll('-', '\u2013'),
    ` \u200e${code.replaceAll('-', '\u00a0')}`,
    code.replaceAll('0', 'O').replaceAll('1', 'l'),
  ])
    expect((await b.call(contract.verifyOutput, { code: typed })).number, typed).toBe(sent.number);
  expect(verified).toMatchObject({
    state: 'valid',
    number: sent.number,
    facts: [{ value: 'Steppe Build LLP' }, { value: 'R. S.' }, { value: '2142' }],
  });
  const file = await b.http(aigerim).get(output?.file ?? '');
  expect(file).toMatchObject({ status: 200, headers: { 'content-type': 'application/pdf' } });
  expect(String(file.body.text).slice(0, 5)).toBe('%PDF-');
  const [stored] = await b.sql<{ pdf: Buffer }>('select pdf from output where id = $1', [output?.id]);
  expect(hash('sha256', stored?.pdf ?? '', 'hex')).toBe(verified.sha256);
  const kinds = page.timeline.map((entry) => entry.kind);
  expect(kinds).toEqual([
    'submitted',
    'check-asked',
    'check-answered',
    'fee-asked',
    'fee-paid',
    'check-asked',
    'check-asked',
    'check-answered',
    'check-answered',
    'decided',
    'output-issued',
    'closed',
  ]);
  expect(
    permit.notices.map((notice) => [
      notice.subject.replace(sent.number ?? '', 'N'),
      notice.to === b.personKey(workerSnils),
    ]),
  ).toEqual([
    ['Application N received', false],
    ['Pay the fee for N', false],
    ['Payment for N received', false],
    ['Work permit N is issued', false],
    ['Work permit N is issued', true],
  ]);
  const worker = b.person({ snils: workerSnils });
  expect((await b.call(contract.listOutputs, {}, worker)).items.map((found) => found.id)).toEqual([output?.id]);
  expect(b.events('kernel.data-accessed.v1').some((event) => event.subject === worker.personKey)).toBe(true);
  expect(b.events().map((event) => event.type)).toEqual(
    expect.arrayContaining([
      contract.caseSubmitted.type,
      contract.caseDecided.type,
      contract.outputIssued.type,
      contract.caseClosed.type,
    ]),
  );
});

test('without a place in the quota no fee is asked for, and the company is told what to do', async () => {
  world.state.placeLeft = false;
  const id = await permit.submitted();
  world.state.placeLeft = true;
  expect(permit.invoiceOf(id)[1]).toBeUndefined();
  expect(await permit.page(id)).toMatchObject({ state: 'closed', outcome: 'no-place', outputs: [] });
  expect(permit.notices.at(-1)?.subject).toContain('no place is left');
});
