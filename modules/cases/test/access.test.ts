// SPDX-License-Identifier: Apache-2.0
import { getProfile } from '@stoa/identity/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { inn, permitBench, workerSnils } from './permit-bench.ts';

const permit = await permitBench();
const { b, aigerim, officer } = permit;
const stranger = b.person({ name: 'Stranger', snils: '10120230348' });
const elsewhere = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-02-LABOUR' });
const auditor = b.person({ name: 'Elena Petrova', duties: ['audit.auditor'], organisationId: 'XM-AUDIT-CHAMBER' });
const operator = b.person({ duties: ['platform.operator'], organisationId: 'XM-PLATFORM-OPERATOR' });
permit.colleagues.push(elsewhere);
const refusedWith = (code: string) => expect.objectContaining({ code });

test('nobody but the applicant reads or changes an application', async () => {
  const id = await permit.submitted();
  const attempts = [
    () => b.call(contract.getForm, { id }, stranger),
    () => b.call(contract.getCase, { id }, stranger),
    () => b.call(contract.savePage, { id, pageId: 'contact', answers: {} }, stranger),
    () => b.call(contract.submitCase, { id, declaration: true }, stranger),
    () => b.call(contract.payFee, { id }, stranger),
    () => b.call(contract.withdrawCase, { id }, stranger),
    () => b.call(contract.deleteDraft, { id }, stranger),
    () => b.call(contract.getEvidence, { id }, stranger),
    () => b.call(contract.getProcess, { id }, stranger),
    () => b.call(contract.findSentCases, {}, officer),
    () => b.call(contract.listQueue, {}, aigerim),
    () => b.call(contract.getCase, { id }, b.person({ snils: '11223344595' })),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listCases, {}, stranger)).items).toEqual([]);
  expect((await b.call(contract.listCases, { drafts: false }, aigerim)).items.map((item) => item.id)).toContain(id);
  await expect(b.call(contract.getCase, { id: newId() }, aigerim)).rejects.toEqual(refusedWith('cases.case-unknown'));
});

test('a representative learns for whom to act in order to open a case; without a power that fits, nothing', async () => {
  const id = await permit.submitted();
  const power = (onBehalfOf: string, en: string) => ({
    ...{ id: newId(), kind: 'organisation', onBehalfOf, role: 'director', name: { en } },
  });
  const company = power(inn, 'Steppe Build LLP');
  const signedIn = b.person({ name: 'Aigerim Seitkali', snils: '11223344595' });
  let powers = [power('0105234599', 'Other LLP'), company];
  b.stub(getProfile, async () => ({ id: signedIn.id, name: signedIn.name, assurance: 2, duties: [], powers }) as never);
  expect(await b.call(contract.findApplicant, { id }, signedIn)).toEqual({
    power: { id: company.id, name: { en: 'Steppe Build LLP' } },
  });
  powers = powers.slice(0, 1);
  const nothing = refusedWith('cases.case-unknown');
  await expect(b.call(contract.findApplicant, { id }, signedIn)).rejects.toEqual(nothing);
  await expect(b.call(contract.findApplicant, { id: newId() }, signedIn)).rejects.toEqual(nothing);
  const asked = { serviceId: 'address-certificate', language: 'en' as const };
  const own = (await b.call(contract.startDraft, asked, signedIn)).id;
  expect(await b.call(contract.findApplicant, { id: own }, aigerim)).toEqual({});
  await expect(b.call(contract.findApplicant, { id: own }, stranger)).rejects.toEqual(nothing);
});

test('an officer works only in the office and on the tasks of the duty', async () => {
  const { id, taskId } = await permit.claimed();
  const second = b.person({
    name: 'Second Officer',
    duties: ['labour.permit-officer'],
    organisationId: 'XM-01-LABOUR',
  });
  permit.colleagues.push(second);
  await expect(b.call(contract.getTask, { id: taskId }, elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.claimTask, { id: taskId }, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await b.call(contract.listQueue, {}, elsewhere)).items).toEqual([]);
  await expect(b.call(contract.claimTask, { id: taskId }, second)).rejects.toEqual(refusedWith('cases.task-taken'));
  await expect(b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, second)).rejects.toEqual(
    refusedWith('cases.task-not-yours'),
  );
  await expect(b.call(contract.releaseTask, { id: taskId }, second)).rejects.toEqual(
    refusedWith('cases.task-not-yours'),
  );
  await expect(b.call(contract.getTask, { id: newId() }, officer)).rejects.toEqual(refusedWith('cases.task-unknown'));
  const given = await b.call(contract.reassignTask, { id: taskId, assigneeId: second.id }, officer);
  expect(given.assigneeName).toBe('Second Officer');
  await b.call(contract.releaseTask, { id: taskId }, second);
  const queue = await b.call(contract.listQueue, { show: 'open', search: 'Steppe' }, officer);
  expect(queue.items.map((item) => item.id)).toContain(taskId);
  await b.call(contract.claimTask, { id: taskId }, second);
  await b.call(contract.decideTask, { id: taskId, outcome: 'refuse', text: 'The workplace does not exist.' }, second);
  await expect(b.call(contract.claimTask, { id: taskId }, second)).rejects.toEqual(refusedWith('cases.task-closed'));
  await b.drain();
  expect(await permit.page(id)).toMatchObject({
    outcome: 'refused',
    decision: { reasons: [], text: 'The workplace does not exist.' },
  });
});

