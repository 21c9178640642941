// SPDX-License-Identifier: Apache-2.0
/** What those who work on quality do, and what the people asked may: each with who may not. */
import { namedPeople, snils } from '@stoa/country-xm';
import { followupReplied } from '@stoa/followups/contract';
import { newId } from '@stoa/kernel';
import { dataAccessed } from '@stoa/kernel/contract';
import { listCarers } from '@stoa/powers/contract';
import { assignTemplate, listComments, pickTemplate } from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench({ STOA_QUALITY_MOST_INVITATIONS: '3' });
const operator = b.person({ duties: ['quality.intake-operator'] });
const curator = b.person({ duties: ['quality.federal-curator'] });
const { worker, aigerim, aigerimSon, accountant } = namedPeople;
let serial = 155_300_000;
/** Somebody who was not asked before. */
const somebody = () => ({ snils: snils((serial += 1)) });
const shift = (days: number) => new Date(Date.parse(b.today()) + days * 86_400_000).toISOString().slice(0, 10);

async function answered(changes: Partial<contract.RenderedServiceCard> = somebody()) {
  const { id, token } = await b.invite(changes);
  await b.call(contract.submitAnswers, { token, answers: fullMarks });
  await b.tick();
  const [link] = await b.sql<{ response_id: string | null }>(
    'select response_id from quality.survey_link where card_id = $1',
    [id],
  );
  return { id, token, responseId: link?.response_id ?? '' };
}

test('the data of a survey are joined by the id of the card', async () => {
  const { id, token } = await b.invite(somebody());
  const page = await b.call(contract.openSurvey, { token });
  const card = await b.call(contract.getCard, { id }, operator);
  expect(page).toMatchObject({ cardId: id, organisation: { inn: card.inn, ogrn: card.ogrn, kpp: card.kpp } });
});

test('cards are found by state, reason, sender, organisation, days and words, and counted', async () => {
  await b.submit({ ...somebody(), kpp: '010101999' });
  await b.submit({ ...somebody(), snils: '14567890100' });
  const found = async (filter: object) => (await b.call(contract.listCards, filter, operator)).items;
  expect((await found({ reason: 'organisation-unknown' })).map(({ kpp }) => kpp)).toEqual(['010101999']);
  expect((await found({ state: 'REJECTED' })).every(({ state }) => state === 'REJECTED')).toBe(true);
  expect(await found({ senderId: 'XM/GOV/1/NOBODY' })).toEqual([]);
  expect(await found({ from: shift(1) })).toEqual([]);
  const [one] = await found({ organisationId: 'XM-01-LABOUR' });
  expect(await found({ search: one?.id })).toHaveLength(1);
  expect((await found({ search: one?.organisationName.slice(2, 9).toUpperCase() })).length).toBeGreaterThan(0);
  const counts = await b.call(contract.countCards, {}, operator);
  expect(counts.reasons).toContainEqual({ reason: 'snils-invalid', count: 1 });
  expect(counts.senders[0]).toMatchObject({ rejected: 1, quarantined: 1 });
});

test('a quarantined card is tried again at once when the operator asks', async () => {
  const { id } = await b.submit({ ...somebody(), organisationType: 'tax' });
  expect(await b.call(contract.retryCard, { id }, operator)).toMatchObject({ state: 'QUARANTINED' });
  await b.sql(`update quality.card set organisation_type = 'labour' where id = $1`, [id]);
  expect(await b.call(contract.retryCard, { id }, operator)).toMatchObject({ state: 'MATCHED' });
  await expect(b.call(contract.retryCard, { id }, operator)).rejects.toMatchObject({ code: 'quality.card-closed' });
  await expect(b.call(contract.retryCard, { id: newId() }, operator)).rejects.toMatchObject({
    code: 'quality.card-unknown',
  });
});

test('who objects to being asked is not asked, stays in the funnel, and is asked once they take it back', async () => {
  const person = somebody();
  const me = b.person(person);
  await b.call(contract.setObjection, { objects: true }, me);
  await b.call(contract.setObjection, { objects: true }, me);
  const { id, state, reasons } = await b.submit(person);
  expect([state, reasons]).toEqual(['SUPPRESSED', ['opted-out']]);
  const seen = await b.call(contract.listOwnCards, {}, me);
  expect(seen).toMatchObject({ objectsSince: expect.any(String), items: [{ id, state: 'not-asked' }] });
  await b.drain();
  expect(await b.sql('select steps from analytics.progress where card_id = $1', [id])).toEqual([{ steps: ['card'] }]);
  await b.call(contract.setObjection, { objects: false }, me);
  await b.tick({ minutes: 11 });
  expect((await b.call(contract.listOwnCards, {}, me)).items).toMatchObject([{ id, state: 'invited' }]);
  expect((await b.call(contract.listOwnCards, {}, b.person(somebody()))).items).toEqual([]);
});

