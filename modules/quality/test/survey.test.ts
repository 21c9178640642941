// SPDX-License-Identifier: Apache-2.0
import { getRatings } from '@stoa/analytics/contract';
import { namedPeople } from '@stoa/country-xm';
import { ownDataOperation, Refusal } from '@stoa/kernel';
import { getTemplateVersion, recordResponse, responseRecorded } from '@stoa/surveys/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { cardContent, fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });
const open = (token: string) => b.call(contract.openSurvey, { token });
const start = (token: string) => b.call(contract.startSurvey, { token });
const submit = (token: string, answers: Record<string, number> = fullMarks, comment?: string) =>
  b.call(contract.submitAnswers, { token, answers, ...(comment && { comment }) });
const linkState = async (id: string) => (await b.call(contract.getCard, { id }, analyst)).link?.state;
const responses = async () =>
  (await b.sql<{ n: number }>('select count(*)::int as n from surveys.response'))[0]?.n ?? 0;

test('an answer moves the rating of the office, its region and the country, and the card is folded', async () => {
  const { id, token } = await b.invite();
  const page = await open(token);
  expect(page).toMatchObject({ state: 'ready', started: false, serviceCode: 'work-permit' });
  expect(page.organisation?.name.ru).toContain('Департамент труда');
  expect(page.questionnaire?.questions.map((question) => question.code)).toEqual([
    ...Object.keys(fullMarks),
    'comment',
  ]);
  expect(await b.call(contract.seeSurvey, { token })).toEqual({ seen: true });
  expect(await linkState(id)).toBe('SEEN');
  expect(await start(token)).toMatchObject({ state: 'ready', started: true });
  expect(await linkState(id)).toBe('STARTED');
  const receipt = await submit(token, { ...fullMarks, overall: 4 }, 'Shorter queues');
  expect(receipt.receiptNo).toMatch(/^Q-[0-9A-F]{10}$/);
  await b.tick({ seconds: 2 });
  const ratings = await b.call(getRatings, {}, { kind: 'service', id: 'quality' });
  const region = ratings.regions.find((one) => one.code === 'XM-01');
  const office = region?.organisations.find((one) => one.code === 'XM-01-LABOUR');
  const funnel = { cards: 1, delivered: 1, opened: 1, answered: 1, responseRate: 1 };
  for (const rating of [ratings.country, region, office])
    expect(rating).toMatchObject({ state: 'shown', score: { answers: 1, mean: 4 }, funnel });
  const { state, history } = await b.call(contract.getCard, { id }, analyst);
  expect(state).toBe('FOLDED');
  expect(history.map((step) => step.state).slice(-4)).toEqual(['NOTIFIED', 'OPENED', 'ANSWERED', 'FOLDED']);
});

test('a link that gained blanks, unseen characters and another dash by copying is found', async () => {
  const { token } = await b.invite();
  for (const copied of [` ${token}\u200b`, `\u202a${token}\u202c`, token.replaceAll('-', '\u2011')])
    expect((await open(copied)).state).toBe('ready');
});

test('following a link changes nothing, however often', async () => {
  const { id, token } = await b.invite();
  const before = await b.sql('select * from quality.survey_link where card_id = $1', [id]);
  for (let i = 0; i < 3; i++) expect((await b.http().get(`/api/quality/surveys/${token}`)).status).toBe(200);
  expect(await b.sql('select * from quality.survey_link where card_id = $1', [id])).toEqual(before);
  expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
});

test('a used link says so with date and receipt', async () => {
  const { token } = await b.invite();
  const { receiptNo, answeredAt } = await submit(token);
  expect(await open(token)).toEqual({ state: 'used', started: true, receiptNo, answeredAt });
  await expect(start(token)).rejects.toMatchObject({ kind: 'conflict', code: 'quality.already-answered' });
  expect(await b.call(contract.seeSurvey, { token })).toEqual({ seen: false });
});