test('a task is given only to who holds its duty at its office, under the name that is known of them', async () => {
  const { taskId } = await permit.claimed();
  for (const assigneeId of [elsewhere.id, aigerim.id, newId()])
    await expect(b.call(contract.reassignTask, { id: taskId, assigneeId }, officer)).rejects.toEqual(
      expect.objectContaining({ kind: 'invalid', code: 'cases.assignee-unfit' }),
    );
  const named = { assigneeId: elsewhere.id, assigneeName: 'Daniyar Omarov' } as never;
  await expect(b.call(contract.reassignTask, { id: taskId, ...(named as object) } as never, officer)).rejects.toEqual(
    refusedWith('kernel.input-invalid'),
  );
  const { items } = await b.call(contract.listQueue, { show: 'mine' }, officer);
  expect(items.find((item) => item.id === taskId)).toMatchObject({ assigneeName: 'Daniyar Omarov' });
});

test('a duty held elsewhere and another duty here do not add up to the duty here', async () => {
  const { taskId } = await permit.claimed();
  const both = {
    ...elsewhere,
    duties: [
      { code: 'labour.permit-officer', organisationId: 'XM-02-LABOUR' },
      { code: 'quality.analyst', organisationId: 'XM-01-LABOUR' },
    ],
  };
  await expect(b.call(contract.getTask, { id: taskId }, both)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a decision against the rules needs words, and an outcome the process knows', async () => {
  const { taskId } = await permit.claimed();
  await expect(b.call(contract.decideTask, { id: taskId, outcome: 'refuse' }, officer)).rejects.toEqual(
    refusedWith('cases.reason-needed'),
  );
  await expect(b.call(contract.decideTask, { id: taskId, outcome: 'postpone' }, officer)).rejects.toEqual(
    refusedWith('cases.outcome-unknown'),
  );
});

test('a document is read by its holder, its applicant, the office and auditors, and by nobody else', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.decideTask, { id: taskId, outcome: 'grant' }, officer);
  await b.drain();
  const [output] = (await permit.page(id)).outputs;
  const path = output?.file ?? '';
  for (const who of [aigerim, officer, auditor, b.person({ snils: workerSnils })])
    expect((await b.http(who).get(path)).status).toBe(200);
  expect((await b.http(stranger).get(path)).status).toBe(403);
  expect((await b.http().get(path)).status).toBe(401);
  expect((await b.http(aigerim).get('/api/cases/outputs/nothing/file')).status).toBe(404);
  await expect(b.call(contract.verifyOutput, { code: 'AAAA-AAAA-AAAA-AAAA' })).rejects.toEqual(
    refusedWith('cases.output-unknown'),
  );
  const revoke = (who: typeof officer) =>
    b.call(contract.revokeOutput, { id: output?.id ?? '', reason: 'Issued in error' }, who);
  await expect(revoke(elsewhere)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await revoke(officer)).state).toBe('revoked');
  await expect(revoke(officer)).rejects.toEqual(refusedWith('cases.output-revoked'));
  expect((await b.call(contract.verifyOutput, { code: output?.verificationCode ?? '' })).state).toBe('revoked');
});

test('an auditor reads the whole evidence: what happened, who looked, and the ids of every exchange message', async () => {
  const { id, taskId } = await permit.claimed();
  await b.call(contract.getTask, { id: taskId }, officer);
  const found = await b.call(contract.findSentCases, { search: 'Steppe' }, auditor);
  expect(found.items.map((item) => item.id)).toContain(id);
  const evidence = await b.call(contract.getEvidence, { id }, auditor);
  expect(evidence.messages.map((message) => message.kind).sort()).toEqual([
    ...['request', 'request', 'request', 'sync', 'sync'],
  ]);
  expect(evidence.messages.every((message) => message.messageId && message.state === 'answered')).toBe(true);
  expect(evidence.entries.some((entry) => entry.kind === 'cases.task-read' && entry.actor === 'Daniyar Omarov')).toBe(
    true,
  );
  const looks = ({ entries }: typeof evidence) =>
    entries.filter((entry) => entry.kind === 'cases.evidence-read').length;
  expect(looks(evidence), 'a look that nobody could prove yet').toBe(0);
  expect(looks(await b.call(contract.getEvidence, { id }, auditor))).toBeGreaterThan(0);
  const diagram = await b.call(contract.getProcess, { id }, operator);
  expect(diagram.active).toEqual(['review']);
  expect(diagram.done).toEqual(expect.arrayContaining(['start', 'payment', 'record', 'diploma']));
  expect(diagram.nodes.every((node) => node.width > 0)).toBe(true);
  expect(diagram.tokens).toEqual({ review: 1 });
  expect(diagram.edges.find(({ id: edge }) => edge === 'f9')).toMatchObject({ taken: true, title: { kk: 'иә' } });
});

test('an applicant sees where the own case stands, and nobody else does', async () => {
  const { id } = await permit.claimed();
  const { active, failed } = await b.call(contract.getProcess, { id }, aigerim);
  expect([active, failed]).toEqual([['review'], []]);
  await expect(b.call(contract.getProcess, { id }, { ...aigerim, actingFor: undefined })).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

test.each([contract.reviewAnswers, contract.findSentCases])(
  '$name answers as before at its former address',
  async (one) => {
    const id = await permit.start();
    const who = one === contract.reviewAnswers ? aigerim : auditor;
    const ask = (path: string) => b.http(who).get(`/api${path.replace(':id', id)}`);
    const [now, before] = [await ask(one.path), await ask(one.formerly?.path ?? '')];
    expect(now.status).toBe(200);
    expect(before).toMatchObject({ status: 200, body: now.body });
    expect(before.headers).toMatchObject({ link: `</api${one.path.replace(':id', id)}>; rel="successor-version"` });
  },
);