test('nobody is asked more often within thirty days than is set', async () => {
  const person = somebody();
  for (const renderedOn of [shift(-3), shift(-2), shift(-1)]) {
    expect((await b.submit({ ...person, renderedOn })).state).toBe('MATCHED');
    await b.drain();
  }
  expect(await b.submit(person)).toMatchObject({ state: 'SUPPRESSED', reasons: ['asked-enough'] });
});

test('a mandate that comes later asks for the card of a child that is still in time', async () => {
  const child = { snils: aigerimSon.snils, birthOn: aigerimSon.birthOn };
  const { id, state } = await b.submit(child);
  const late = await b.submit({ ...child, renderedOn: shift(-27) });
  expect([state, late.state]).toEqual(['SUPPRESSED', 'SUPPRESSED']);
  await b.tick({ days: 5 });
  b.stub(listCarers, async () => ({ items: [{ personKey: b.personKey(aigerim.snils), role: 'parent' as const }] }));
  await b.tick({ minutes: 11 });
  b.stub(listCarers, async () => ({ items: [] }));
  expect(await b.stateOf(id)).toMatchObject({ state: 'NOTIFIED' });
  expect(await b.stateOf(late.id)).toMatchObject({ state: 'SUPPRESSED' });
  const mine = await b.call(contract.listOwnCards, {}, b.person({ snils: aigerim.snils }));
  expect(mine.items).toMatchObject([{ id, ofChild: true, state: 'invited' }]);
});

test('what is filled in is kept until it is sent, and shown to the holder of the link', async () => {
  const { id, token } = await b.invite(somebody());
  const answers = { organisation: 4, nothingLikeIt: 2 };
  await b.call(contract.saveAnswers, { token, answers, comment: 'So far' });
  await b.call(contract.saveAnswers, { token, answers, comment: 'So good' });
  expect((await b.call(contract.openSurvey, { token })).draft).toMatchObject({
    answers: { organisation: 4 },
    comment: 'So good',
  });
  expect(await b.dump('quality.draft_answer')).not.toContain('So good');
  await b.call(contract.submitAnswers, { token, answers: fullMarks });
  await expect(b.call(contract.saveAnswers, { token, answers })).rejects.toMatchObject({
    code: 'quality.already-answered',
  });
  expect(
    await b.sql(
      'select 1 from quality.draft_answer d join quality.survey_link l on l.id = d.link_id where card_id = $1',
      [id],
    ),
  ).toEqual([]);
});

test('a link is handed over on paper once its organisation asks, and the person sees it', async () => {
  const person = somebody();
  const { id, token } = await b.invite(person);
  const office = b.person({ duties: [{ code: 'quality.organisation', organisationId: 'XM-01-LABOUR' }] });
  const paper = await b.call(contract.givePaper, { id }, office);
  expect(paper).toMatchObject({
    url: expect.stringContaining(`/survey/${token}`),
    picture: expect.stringMatching(/^<svg/),
  });
  expect((await b.call(contract.openSurvey, { token: paper.code })).state).toBe('ready');
  const elsewhere = b.person({ duties: [{ code: 'quality.organisation', organisationId: 'XM-02-LABOUR' }] });
  await expect(b.call(contract.givePaper, { id }, elsewhere)).rejects.toMatchObject({ code: 'quality.card-unknown' });
  await b.drain();
  const seen = b.events(dataAccessed.type).map(({ data }) => data as { action: string; subject: string });
  expect(seen).toContainEqual(
    expect.objectContaining({ action: 'quality.paper-given', subject: b.personKey(person.snils) }),
  );
  await b.call(contract.submitAnswers, { token, answers: fullMarks });
  await expect(b.call(contract.givePaper, { id }, office)).rejects.toMatchObject({ code: 'quality.link-closed' });
});

test('whose an answer is learns who asked after another official agreed, and the person sees all of it', async () => {
  const person = somebody();
  const { id, responseId } = await answered(person);
  const ask = { responseId, purpose: 'A threat in the comment' };
  await expect(b.call(contract.askReidentification, { ...ask, responseId: newId() }, operator)).rejects.toMatchObject({
    code: 'quality.answer-not-joined',
  });
  const request = await b.call(contract.askReidentification, ask, operator);
  const read = () => b.call(contract.readReidentified, request, operator);
  await expect(read()).rejects.toMatchObject({ kind: 'conflict', code: 'quality.not-agreed' });
  const decide = (who: typeof operator, agreed = true) =>
    b.call(contract.decideReidentification, { ...request, agreed }, who);
  await expect(decide(operator)).rejects.toMatchObject({ kind: 'forbidden', code: 'quality.request-own' });
  await decide(curator);
  await expect(decide(curator, false)).rejects.toMatchObject({ code: 'quality.request-decided' });
  await expect(b.call(contract.readReidentified, request, curator)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  expect(await read()).toMatchObject({ cardId: id, snils: person.snils });
  const another = b.person({ duties: ['quality.intake-operator'] });
  await expect(b.call(contract.readReidentified, request, another)).rejects.toMatchObject({
    code: 'quality.request-unknown',
  });
  await b.drain();
  const seen = b
    .events(dataAccessed.type)
    .map(({ data }) => data as { action: string; subject: string; purpose: string });
  const told = seen.filter(({ subject, purpose }) => subject === b.personKey(person.snils) && purpose === ask.purpose);
  expect(told.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'quality.reidentification-asked',
      'quality.reidentification-decided',
      'quality.person-reidentified',
    ]),
  );
  b.clock.advance({ days: 2 });
  await expect(read()).rejects.toMatchObject({ code: 'quality.not-agreed' });
  expect((await b.call(contract.listReidentifications, {}, curator)).items[0]).toMatchObject({
    state: 'read',
    own: false,
  });
  await b.sql('delete from quality.card_person where card_id = $1', [id]);
  await expect(b.call(contract.askReidentification, ask, operator)).rejects.toMatchObject({
    code: 'quality.person-erased',
  });
});