test('unknown, malformed and forged tokens are answered alike', async () => {
  const { token } = await b.invite();
  const forged = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
  const answers = await Promise.all(
    [forged, 'x', 'AAAAAAAAAAAAAAAAAAAAAA', `${token}${token}`, "' or 1=1 --", '%00'].map(async (wrong) => {
      const got = await b.http().get(`/api/quality/surveys/${encodeURIComponent(wrong)}`);
      const { traceId: _traceId, ...body } = got.body;
      return { status: got.status, body };
    }),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 404, body: { code: 'quality.link-unknown' } });
  for (const act of [start, submit, (wrong: string) => b.call(contract.seeSurvey, { token: wrong })])
    await expect(act(forged)).rejects.toMatchObject({ kind: 'missing', code: 'quality.link-unknown' });
});

test('no guessed token opens a survey', async () => {
  await b.invite();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.base64String({ minLength: 20, maxLength: 24 })),
      async (guess) => {
        await expect(open(guess)).rejects.toMatchObject({ code: 'quality.link-unknown' });
      },
    ),
    { numRuns: 50 },
  );
});

test('a double click stores one response and gets one receipt', async () => {
  const { token } = await b.invite();
  await start(token);
  const before = await responses();
  const receipts = await Promise.all([1, 2, 3, 4].map(() => submit(token)));
  expect(new Set(receipts.map((receipt) => receipt.receiptNo)).size).toBe(1);
  await b.drain();
  expect(await responses()).toBe(before + 1);
});

test('of two tabs with different answers the first wins, and the second is told the date', async () => {
  const { token } = await b.invite();
  await start(token);
  await start(token);
  const before = await responses();
  const outcomes = await Promise.allSettled([submit(token), submit(token, { ...fullMarks, overall: 1 })]);
  expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  const [lost] = outcomes.filter((one) => one.status === 'rejected');
  expect(lost?.reason).toMatchObject({ kind: 'conflict', code: 'quality.already-answered' });
  expect(String((lost?.reason as Error | undefined)?.message)).toContain(b.today());
  await b.drain();
  expect(await responses()).toBe(before + 1);
});

test('of fifty different answers sent at once one is kept', async () => {
  const { token } = await b.invite();
  const before = await responses();
  const marks = Array.from({ length: 50 }, (_, i) => ({ ...fullMarks, overall: 1 + (i % 5), comfort: 1 + (i % 4) }));
  const told = await Promise.allSettled(marks.map((one, i) => submit(token, one, `Comment ${i}`)));
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await b.drain();
  expect(await responses()).toBe(before + 1);
});

test('an incomplete answer is refused field by field and the link stays open', async () => {
  const { id, token } = await b.invite();
  const refused = await b.http().post('/api/quality/survey-answers', { token, answers: { overall: 5, colour: 3 } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'quality.answers-incomplete' } });
  expect((refused.body.errors as { pointer: string }[]).map((error) => error.pointer)).toEqual([
    '/answers/organisation',
    '/answers/comfort',
    '/answers/goodwill',
    '/answers/competence',
    '/answers/colour',
  ]);
  for (const point of [0, 6, 2.5])
    await expect(submit(token, { ...fullMarks, overall: point })).rejects.toMatchObject({
      code: 'kernel.input-invalid',
    });
  expect(await linkState(id)).toBe('ISSUED');
});

test.each([
  ['a zero character', 'a\u0000b', 'kernel.text-malformed'],
  ['half a surrogate pair', 'a\ud800b', 'kernel.text-malformed'],
  ['more than 2000 signs', 'a'.repeat(2001), 'kernel.input-invalid'],
])('a comment with %s is refused', async (_name, comment, code) => {
  const { token } = await b.invite();
  const body = { token, answers: fullMarks, comment };
  expect(await b.http().post('/api/quality/survey-answers', body)).toMatchObject({
    status: 422,
    body: { code },
  });
  const { receiptNo } = await submit(token, fullMarks, 'Өте жақсы 🙂 شكرا');
  expect(receiptNo).toMatch(/^Q-/);
});

