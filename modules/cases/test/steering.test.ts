// SPDX-License-Identifier: Apache-2.0
/** A case that goes a way of its own, or by a new version of its service. */
import { createInvoice } from '@stoa/payments/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { beforeReview, changePackage, ownPackage, titled } from './own-package.ts';
import { permitBench } from './permit-bench.ts';

const services = await ownPackage({});
const permit = await permitBench({ STOA_SERVICES: services });
const { b, officer, aigerim } = permit;
const operator = b.person({ duties: ['platform.operator'] });
const reason = 'The case is unusual.';
type Change = Parameters<typeof b.call<typeof contract.changeProcess>>[1]['change'];
const change = (id: string, what: Change, who = officer) =>
  b.call(contract.changeProcess, { id, reason, change: what }, who);
const move = (id: string, more: { steps?: Record<string, string>; version?: string } = {}, who = operator) =>
  b.call(contract.moveCase, { id, ...more }, who);
const tasks = (id: string) =>
  b.sql<{ id: string; node: string; state: string; duty: string }>(
    `select id, node, state, duty from task where case_id = $1 order by created_at, id`,
    [id],
  );
const duty = 'labour.permit-officer';

test('a step that only one case has is inserted, done, and drawn in its picture', async () => {
  const { id, taskId } = await permit.claimed();
  await change(id, { after: 'review', title: 'Ask the lawyer', duty });
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  const own = (await tasks(id)).at(-1);
  const page = await b.call(contract.getTask, { id: own?.id ?? '' }, officer);
  expect(page).toMatchObject({ decides: false, taskTitle: { en: 'Ask the lawyer' } });
  expect(page.outcomes).toMatchObject([{ code: 'done', title: { uk: 'Виконано' } }]);
  const picture = await b.call(contract.getProcess, { id }, officer);
  expect(picture.active).toEqual([own?.node]);
  expect(picture.nodes.map((node) => node.title.en)).toContain('Ask the lawyer');
  await b.call(contract.claimTask, { id: own?.id ?? '' }, officer);
  await b.call(contract.finishTask, { id: own?.id ?? '', outcome: 'done' }, officer);
  await b.drain();
  expect((await permit.page(id)).outcome).toBe('issued');
});

test('a check that is not needed is skipped: its work is called off and the case goes on', async () => {
  const id = await permit.submitted();
  await permit.pay(id);
  permit.world.reply('urn:xm:interior:criminal-record:1.0#Request', {
    clear: true,
    certificateNo: 'CR',
    issuedOn: '2026-11-21',
  });
  await permit.poll();
  expect(await tasks(id)).toEqual([]);
  await change(id, { skip: 'diploma' });
  expect((await tasks(id)).map(({ node, state }) => [node, state])).toEqual([['review', 'open']]);
  // What comes after all finds nobody who waits.
  permit.world.reply('urn:xm:education:diploma-check:1.0#Request', { found: true, diplomaNumber: 'IN-2014-048213' });
  await permit.poll();
  expect(await tasks(id)).toHaveLength(1);
});