test('a severed answer is counted, and nothing stored leads from it to its card', async () => {
  const methodologist = b.person({ duties: ['quality.methodologist'] });
  const { templateCode } = await b.call(pickTemplate, { organisationType: 'labour', level: 'country' });
  const assign = (mode: 'linked' | 'severed') =>
    b.call(assignTemplate, { organisationType: 'labour', templateCode, mode }, methodologist);
  await assign('severed');
  const { id, responseId } = await answered();
  await assign('linked');
  await b.tick();
  expect(responseId).toBe('');
  expect(await b.stateOf(id)).toMatchObject({ state: 'FOLDED' });
  const surveys = await b.dump('surveys.response', 'surveys.response_card', 'surveys.work', 'surveys.outbox');
  expect(surveys).not.toContain(id);
  const severed = await b.sql<{ id: string }>(`select id from surveys.response where content_digest = 'severed'`);
  expect(severed).toHaveLength(1);
  const quality = await b.dump(
    'quality.card',
    'quality.survey_link',
    'quality.card_history',
    'quality.work',
    'quality.audit',
  );
  expect(quality).not.toContain(severed[0]?.id);
  await expect(b.call(contract.withdrawCard, { id, reason: 'Sent by mistake' }, operator)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'quality.answer-severed',
  });
});

test('what an organisation replies reaches who was not content, once, and not whose answer was severed', async () => {
  const { responseId } = await answered();
  const reply = { responseId, organisationId: 'XM-01-LABOUR', text: 'We have put a second officer on that day. $&' };
  const replies = () => b.cabinet.filter(({ key }) => key === `reply ${responseId}`);
  for (let twice = 0; twice < 2; twice += 1) {
    await b.deliver(followupReplied, reply, newId());
    await b.tick();
  }
  expect(replies()).toHaveLength(1);
  expect(replies()[0]).toMatchObject({ link: '/quality/XM-01-LABOUR' });
  expect(replies()[0]?.body.en).toContain(reply.text);
  const before = b.cabinet.length;
  await b.deliver(followupReplied, { ...reply, responseId: newId() });
  await b.tick();
  expect(b.cabinet).toHaveLength(before);
});

test('a withdrawn card takes the answer and the card it is of with it', async () => {
  const { id, responseId } = await answered();
  expect(await b.sql('select 1 from surveys.response_card where card_id = $1', [id])).toHaveLength(1);
  await b.call(contract.withdrawCard, { id, reason: 'Sent by mistake' }, operator);
  await b.tick();
  expect(await b.sql('select 1 from surveys.response_card where card_id = $1', [id])).toEqual([]);
  expect(await b.sql('select withdrawn from surveys.response where id = $1', [responseId])).toEqual([
    { withdrawn: true },
  ]);
});

const nobody = b.person({ duties: ['labour.permit-officer'] });
test.each([
  ['count cards', contract.countCards, {}],
  ['try a card again', contract.retryCard, { id: newId() }],
  ['hand over a link', contract.givePaper, { id: newId() }],
  ['see coverage', contract.coverage, { from: '2026-01-01', to: '2026-01-31' }],
  ['see who is asked', contract.listSources, {}],
  ['ask a department', contract.askAgain, { sourceId: 'XM/GOV/1/A', from: '2026-01-01', to: '2026-01-01' }],
  ['ask whose an answer is', contract.askReidentification, { responseId: newId(), purpose: 'Curiosity of an officer' }],
  ['agree to it', contract.decideReidentification, { id: newId(), agreed: true }],
  ['see who asked', contract.listReidentifications, {}],
  ['read whose it is', contract.readReidentified, { id: newId() }],
])('an officer may not %s', async (_name, operation, input) => {
  await expect(b.call(operation as typeof contract.countCards, input as never, nobody)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});

test('an anonymous visitor has no cards of their own', async () => {
  await expect(b.call(contract.listOwnCards, {})).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
  await expect(b.call(contract.setObjection, { objects: true })).rejects.toMatchObject({
    code: 'kernel.sign-in-required',
  });
  expect(worker.snils).not.toBe(accountant.snils);
  await expect(b.call(listComments, {}, nobody)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});
