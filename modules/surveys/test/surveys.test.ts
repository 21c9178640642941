// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { publishDefaults } from '../src/default-templates.ts';
import surveys from '../src/index.ts';

const b = await bench(surveys);
const analyst = b.person({ duties: ['quality.analyst'] });
const quality = { kind: 'service', id: 'quality' } as const;
const analytics = { kind: 'service', id: 'analytics' } as const;
const general = await b.call(contract.pickTemplate, { organisationType: 'labour', level: 'country' });
const { id: _id, version: _version, mode: _mode, bound: _bound, sms: _sms, ...content } = general;
const second = b.person({ duties: ['quality.methodologist'] });
/** Written by one, published by the other. */
async function publish(changes: Partial<typeof content>) {
  await b.call(contract.saveDraft, { ...content, ...changes }, analyst);
  return b.call(contract.publishTemplate, { ...content, ...changes }, second);
}
const five = { organisation: 5, comfort: 4, goodwill: 5, competence: 3, overall: 5 };
const response = (changes: Partial<InputOf<typeof contract.recordResponse>> = {}) => ({
  id: newId(),
  templateVersionId: general.id,
  organisationId: 'XM-01-LABOUR',
  regionCode: 'XM-01',
  sector: 'labour',
  day: '2026-11-20',
  answers: five,
  ...changes,
});

test('every text of the questionnaires exists in the five languages', async () => {
  const { items } = await b.call(contract.listTemplates, {}, analyst);
  expect(items.map(({ newest }) => newest.templateCode)).toEqual(['clinic-visit', 'public-service']);
  for (const { newest } of items) {
    const texts = [newest.title, newest.introduction, ...newest.scale, ...newest.questions.flatMap((q) => [q.text])];
    for (const text of texts) expect(Object.keys(text).sort()).toEqual(['ar', 'en', 'kk', 'ru', 'uk']);
  }
});

test('the closest rule picks the questionnaire, the type of organisation before the level', async () => {
  const pick = (organisationType: string, level: contract.SurveyLevel) =>
    b.call(contract.pickTemplate, { organisationType, level });
  expect((await pick('clinic', 'region')).templateCode).toBe('clinic-visit');
  expect((await pick('school', 'region')).templateCode).toBe('public-service');
  await publish({ templateCode: 'regional' });
  await b.call(contract.assignTemplate, { level: 'region', templateCode: 'regional' }, analyst);
  expect((await pick('school', 'region')).templateCode).toBe('regional');
  expect((await pick('clinic', 'region')).templateCode).toBe('clinic-visit');
  await b.call(
    contract.assignTemplate,
    { organisationType: 'clinic', level: 'region', templateCode: 'regional' },
    analyst,
  );
  expect((await pick('clinic', 'region')).templateCode).toBe('regional');
  expect((await pick('clinic', 'country')).templateCode).toBe('clinic-visit');
});

test('without any rule that fits, picking is refused', async () => {
  await b.sql(`create table kept as select * from surveys.assignment`);
  await b.sql('delete from surveys.assignment');
  await expect(b.call(contract.pickTemplate, { organisationType: 'tax', level: 'country' })).rejects.toMatchObject({
    kind: 'missing',
    code: 'surveys.template-absent',
  });
  await b.sql('insert into surveys.assignment select * from kept');
});

test('a changed questionnaire is a new version, the same content is the version that exists', async () => {
  const same = await b.call(contract.publishTemplate, content, analyst);
  expect(same.id).toBe(general.id);
  const changed = await publish({ title: { en: 'Changed' } });
  expect(changed).toMatchObject({ version: 2, title: { en: 'Changed' } });
  const { mode: _m, bound: _b, sms: _s, ...first } = general;
  expect(await b.call(contract.getTemplateVersion, { id: general.id })).toEqual(first);
  const { items } = await b.call(contract.listVersions, { templateCode: content.templateCode }, analyst);
  expect(items.map(({ version }) => version)).toEqual([2, 1]);
  await expect(b.sql('update surveys.template_version set version = 9')).rejects.toThrow(/never changes/);
});

test('a restart leaves what analysts assigned as it is', async () => {
  const before = await b.sql('select * from surveys.assignment order by 1, 2');
  await publishDefaults(b.module);
  expect(await b.sql('select * from surveys.assignment order by 1, 2')).toEqual(before);
});

