// SPDX-License-Identifier: Apache-2.0
import { namedPeople, snils, validKpp } from '@stoa/country-xm';
import { newId, Refusal } from '@stoa/kernel';
import { notify } from '@stoa/notifications/contract';
import { pickTemplate } from '@stoa/surveys/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { deliverLink, issueLink } from '../src/invitation.ts';
import { complaintsOf } from '../src/validation.ts';
import { cardContent, cardOfTheText, qualityBench, sender, senderId } from './fixture.ts';

const b = await qualityBench();
const analyst = b.person({ duties: ['quality.analyst'] });
const self = { kind: 'service', id: 'quality' } as const;
const shift = (days: number) => new Date(Date.parse(b.today()) + days * 86_400_000).toISOString().slice(0, 10);
const historyOf = async (id: string) =>
  (await b.call(contract.getCard, { id }, analyst)).history.map((step) => step.state);

test('a card leads to an invitation in the cabinet of the person served', async () => {
  const { id, state, reasons } = await b.submit();
  expect([state, reasons]).toEqual(['MATCHED', []]);
  await b.drain();
  expect(await historyOf(id)).toEqual(['RECEIVED', 'VALIDATED', 'MATCHED', 'LINK_ISSUED', 'NOTIFY_QUEUED', 'NOTIFIED']);
  const notice = b.cabinet.find((one) => one.key === id);
  expect(notice?.to).toEqual({ personKey: b.personKey(namedPeople.worker.snils) });
  expect(notice?.link).toMatch(/^\/survey\/[A-Za-z0-9_-]{22}$/);
  expect(Object.keys(notice?.body ?? {}).sort()).toEqual(['ar', 'en', 'kk', 'ru', 'uk']);
  expect(notice?.body.kk).toContain('Еңбек департаменті');
});

