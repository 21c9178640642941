// SPDX-License-Identifier: Apache-2.0
/** The conclusion: written when all have said what they hold, signed by two, pinned, watched and appealed. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { labour, textOfPdf, world } from './world.ts';

const w = await world();
const { b, owner, stranger, first, second, third, chief, otherChief, get, stateOf } = w;
const refused = (run: Promise<unknown>, code: string) => expect(run).rejects.toMatchObject({ code });

test('no conclusion without the opinion of all and a quorum, nor one whose conditions do not fit it', async () => {
  const id = await w.reviewed();
  await refused(w.conclude(id), 'examination.no-quorum');
  await w.opine(id, first);
  await refused(w.conclude(id), 'examination.no-quorum');
  await b.call(contract.recuseExaminer, { id, reason: 'A conflict' }, second);
  await refused(w.conclude(id), 'examination.no-quorum');
  await w.assign(id, [third]);
  await w.opine(id, third, 'conditional');
  await refused(w.conclude(id, { outcome: 'conditional' }), 'examination.conditions-missing');
  await refused(
    w.conclude(id, { conditions: [{ text: 'A test', dueOn: '2027-01-01' }] }),
    'examination.conditions-missing',
  );
  b.clock.advance({ days: -3 });
  await refused(w.conclude(id), 'examination.clock-behind');
  b.clock.advance({ days: 3 });
  await w.conclude(id);
  expect(await stateOf(id)).toBe('consolidated');
  expect((await get(id, owner)).conclusion).toBeUndefined();
  await b.call(contract.reopenReview, { id, reason: 'The text was wrong' }, chief);
  expect((await get(id)).conclusion).toBeUndefined();
  await w.conclude(id);
});

test('the paper says by which clauses checks and remarks went: the act, the words of that day in short, and where they stand', async () => {
  const id = await w.reviewed();
  const { remarkId } = await b.call(
    contract.putRemark,
    { id, part: 'cost', clause: 'budget-law/12', text: 'Is it in the budget?' },
    first,
  );
  await b.call(contract.sendRemarks, { id }, first);
  await b.call(contract.answerRemark, { id, remarkId, text: 'It is' }, owner);
  await b.call(contract.sendAnswers, { id }, owner);
  await b.call(contract.judgeRemark, { id, remarkId, accept: true, text: '' }, first);
  for (const one of [first, second]) await w.opine(id, one);
  await w.conclude(id);
  const answer = await b.http(chief).get(contract.conclusionPath(id, 'pdf'));
  expect(answer.status).toBe(200);
  const [row] = await b.sql<{ pdf: Buffer }>('select pdf from examination.conclusion where dossier_id = $1', [id]);
  const text = (await textOfPdf(row?.pdf ?? new Uint8Array())).join(' ').replaceAll(/\s+/g, ' ');
  for (const words of [
    'Clauses that the checks and remarks rest on',
    '7.1 Rules of the examination All parts that the rules ask for are there.',
    '8.1 Rules of the examination The functions stand in the reference model',
    '12 On the budget What is asked for is compared with what there is',
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/They are read one by one\. [A-Za-z .]*…/);
  expect(text).not.toContain('What nothing here rests on');
});

test('an examiner and a chief sign, in either order, each once and nobody twice; it verifies for everybody', async () => {
  const id = await w.concluded();
  await refused(w.prepare(id, third), 'examination.may-not-sign');
  await w.signAs(id, chief);
  await refused(w.prepare(id, otherChief), 'examination.may-not-sign');
  const prepared = await w.prepare(id, first);
  await refused(
    b.call(contract.finishConclusionSignature, { ...prepared, signatureId: newId() }, first),
    'examination.signature-unknown',
  );
  await refused(
    b.call(contract.finishConclusionSignature, { id, signatureId: prepared.signatureId }, first),
    'examination.value-missing',
  );
  await b.call(contract.finishConclusionSignature, prepared, first);
  const { conclusion, state, outcome, dueOn } = await get(id, owner);
  expect([state, outcome, dueOn]).toEqual(['positive', 'positive', undefined]);
  expect(conclusion?.signatures.map(({ as }) => as)).toEqual(['chief', 'examiner']);
  const verified = await b.call(contract.verifyConclusion, { code: conclusion?.verificationCode ?? '' }, undefined);
  expect(verified).toMatchObject({
    state: 'valid',
    outcome: 'positive',
    signedBy: ['Chief', 'First examiner'],
    sha256: conclusion?.sha256,
  });
  await refused(
    b.call(contract.verifyConclusion, { code: '0000-0000-0000-0000' }, undefined),
    'examination.conclusion-unknown',
  );
  const container = await b.http(owner).get(contract.conclusionPath(id, 'asice'));
  expect(container.status).toBe(200);
  expect((await b.http(stranger).get(contract.conclusionPath(id, 'asice'))).status).toBe(404);
  expect((await b.http(owner).get(contract.conclusionPath(id, 'pdf').replace('.pdf', '.exe'))).status).toBe(404);
});

test('the conclusion pins what the register knew: it says the same of that instant after the register has changed', async () => {
  const id = await w.decided();
  const { conclusion } = await get(id);
  const { knownAt = '', digest } = conclusion ?? {};
  b.clock.advance({ days: 1 });
  await w.change([
    { do: 'set', id: w.permits.id, revision: 1, name: { en: 'Granting of permits' }, from: '2026-01-01' },
  ]);
  const { gather } = await import('../src/checks/gather.ts');
  const { title, purpose, touches, planned } = await get(id);
  const asked = {
    ...{ id, kind: 'proposal' as const, organisationId: labour, content: { title, purpose, touches, planned } },
    ...{ files: 0, parent: undefined, clashes: [], createdBy: owner.id, createdByName: owner.name },
  };
  expect((await gather(b.module, asked, new Date(knownAt))).digest).toBe(digest);
  expect((await gather(b.module, asked, b.clock.now())).digest).not.toBe(digest);
});

test('conditions are watched until all are met, then it is closed', async () => {
  const id = await w.decided({
    outcome: 'conditional',
    conditions: [{ text: 'A security test', dueOn: '2026-01-01' }],
  });
  expect(await stateOf(id)).toBe('conditional');
  const meet = (number: number) => b.call(contract.meetCondition, { id, number, note: 'The report is in' }, first);
  await refused(b.call(contract.closeDossier, { id }, chief), 'examination.state-forbids');
  await refused(meet(2), 'examination.condition-unknown');
  await b.sql(`update examination.dossier set state = 'monitored' where id = '${id}'`);
  await refused(b.call(contract.closeDossier, { id }, chief), 'examination.conditions-open');
  await meet(1);
  await refused(meet(1), 'examination.condition-unknown');
  await b.call(contract.closeDossier, { id }, chief);
  expect(await stateOf(id)).toBe('closed');
});

test('an appeal is decided by others, and granted it is examined anew by others', async () => {
  const decide = (id: string, grant: boolean, as = otherChief) =>
    b.call(contract.decideAppeal, { id, grant, reason: 'We have looked at it' }, as);
  const negative = async () => {
    const id = await w.decided({ outcome: 'negative' });
    await b.call(contract.appealConclusion, { id, reason: 'You overlooked the annex' }, owner);
    return id;
  };
  const upheld = await negative();
  await refused(decide(upheld, false, chief), 'examination.took-part');
  await decide(upheld, false);
  expect(await stateOf(upheld)).toBe('negative');
  const granted = await negative();
  const { conclusion } = await get(granted);
  await decide(granted, true);
  expect(await get(granted)).toMatchObject({ state: 'auto-checked', round: 2, assignments: [] });
  await refused(w.assign(granted, [first]), 'examination.conflict');
  const verified = await b.call(contract.verifyConclusion, { code: conclusion?.verificationCode ?? '' }, undefined);
  expect(verified.state).toBe('revoked');
  const late = await w.decided({ outcome: 'negative' });
  b.clock.advance({ days: 60 });
  await refused(
    b.call(contract.appealConclusion, { id: late, reason: 'Too late, but still' }, owner),
    'examination.appeal-late',
  );
});

test('twenty at once do each thing once', async () => {
  const { id } = await w.draft(w.whole);
  const done = async (run: () => Promise<unknown>) => {
    const all = await Promise.allSettled(Array.from({ length: 20 }, run));
    const why = all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));
    expect(
      [...new Set(why)].every((code) => /^examination\.|^kernel\./.test(code)),
      why.join(' '),
    ).toBe(true);
    return all.length - why.length;
  };
  const count = async (what: string) => (await get(id)).history.filter((line) => line.what === what).length;
  expect(await done(() => b.call(contract.submitDossier, { id }, owner))).toBe(1);
  await b.drain();
  await done(() => w.assign(id));
  expect((await get(id)).assignments).toHaveLength(2);
  await done(() => b.call(contract.acceptAssignment, { id }, first));
  expect([await count('begin'), await count('accepted')]).toEqual([1, 0]);
  const { remarkId } = await b.call(contract.putRemark, { id, part: 'cost', clause: '1', text: 'Why' }, first);
  expect(await done(() => b.call(contract.sendRemarks, { id }, first))).toBe(1);
  await done(() => b.call(contract.answerRemark, { id, remarkId, text: 'So it is' }, owner));
  expect(await done(() => b.call(contract.sendAnswers, { id }, owner))).toBe(1);
  expect(await done(() => b.call(contract.judgeRemark, { id, remarkId, accept: true, text: '' }, first))).toBe(1);
  for (const one of [first, second]) await w.opine(id, one);
  expect(await done(() => w.conclude(id))).toBe(1);
  expect(await b.sql(`select 1 from examination.conclusion where dossier_id = '${id}'`)).toHaveLength(1);
  const [mine, theirs] = [await w.prepare(id, first), await w.prepare(id, chief)];
  await done(() => b.call(contract.finishConclusionSignature, mine, first));
  await done(() => b.call(contract.finishConclusionSignature, theirs, chief));
  expect([await count('signed'), await count('decide'), await stateOf(id)]).toEqual([2, 1, 'positive']);
});