test.each([
  ['questions with the same code', [...content.questions, ...content.questions], 'surveys.questions-ambiguous'],
  ['no overall question', content.questions.slice(0, 2), 'surveys.overall-question-absent'],
])('%s are refused', async (_name, questions, code) => {
  await expect(b.call(contract.publishTemplate, { ...content, questions }, analyst)).rejects.toMatchObject({ code });
  await expect(b.call(contract.saveDraft, { ...content, questions }, analyst)).rejects.toMatchObject({ code });
});

test('a version is published by somebody else than its author, and word for word', async () => {
  const draft = { ...content, templateCode: 'drafted', title: { en: 'Drafted' } };
  await expect(b.call(contract.publishTemplate, draft, second)).rejects.toMatchObject({
    kind: 'missing',
    code: 'surveys.draft-absent',
  });
  await b.call(contract.saveDraft, draft, analyst);
  const waits = await b.call(contract.listTemplates, {}, second);
  expect(waits.drafts).toMatchObject([{ templateCode: 'drafted', authorName: 'Test Person' }]);
  const read = (who: typeof analyst) => b.call(contract.getDraft, { templateCode: 'drafted' }, who);
  expect([(await read(analyst)).own, (await read(second)).own]).toEqual([true, false]);
  await expect(b.call(contract.publishTemplate, draft, analyst)).rejects.toMatchObject({
    kind: 'forbidden',
    code: 'surveys.draft-own',
  });
  const other = { ...draft, title: { en: 'Not what was written' } };
  await expect(b.call(contract.publishTemplate, other, second)).rejects.toMatchObject({ code: 'surveys.draft-absent' });
  expect(await b.call(contract.publishTemplate, draft, second)).toMatchObject({ version: 1, title: { en: 'Drafted' } });
  await expect(read(second)).rejects.toMatchObject({ code: 'surveys.draft-absent' });
});

test('unknown questionnaires are refused', async () => {
  await expect(b.call(contract.getTemplateVersion, { id: newId() })).rejects.toMatchObject({
    code: 'surveys.version-unknown',
  });
  await expect(b.call(contract.assignTemplate, { templateCode: 'nothing' }, analyst)).rejects.toMatchObject({
    code: 'surveys.template-unknown',
  });
  await expect(
    b.call(contract.recordResponse, response({ templateVersionId: newId() }), quality),
  ).rejects.toMatchObject({ code: 'surveys.version-unknown' });
});

test('a response is stored once however often it is handed in', async () => {
  const answered = response({ comment: 'Warm tea, please' });
  await Promise.all([1, 2, 3].map(() => b.call(contract.recordResponse, answered, quality)));
  await b.drain();
  expect(
    b.events('surveys.response-recorded.v1').filter((event) => (event.data as { id: string }).id === answered.id),
  ).toHaveLength(1);
  expect(await b.dump('surveys.response_comment')).not.toContain('Warm tea');
  expect(await b.sql('select text from surveys.response_comment where response_id = $1', [answered.id])).toHaveLength(
    1,
  );
  expect(JSON.stringify(b.events())).not.toContain('Warm tea');
  await expect(
    b.call(contract.recordResponse, { ...answered, answers: { ...five, overall: 1 } }, quality),
  ).rejects.toMatchObject({ kind: 'conflict', code: 'surveys.response-differs' });
});

test.each([
  ['an unanswered question', { overall: 5 }],
  ['an answer to a question that was not asked', { ...five, colour: 3 }],
  ['an answer to the free text question', { ...five, comment: 3 }],
])('%s is refused', async (_name, answers) => {
  await expect(b.call(contract.recordResponse, response({ answers }), quality)).rejects.toMatchObject({
    code: 'surveys.answers-incomplete',
  });
});

const cardOf = (id: string) =>
  b.sql<{ card_id: string }>('select card_id, organisation_name from surveys.response_card where response_id = $1', [
    id,
  ]);
const card = () => ({ id: newId(), organisationName: 'Clinic', inn: '1', ogrn: '2', kpp: '3' });

test('a withdrawn response takes the card it is of with it', async () => {
  const answered = response({ card: card() });
  await b.call(contract.recordResponse, answered, quality);
  expect(await cardOf(answered.id)).toHaveLength(1);
  await b.call(contract.withdrawResponse, { id: answered.id }, quality);
  expect(await cardOf(answered.id)).toEqual([]);
});

