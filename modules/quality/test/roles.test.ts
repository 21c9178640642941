// SPDX-License-Identifier: Apache-2.0
/** Who sees what of cards, persons and free words, by duty. */
import { governmentOrganisation } from '@stoa/country-xm';
import { newId } from '@stoa/kernel';
import * as surveys from '@stoa/surveys/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { fullMarks, qualityBench } from './fixture.ts';

const b = await qualityBench();
const at = (code: string, organisationId: string) => b.person({ duties: [{ code, organisationId }] });
const people = {
  analyst: at('quality.analyst', 'XM-QUALITY-AGENCY'),
  methodologist: at('quality.methodologist', 'XM-QUALITY-AGENCY'),
  federal: at('quality.federal-curator', 'XM-QUALITY-AGENCY'),
  regional: at('quality.regional-curator', 'XM-01-FRONT-OFFICE-1'),
  clinic: at('quality.organisation', 'XM-01-CLINIC-1'),
  moderator: at('quality.moderator', 'XM-QUALITY-AGENCY'),
  intake: at('quality.intake-operator', 'XM-QUALITY-AGENCY'),
};
type Who = keyof typeof people;
const offices = ['XM-01-CLINIC-1', 'XM-01-LABOUR', 'XM-02-CLINIC-1'];
const cards = new Map<string, string>();
for (const office of offices) {
  const {
    inn,
    ogrn,
    kpp,
    type: organisationType,
  } = governmentOrganisation(office) ?? { inn: '', ogrn: '', kpp: '', type: '' };
  const { id, token } = await b.invite({ inn, ogrn, kpp, organisationType });
  const questions = (await b.call(contract.openSurvey, { token })).questionnaire?.questions ?? [];
  const scales = questions.filter(({ kind }) => kind === 'scale').map(({ code }) => [code, 4]);
  await b.call(contract.submitAnswers, {
    token,
    answers: { ...fullMarks, ...Object.fromEntries(scales) },
    comment: `About ${office}`,
  });
  await b.tick({ seconds: 2 });
  cards.set(office, id);
}

/** What `ask` answers, or nothing where it is not permitted. */
async function unlessRefused<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    expect((error as { code: string }).code).toBe('kernel.not-permitted');
    return undefined;
  }
}

const everywhere = [...offices].sort();
const inRegion = ['XM-01-CLINIC-1', 'XM-01-LABOUR'];
test.each([
  ['analyst', everywhere, true],
  ['methodologist', undefined, false],
  ['federal', everywhere, false],
  ['regional', inRegion, false],
  ['clinic', ['XM-01-CLINIC-1'], false],
  ['moderator', undefined, false],
  ['intake', everywhere, true],
] as [Who, string[] | undefined, boolean][])('%s sees the cards of %s, persons: %s', async (who, seen, person) => {
  const listed = await unlessRefused(b.call(contract.listCards, {}, people[who]));
  expect(listed?.items.map(({ organisationId }) => organisationId).sort()).toEqual(seen);
  for (const [office, id] of cards) {
    if (!seen) continue;
    const read = b.call(contract.getCard, { id }, people[who]);
    if (seen.includes(office)) expect((await read).id).toBe(id);
    else await expect(read).rejects.toMatchObject({ code: 'quality.card-unknown' });
  }
  const id = cards.get('XM-01-CLINIC-1') ?? '';
  const revealed = b.call(contract.revealPerson, { id, purpose: 'Complaint 17 of the citizen' }, people[who]);
  expect((await unlessRefused(revealed)) !== undefined).toBe(person);
});

test('free words are read by a moderator first, and then only where they concern', async () => {
  const read = async (who: Who) =>
    (await unlessRefused(b.call(contract.listComments, {}, people[who])))?.items.map(({ text }) => text).sort();
  expect(await read('federal')).toEqual([]);
  await expect(b.call(surveys.listWaitingComments, {}, people.clinic)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  const { items } = await b.call(surveys.listWaitingComments, { limit: 2 }, people.moderator);
  expect(items).toHaveLength(2);
  const rest = await b.call(surveys.listWaitingComments, {}, people.moderator);
  for (const { id, text } of rest.items)
    await b.call(surveys.decideComment, { id, released: text !== 'About XM-01-LABOUR' }, people.moderator);
  const decide = (id: string) => b.call(surveys.decideComment, { id, released: true }, people.moderator);
  await expect(decide(newId())).rejects.toMatchObject({ kind: 'missing', code: 'surveys.comment-unknown' });
  expect(await read('federal')).toEqual(['About XM-01-CLINIC-1', 'About XM-02-CLINIC-1']);
  expect(await read('regional')).toEqual(['About XM-01-CLINIC-1']);
  expect(await read('clinic')).toEqual(['About XM-01-CLINIC-1']);
  expect(await read('intake')).toBeUndefined();
  await expect(b.call(surveys.listComments, {}, people.clinic)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
});

test('a methodologist publishes questionnaires, an organisation does not', async () => {
  expect((await b.call(surveys.listTemplates, {}, people.methodologist)).items.length).toBeGreaterThan(0);
  await expect(b.call(surveys.listTemplates, {}, people.clinic)).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
});