test('an expired link can neither be started nor answered, and its card expires', async () => {
  const { id, token } = await b.invite();
  await b.tick({ days: 31 });
  expect(await open(token)).toEqual({ state: 'expired', started: false });
  await expect(start(token)).rejects.toMatchObject({ kind: 'gone', code: 'quality.link-expired' });
  await expect(submit(token)).rejects.toMatchObject({ kind: 'gone', code: 'quality.link-expired' });
  expect([await linkState(id), (await b.stateOf(id))?.state]).toEqual(['EXPIRED', 'EXPIRED']);
});

test('the link runs out with the thirtieth day after the service in the time of the country', async () => {
  b.clock.set(new Date('2026-11-20T08:00:00Z'));
  const { id, token } = await b.invite({ renderedOn: '2026-11-20' });
  const { link } = await b.call(contract.getCard, { id }, analyst);
  expect(link?.expiresAt).toBe('2026-12-20T19:00:00.000Z');
  b.clock.set(new Date('2026-12-20T18:59:59Z'));
  expect((await open(token)).state).toBe('ready');
  b.clock.set(new Date('2026-12-20T19:00:00Z'));
  expect((await open(token)).state).toBe('expired');
});

test('who began before the link expired may finish within an hour', async () => {
  const early = await b.invite();
  const late = await b.invite();
  const { expiresAt } = (await b.call(contract.getCard, { id: early.id }, analyst)).link ?? { expiresAt: '' };
  b.clock.set(new Date(Date.parse(expiresAt) - 60_000));
  await start(early.token);
  await start(late.token);
  await b.tick({ minutes: 50 });
  expect(await open(early.token)).toMatchObject({ state: 'ready', started: true });
  await start(late.token);
  await submit(early.token);
  await b.tick({ minutes: 15 });
  await expect(submit(late.token)).rejects.toMatchObject({ code: 'quality.link-expired' });
  expect((await b.stateOf(early.id))?.state).toBe('FOLDED');
  expect((await b.stateOf(late.id))?.state).toBe('EXPIRED');
});

test('a withdrawn card revokes its link, and after an answer leaves every figure', async () => {
  const unanswered = await b.invite();
  await b.call(contract.withdrawCard, { id: unanswered.id, reason: 'sent by mistake' }, analyst);
  expect(await open(unanswered.token)).toEqual({ state: 'revoked', started: false });
  await expect(start(unanswered.token)).rejects.toMatchObject({ kind: 'gone', code: 'quality.link-revoked' });

  await b.tick({ seconds: 2 });
  const before = (await b.call(getRatings, {}, { kind: 'service', id: 'quality' })).country;
  const answered = await b.invite();
  await submit(answered.token, { ...fullMarks, overall: 1 });
  await b.tick({ seconds: 2 });
  expect((await b.call(getRatings, {}, { kind: 'service', id: 'quality' })).country.score?.answers).toBe(
    (before.score?.answers ?? 0) + 1,
  );
  const withdraw = () => b.call(contract.withdrawCard, { id: answered.id, reason: 'sent by mistake' }, analyst);
  expect(await withdraw()).toEqual({ id: answered.id, state: 'WITHDRAWN' });
  expect(await withdraw()).toEqual({ id: answered.id, state: 'WITHDRAWN' });
  await b.tick({ seconds: 2 });
  const after = (await b.call(getRatings, {}, { kind: 'service', id: 'quality' })).country;
  expect([after.score, after.funnel]).toEqual([before.score, before.funnel]);
});

test('an answer withdrawn before it was handed over still leaves nothing behind', async () => {
  await b.tick({ seconds: 2 });
  const before = (await b.call(getRatings, {}, { kind: 'service', id: 'quality' })).country.score;
  const { id, token } = await b.invite();
  await submit(token);
  await b.call(contract.withdrawCard, { id, reason: 'sent by mistake' }, analyst);
  await b.drain();
  // Taking back waits for the response by trying again, later each time, and both may have failed for other reasons.
  for (const minutes of [6, 60, 600]) await b.tick({ minutes });
  expect((await b.call(getRatings, {}, { kind: 'service', id: 'quality' })).country.score).toEqual(before);
});