test('a severed response is of a card that nobody has', async () => {
  const answered = response({ card: card() });
  await b.call(contract.recordResponse, answered, quality);
  await b.call(contract.severResponse, { id: answered.id }, quality);
  const [severed] = await cardOf(answered.id);
  expect(severed).toMatchObject({ organisation_name: 'Clinic' });
  expect(severed?.card_id).not.toBe(answered.card?.id);
  expect(await b.dump('surveys.response', 'surveys.response_card')).not.toContain(answered.card?.id);
  await expect(b.call(contract.severResponse, { id: newId() }, quality)).rejects.toMatchObject({
    code: 'surveys.response-unknown',
  });
});

test('an assignment says whether answers stay joined to their cards', async () => {
  await b.call(
    contract.assignTemplate,
    { organisationType: 'school', templateCode: 'public-service', mode: 'severed' },
    analyst,
  );
  const pick = (organisationType: string) => b.call(contract.pickTemplate, { organisationType, level: 'municipality' });
  expect((await pick('school')).mode).toBe('severed');
  expect((await pick('culture')).mode).toBe('linked');
});

test('a decision on free words is taken back: they wait again and nobody else reads them', async () => {
  const moderator = b.person({ duties: ['quality.moderator'] });
  const { id } = await b.call(contract.recordResponse, response({ comment: 'Too cold' }), quality);
  const listed = async (state?: 'waiting' | 'released' | 'withheld') =>
    (await b.call(contract.listWaitingComments, state ? { state } : {}, moderator)).items.map((one) => one.id);
  const released = async () => (await b.call(contract.listComments, {}, quality)).items.map((one) => one.id);
  await b.call(contract.decideComment, { id, released: true }, moderator);
  expect([await listed(), await listed('released'), await released()]).toEqual([
    expect.not.arrayContaining([id]),
    [id],
    [id],
  ]);
  await b.call(contract.reopenComment, { id }, moderator);
  expect([await listed(), await released()]).toEqual([expect.arrayContaining([id]), []]);
  await b.call(contract.decideComment, { id, released: false }, moderator);
  expect(await b.call(contract.countComments, {}, moderator)).toMatchObject({ released: 0, withheld: 1 });
  await expect(b.call(contract.reopenComment, { id: newId() }, moderator)).rejects.toMatchObject({
    code: 'surveys.comment-unknown',
  });
});

test('a withdrawn response leaves the counts, once', async () => {
  const partition = { organisationId: 'XM-03-TAX', from: '2026-11-01', to: '2026-11-30' };
  const count = async () => (await b.call(contract.countAnswers, partition, analytics)).items;
  const answered = response({ organisationId: 'XM-03-TAX', comment: 'Nothing' });
  await b.call(contract.recordResponse, response({ organisationId: 'XM-03-TAX' }), quality);
  await b.call(contract.recordResponse, answered, quality);
  expect(await count()).toContainEqual({ question: 'overall', counts: [0, 0, 0, 0, 2] });
  await b.call(contract.withdrawResponse, { id: answered.id }, quality);
  await b.call(contract.withdrawResponse, { id: answered.id }, quality);
  await b.drain();
  expect(await count()).toContainEqual({ question: 'overall', counts: [0, 0, 0, 0, 1] });
  const withdrawn = b.events('surveys.response-withdrawn.v1').map(({ data }) => (data as { id: string }).id);
  expect(withdrawn.filter((id) => id === answered.id)).toHaveLength(1);
  await expect(b.call(contract.withdrawResponse, { id: newId() }, quality)).rejects.toMatchObject({
    code: 'surveys.response-unknown',
  });
});

test.each([
  ['list questionnaires', contract.listTemplates, {}],
  ['publish a questionnaire', contract.publishTemplate, content],
  ['assign a questionnaire', contract.assignTemplate, { templateCode: 'public-service' }],
  ['hand in a response', contract.recordResponse, response()],
  ['withdraw a response', contract.withdrawResponse, { id: newId() }],
  ['sever a response', contract.severResponse, { id: newId() }],
  ['write a draft', contract.saveDraft, content],
  ['read a draft', contract.getDraft, { templateCode: 'public-service' }],
  ['list versions', contract.listVersions, { templateCode: 'public-service' }],
  ['count free words', contract.countComments, {}],
  ['take a decision back', contract.reopenComment, { id: newId() }],
  ['count answers', contract.countAnswers, { from: '2026-11-01', to: '2026-11-30' }],
])('a clerk may not %s', async (_name, operation, input) => {
  await expect(
    b.call(operation as typeof contract.listTemplates, input, b.person({ duties: ['labour.permit-officer'] })),
  ).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});