test('neither the token nor personal data lie in clear in any table or event', async () => {
  const { token } = await b.invite();
  const { familyName, snils: number, birthOn } = namedPeople.worker;
  const tables = await b.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('quality', 'surveys', 'analytics')`,
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const { name } of tables) {
    const text = JSON.stringify(await b.sql(`select t::text from ${name} t`));
    for (const secret of [token, familyName, number, birthOn]) expect(text, name).not.toContain(secret);
  }
  for (const secret of [token, familyName, number]) expect(JSON.stringify(b.events())).not.toContain(secret);
});

test('the same record again is the same card, also when both come at once', async () => {
  const content = cardContent({ renderedOn: b.today() });
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => b.call(contract.submitCard, { senderId, ...content }, sender)),
  );
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  await b.drain();
  expect((await b.call(contract.submitCard, { senderId, ...content }, sender)).state).toBe('NOTIFIED');
  expect(b.cabinet.filter((notice) => notice.key === answers[0]?.id)).toHaveLength(1);
});

test('a record id used for another card is a duplicate without effect', async () => {
  const recordId = newId();
  const first = await b.submit({ recordId });
  const second = await b.submit({ recordId, serviceCode: 'other' });
  expect(second).toMatchObject({ state: 'DUPLICATE', reasons: ['record-id-reused'] });
  expect(second.id).not.toBe(first.id);
  await b.drain();
  expect(b.tokenFor(second.id)).toBe('');
  expect(await b.sql('select 1 from quality.card_person where card_id = $1', [second.id])).toEqual([]);
});

test('another sender may use the same record id', async () => {
  const recordId = newId();
  const first = await b.submit({ recordId });
  const second = await b.call(
    contract.submitCard,
    { ...cardContent({ recordId, renderedOn: b.today() }), senderId: 'XM/GOV/1003/POLICE' },
    sender,
  );
  expect(second.state).toBe('MATCHED');
  expect(second.id).not.toBe(first.id);
});

test('without a record id the same person, organisation, service and day are the same card', async () => {
  const { recordId: _recordId, ...content } = cardContent({ renderedOn: b.today() });
  const submit = (changes: object = {}) => b.call(contract.submitCard, { senderId, ...content, ...changes }, sender);
  const first = await submit();
  expect((await submit()).id).toBe(first.id);
  expect((await submit({ renderedOn: shift(-1) })).id).not.toBe(first.id);
});

test.each([
  ['a wrong digit in the INN', { inn: '0101001019' }, 'inn-invalid'],
  ['a wrong digit in the OGRN', { ogrn: '1020100010071' }, 'ogrn-invalid'],
  ['a KPP of the wrong form', { kpp: '000000000' }, 'kpp-invalid'],
  ['a wrong control number in the SNILS', { snils: '14567890100' }, 'snils-invalid'],
  ['a SNILS with separators', { snils: '145-678-901 0' }, 'snils-invalid'],
  ['a birth after the service', { birthOn: '2099-01-01' }, 'birth-date-impossible'],
  ['a service tomorrow', { renderedOn: shift(1) }, 'service-in-future'],
  ['a service 28 days ago', { renderedOn: shift(-28) }, 'service-too-old'],
])('%s is rejected and no personal data are kept', async (_name, changes, reason) => {
  const { id, state, reasons } = await b.submit(changes);
  expect(state).toBe('REJECTED');
  expect(reasons).toContain(reason);
  await b.drain();
  expect(await b.sql('select 1 from quality.card_person where card_id = $1', [id])).toEqual([]);
});

test('a service 27 days ago leaves three days to answer and is accepted', async () => {
  expect((await b.submit({ renderedOn: shift(-27) })).state).toBe('MATCHED');
});

test('a rejected record sent again is the same card, and corrected it is a new one', async () => {
  const recordId = newId();
  const wrong = await b.submit({ recordId, snils: '14567890100' });
  expect((await b.submit({ recordId, snils: '14567890100' })).id).toBe(wrong.id);
  const right = await b.submit({ recordId });
  expect(right.state).toBe('MATCHED');
  expect(right.id).not.toBe(wrong.id);
});

test('a changed digit never passes a check unless the scheme overlooks it', () => {
  const fields = ['inn', 'ogrn', 'snils'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.nat(12), fc.integer({ min: 1, max: 9 }), (field, at, add) => {
      const content = cardContent();
      const digits = content[field];
      const position = at % digits.length;
      const changed = [...digits]
        .map((digit, index) => (index === position ? String((Number(digit) + add) % 10) : digit))
        .join('');
      const reasons = complaintsOf(b.module.country, { ...content, [field]: changed }, content.renderedOn);
      // A remainder of 10 and of 0 give the same control digit (country pack, inn.ts, ogrn.ts, snils.ts).
      const overlooked = reasons.length === 0;
      if (!overlooked) expect(reasons).toContain(`${field}-invalid`);
      if (position === digits.length - 1) expect(overlooked).toBe(false);
    }),
  );
  expect(validKpp(cardContent().kpp)).toBe(true);
});

test('a card of exactly the fields of the specification is taken, its name as one line or in parts', async () => {
  const { familyName, givenName } = namedPeople.worker;
  const card = cardOfTheText({ renderedOn: b.today() });
  const { fullName, ...nameless } = card;
  const ids: string[] = [];
  for (const name of [{ fullName }, { familyName, givenName }, { familyName, givenName, middleName: 'K.' }]) {
    const taken = await b.call(
      contract.submitCard,
      { senderId, ...nameless, ...name, snils: snils(155_100_000 + ids.length) },
      sender,
    );
    expect(taken).toMatchObject({ state: 'MATCHED', reasons: [] });
    ids.push(taken.id);
  }
  await b.drain();
  for (const id of ids) expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
  const reveal = (id = '') => b.call(contract.revealPerson, { id, purpose: 'Complaint 17 of the citizen' }, analyst);
  expect(await reveal(ids[0])).toMatchObject({ fullName });
  expect(await reveal(ids[2])).toMatchObject({ fullName: `${fullName} K.`, middleName: 'K.' });
  expect(await b.call(contract.submitCard, { senderId, ...nameless }, sender)).toMatchObject({
    state: 'REJECTED',
    reasons: ['name-incomplete'],
  });
});

test('the same card with the name in parts instead of one line is the same card', async () => {
  const { familyName, givenName } = namedPeople.worker;
  const { fullName, ...card } = cardOfTheText({ renderedOn: shift(-2) });
  const first = await b.call(contract.submitCard, { senderId, ...card, fullName }, sender);
  const again = await b.call(
    contract.submitCard,
    { senderId, ...card, familyName, givenName, surveyLevel: 'federal' },
    sender,
  );
  expect(again.id).toBe(first.id);
});

test('a card bears the id of its message, and no other card gets it', async () => {
  const id = newId();
  expect((await b.submit({ id } as object)).id).toBe(id);
  await expect(b.submit({ id } as object)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'quality.card-id-taken',
  });
});

test('missing and unknown fields are refused', async () => {
  const { snils: _snils, ...content } = cardContent();
  const post = (body: object) => b.http({ kind: 'service', id: 'quality' }).post('/api/quality/cards', body);
  expect(await post({ senderId, ...content })).toMatchObject({ status: 422, body: { code: 'kernel.input-invalid' } });
  expect(await post({ senderId, ...cardContent(), colour: 'red' })).toMatchObject({ status: 422 });
});

test('a card of an unknown organisation waits and is taken up once the directory knows it', async () => {
  const { id, state, reasons } = await b.submit({ organisationType: 'tax' });
  expect([state, reasons]).toEqual(['QUARANTINED', ['organisation-type-differs']]);
  expect((await b.submit({ kpp: '010101999' })).reasons).toEqual(['organisation-unknown']);
  await b.sql(`update quality.card set organisation_type = 'labour' where id = $1`, [id]);
  await b.tick({ hours: 1, seconds: 5 });
  expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
});

test('a card that waited 14 days in vain is rejected and its person erased', async () => {
  const { id } = await b.submit({ kpp: '010101998' });
  await b.tick({ days: 14, hours: 2 });
  expect(await b.stateOf(id)).toEqual({ state: 'REJECTED', reasons: ['directory-too-late'] });
  expect(await b.sql('select 1 from quality.card_person where card_id = $1', [id])).toEqual([]);
});

test('work repeated after an interruption issues one link and one invitation', async () => {
  const { id } = await b.submit();
  await b.drain();
  const before = await b.sql('select id, token_mac from quality.survey_link where card_id = $1', [id]);
  await b.sql(`update quality.card set state = 'NOTIFY_QUEUED' where id = $1`, [id]);
  await b.module.tx(self, async (tx) => {
    await issueLink.enqueue(tx, { cardId: id });
    await deliverLink.enqueue(tx, { cardId: id });
    await deliverLink.enqueue(tx, { cardId: id });
  });
  await b.drain();
  expect(await b.sql('select id, token_mac from quality.survey_link where card_id = $1', [id])).toEqual(before);
  expect(b.cabinet.filter((notice) => notice.key === id)).toHaveLength(1);
  expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
});

test('while the cabinet is away the invitation waits', async () => {
  b.stub(notify, async () => {
    throw new Refusal('unavailable', 'kernel.module-away');
  });
  const { id } = await b.submit();
  await b.drain();
  expect((await b.stateOf(id))?.state).toBe('NOTIFY_QUEUED');
  b.stub(notify, b.cabinetTakes);
  await b.tick({ minutes: 6 });
  expect((await b.stateOf(id))?.state).toBe('NOTIFIED');
});

test('a cabinet that refuses makes the card undeliverable and its link void', async () => {
  let link = '';
  b.stub(notify, async (notice) => {
    link = notice.link ?? '';
    throw new Refusal('missing', 'notifications.account-unknown');
  });
  const { id } = await b.submit();
  await b.drain();
  b.stub(notify, b.cabinetTakes);
  expect(await b.stateOf(id)).toEqual({ state: 'UNDELIVERABLE', reasons: ['cabinet-refused'] });
  expect(await b.call(contract.openSurvey, { token: link.replace('/survey/', '') })).toEqual({
    state: 'revoked',
    started: false,
  });
});

test('without a questionnaire the card waits for one', async () => {
  b.stub(pickTemplate, async () => {
    throw new Refusal('missing', 'surveys.template-absent');
  });
  const { id } = await b.submit();
  await b.drain();
  expect(await b.stateOf(id)).toEqual({ state: 'QUARANTINED', reasons: ['template-absent'] });
});

test('the questionnaire is that of the level that the card names, federal where it names none', async () => {
  const asked: string[] = [];
  b.stub(pickTemplate, async ({ level }) => {
    asked.push(level);
    throw new Refusal('missing', 'surveys.template-absent');
  });
  for (const surveyLevel of [undefined, 'federal', 'regional', 'municipal'] as const) {
    await b.submit(surveyLevel && { surveyLevel });
    await b.drain();
  }
  expect(asked).toEqual(['country', 'country', 'region', 'municipality']);
});

test('a person may not hand in cards, an anonymous visitor neither', async () => {
  const input = { senderId, ...cardContent() };
  await expect(b.call(contract.submitCard, input, analyst)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(b.call(contract.submitCard, input)).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
});