test('a locked link opens to nobody until it is unlocked', async () => {
  const { id, token } = await b.invite();
  await start(token);
  const hold = (held: boolean) => b.call(contract.holdLink, { id, held, reason: 'seen on a forum' }, analyst);
  expect((await hold(true)).linkState).toBe('LOCKED');
  expect((await hold(true)).linkState).toBe('LOCKED');
  expect((await open(token)).state).toBe('locked');
  for (const act of [start, submit]) await expect(act(token)).rejects.toMatchObject({ code: 'quality.link-locked' });
  expect((await hold(false)).linkState).toBe('STARTED');
  await submit(token);
  await expect(hold(true)).rejects.toMatchObject({ kind: 'conflict', code: 'quality.link-closed' });
});

test('the receipt does not wait for the response to be stored, and handing it in again stores it once', async () => {
  const { id, token } = await b.invite();
  await start(token);
  const { id: versionId } = (await open(token)).questionnaire ?? { id: '' };
  expect(versionId).not.toBe('');
  await submit(token);
  const [data] = await b.waiting<Parameters<typeof recordResponseTwice>[0]>('quality', 'quality.hand-over-response');
  const { organisationName, inn, ogrn, kpp } = cardContent();
  expect(data).toMatchObject({ templateVersionId: versionId, card: { id, organisationName, inn, ogrn, kpp } });
  if (data) await recordResponseTwice(data);
  await b.drain();
  expect(
    b.events(responseRecorded.type).filter((event) => (event.data as { id: string }).id === data?.id),
  ).toHaveLength(1);
  expect(await b.sql('select * from surveys.response_card where card_id = $1', [id])).toEqual([
    { response_id: data?.id, card_id: id, organisation_name: organisationName, inn, ogrn, kpp },
  ]);
  expect(JSON.stringify(b.events(responseRecorded.type))).not.toContain(id);
});
const recordResponseTwice = async (response: Parameters<typeof b.call<typeof recordResponse>>[1]) => {
  for (let i = 0; i < 2; i++) await b.call(recordResponse, response, { kind: 'service', id: 'quality' });
};

test('personal data are erased thirty days after the answer; the link still says that it was used', async () => {
  const { id, token } = await b.invite();
  await submit(token);
  await b.tick({ seconds: 2 });
  const person = () => b.call(contract.revealPerson, { id, purpose: 'Complaint 17 of the citizen' }, analyst);
  expect((await person()).familyName).toBe('Sharma');
  await b.tick({ days: 30, minutes: 5 });
  expect((await b.stateOf(id))?.state).toBe('ERASED');
  await expect(person()).rejects.toMatchObject({ kind: 'gone', code: 'quality.person-erased' });
  expect((await open(token)).state).toBe('used');
});

test('the copy of one’s data has the services one was rendered, and nobody else’s', async () => {
  const { id } = await b.invite();
  const copyOf = async (snils: string) => (await b.call(ownDataOperation('quality'), {}, b.person({ snils }))).items;
  expect((await copyOf(namedPeople.worker.snils)).at(-1)).toMatchObject({ what: 'rendered-services', data: { id } });
  expect(await copyOf('10120230348')).toEqual([]);
});

test('while the surveys are away the page says so and the link stays as it is', async () => {
  const { id, token } = await b.invite();
  b.stub(getTemplateVersion, async () => {
    throw new Refusal('unavailable', 'kernel.module-away', 'Please try again shortly.', { retryAfterSeconds: 5 });
  });
  expect((await b.http().get(`/api/quality/surveys/${token}`)).status).toBe(503);
  await expect(submit(token)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(await linkState(id)).toBe('ISSUED');
});