test('who holds no duty of the case changes nothing, and what cannot be drawn is refused with what to do', async () => {
  const { id } = await permit.claimed();
  for (const stranger of [aigerim, b.person({ duties: [duty], organisationId: 'XM-02-LABOUR' })])
    await expect(change(id, { skip: 'review' }, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  for (const what of [
    { skip: 'nowhere' },
    { after: 'decided', title: 'Look again', duty },
    { delegate: 'decided', duty },
    // Nobody would have decided, or asked for the fee.
    { skip: 'review' },
    { skip: 'askFee' },
    { skip: 'payment' },
  ])
    await expect(change(id, what)).rejects.toMatchObject({ code: 'cases.change-impossible', kind: 'conflict' });
  const [task] = await tasks(id);
  await b.call(contract.decideTask, { id: task?.id ?? '', outcome: 'grant' }, officer);
  await b.drain();
  await expect(change(id, { skip: 'cardIssued' })).rejects.toMatchObject({ code: 'cases.case-closed' });
  await expect(change(b.person().id, { skip: 'review' })).rejects.toMatchObject({ code: 'cases.case-unknown' });
});

test('a task given to another duty leaves the queue of those who had it', async () => {
  const { id, taskId } = await permit.claimed();
  await change(id, { delegate: 'review', duty: 'labour.head' });
  const head = b.person({ duties: ['labour.head'], organisationId: 'XM-01-LABOUR' });
  await expect(b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await b.call(contract.claimTask, { id: taskId }, head);
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, head);
  await b.drain();
  expect((await permit.page(id)).outcome).toBe('issued');
});

test('a running case goes on by a new version, told where its step has gone', async () => {
  const { id } = await permit.claimed();
  const before = (await b.sql<{ version: string }>('select version from case_file where id = $1', [id]))[0]?.version;
  expect(await move(id)).toEqual({ version: before });
  const vote =
    '<userTask id="second" stoa:duty="labour.permit-officer" stoa:outcomes="grant refuse" stoa:result="seconded" />' +
    '<sequenceFlow id="f30" sourceRef="second" targetRef="examine" />';
  const examine = (text: string) =>
    text.replaceAll('"review"', '"examine"').replaceAll('review-shape', 'examine-shape');
  await changePackage(services, {
    'process.bpmn': (text) => examine(beforeReview(vote, 'second')(text)),
    'texts.yaml': titled('second', 'examine'),
  });
  // Another process that starts publishes what is new.
  await (await b.startTwin()).close();
  await expect(move(id)).rejects.toMatchObject({ code: 'cases.move-impossible' });
  await expect(move(id, { version: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'catalogue.version-unknown',
  });
  await expect(move(id, {}, officer)).rejects.toMatchObject({ kind: 'forbidden' });
  const { version } = await move(id, { steps: { review: 'examine' } });
  expect(version).not.toBe(before);
  const [task] = await tasks(id);
  await b.call(contract.decideTask, { id: task?.id ?? '', outcome: 'grant' }, officer);
  await b.drain();
  expect((await permit.page(id)).outcome).toBe('issued');
  await expect(move(id)).rejects.toMatchObject({ code: 'cases.case-closed' });
});

test('a case is moved while its fee is asked for: the fee is paid all the same, once', async () => {
  await changePackage(services, { 'process.bpmn': (text) => text.replaceAll('"askFee"', '"requestFee"') });
  await changePackage(services, { 'texts.yaml': titled('requestFee') });
  const id = await permit.start();
  await permit.fill(id);
  await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  await (await b.startTwin()).close();
  b.stub(createInvoice, async (input) => {
    await move(id, { steps: { askFee: 'requestFee' } });
    return permit.makeInvoice(input);
  });
  await b.drain();
  await permit.poll();
  expect((await permit.page(id)).state).toBe('payment');
  expect(await b.sql('select node from process_token where holder_id = $1', [id])).toEqual([{ node: 'payment' }]);
  await permit.pay(id);
  await permit.confirm();
  expect((await tasks(id)).map(({ state }) => state)).toEqual(['open']);
});

test('a fee that was asked for before a crash is not asked for again under the new name of its step', async () => {
  const id = await permit.start();
  await permit.fill(id);
  await b.call(contract.submitCase, { id, declaration: true }, aigerim);
  let cut = true;
  b.stub(createInvoice, async (input) => {
    const invoice = await permit.makeInvoice(input);
    // Payments has it; its answer is lost with the process.
    if (cut) throw new Error('cut off');
    return invoice;
  });
  await b.drain();
  await permit.poll();
  cut = false;
  await changePackage(services, { 'process.bpmn': (text) => text.replaceAll('"requestFee"', '"claimFee"') });
  await changePackage(services, { 'texts.yaml': titled('claimFee') });
  await (await b.startTwin()).close();
  await move(id, { steps: { requestFee: 'claimFee' } });
  const [token] = await b.sql<{ id: string }>('select id from process_token where holder_id = $1', [id]);
  await b.call(contract.resumeStep, { id, tokenId: token?.id ?? '' }, operator);
  await b.drain();
  expect([...permit.invoices.keys()].filter((reference) => reference.includes(id))).toHaveLength(1);
  expect((await permit.page(id)).state).toBe('payment');
});
