// SPDX-License-Identifier: Apache-2.0
/** An inventory from its opening to what the register knows afterwards. */
import { decideChange, getElement, listChanges } from '@stoa/architecture/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { integratorWorld, interior, labour } from './world.ts';

const { b, today, owner, stranger, architect, chief, enter, element, registered, campaign, read, rest } =
  await integratorWorld();
await enter([
  element(),
  element(),
  element(),
  element({ kind: 'site', facts: { place: 'Aksu' } }),
  element({ ownerId: interior }),
]);
const item = async (id: string, at: number, section = 'objects') => {
  const found = (await read(id, section)).page.items[at];
  if (!found) throw new Error(`no element ${at}`);
  return found;
};
const say = (id: string, items: Parameters<typeof b.call<typeof contract.answerItems>>[1]['items'], as = owner) =>
  b.call(contract.answerItems, { id, items }, as);

test('a questionnaire is filled in from the register, answered, sent, accepted, and the register knows it', async () => {
  const { id: campaignId, answerId: id } = await campaign();
  const before = await read(id, 'objects');
  expect(before).toMatchObject({ state: 'open', items: 3, answered: 0, may: ['answer', 'send', 'write'] });
  expect(before.sections.find(({ code }) => code === 'equipment')?.items).toBe(1);
  const [first, second, third] = [await item(id, 0), await item(id, 1), await item(id, 2)];
  await expect(b.call(contract.sendAnswer, { id }, owner)).rejects.toMatchObject({ code: 'integrator.unanswered' });
  await say(id, [
    { id: first.id, version: 1, verdict: 'changed', changed: { users: 25 } },
    { id: second.id, version: 1, verdict: 'gone', reason: 'Switched off' },
  ]);
  await b.call(
    contract.addMissing,
    {
      ...{ id, section: 'objects', kind: 'object', code: 'IS-NEW', name: 'Кадры', language: 'ru' },
      facts: { users: 3 },
    },
    owner,
  );
  await b.call(contract.answerQuestions, { id, version: 1, facts: { 'it-staff': 12, strategy: true } }, owner);
  await rest(id);
  expect(await b.call(contract.sendAnswer, { id }, owner)).toEqual({ id, changes: 3 });
  const { answers } = await b.call(contract.getCampaign, { id: campaignId }, architect);
  expect(answers.find((one) => one.id === id)).toMatchObject({
    ...{ state: 'sent', same: 2, changed: 1, gone: 1, missing: 1, answered: 5 },
  });
  expect(await b.call(contract.decideAnswer, { id, accept: true }, architect)).toEqual({
    id,
    state: 'accepted',
    attested: 2,
  });
  const objects = await registered();
  expect(objects.map(({ code }) => code)).toEqual(['IS-1', 'IS-3', 'IS-NEW']);
  expect(objects[0]?.facts.users).toBe(25);
  expect(objects.find(({ id: of }) => of === third.elementId)?.attestedAt).toBe(b.clock.now().toISOString());
  expect(objects[0]?.attestedAt).toBeUndefined();
  expect(await b.call(getElement, { id: first.elementId }, architect)).toMatchObject({ provenance: 'declared' });
  const { items: changes } = await b.call(listChanges, {}, architect);
  expect(changes).toMatchObject([{ state: 'approved', askedByName: 'Owner of labour', decidedByName: 'Architect' }]);
  expect((await read(id)).facts).toEqual({ 'it-staff': 12, strategy: true });
  expect((await read(id)).may).toEqual(['write']);
  await expect(say(id, [])).rejects.toMatchObject({ code: 'integrator.not-open' });
});

test('the integrator asks for clarification with a reason, the thread answers one by one, and it is sent again', async () => {
  const { answerId: id } = await campaign();
  const first = await item(id, 0);
  await expect(b.call(contract.decideAnswer, { id, accept: true }, architect)).rejects.toMatchObject({
    code: 'integrator.not-sent',
  });
  await say(id, [{ id: first.id, version: 1, verdict: 'changed', changed: { users: 7000 } }]);
  await rest(id);
  await b.call(contract.sendAnswer, { id }, owner);
  await expect(b.call(contract.decideAnswer, { id, accept: false }, architect)).rejects.toMatchObject({
    code: 'integrator.reason-missing',
  });
  const ask = { id, accept: false, text: 'Seven thousand users?', itemId: first.id };
  await expect(b.call(contract.decideAnswer, { ...ask, itemId: newId() }, architect)).rejects.toMatchObject({
    code: 'integrator.item-unknown',
  });
  expect(await b.call(contract.decideAnswer, ask, architect)).toMatchObject({ state: 'clarify' });
  await b.call(contract.writeRemark, { id, text: 'A slip: seventy', itemId: first.id }, owner);
  expect((await read(id)).thread).toMatchObject([
    { byIntegrator: true, itemId: first.id, text: 'Seven thousand users?' },
    { byIntegrator: false, itemId: first.id, byName: 'Owner of labour' },
  ]);
  await say(id, [{ id: first.id, version: 2, verdict: 'changed', changed: { users: 70 } }]);
  await b.call(contract.sendAnswer, { id }, owner);
  await b.call(contract.decideAnswer, { id, accept: true }, chief);
  expect((await b.call(getElement, { id: first.elementId }, architect)).facts.users).toBe(70);
});

test('what another architect changed meanwhile is a clash that names the field, and nothing is accepted', async () => {
  const { answerId: id } = await campaign();
  const first = await item(id, 0);
  await say(id, [{ id: first.id, version: 1, verdict: 'changed', changed: { users: 1 } }]);
  await rest(id);
  await b.call(contract.sendAnswer, { id }, owner);
  const { items } = await b.call(listChanges, { state: 'asked' }, architect);
  await enter([element({ code: first.code, facts: { stage: 'industrial', users: 99 }, from: today() })]);
  await expect(b.call(contract.decideAnswer, { id, accept: true }, architect)).rejects.toMatchObject({
    code: 'architecture.clash',
    message: expect.stringContaining('users'),
  });
  expect((await read(id)).state).toBe('sent');
  await b.call(decideChange, { id: items[0]?.id ?? '', approve: false, reason: 'Not so' }, chief);
  await expect(b.call(contract.decideAnswer, { id, accept: true }, architect)).rejects.toMatchObject({
    code: 'integrator.change-declined',
  });
  expect(await b.call(contract.decideAnswer, { id, accept: false, text: 'Look again' }, architect)).toMatchObject({
    state: 'clarify',
  });
});

test('two tabs: the second does not write over what the first said; what is the same is no conflict', async () => {
  const { answerId: id } = await campaign();
  const first = await item(id, 0);
  await say(id, [{ id: first.id, version: 1, verdict: 'gone' }]);
  await expect(say(id, [{ id: first.id, version: 1, verdict: 'same' }])).rejects.toMatchObject({
    code: 'integrator.changed-meanwhile',
    message: expect.stringContaining(first.code),
  });
  await expect(
    say(id, [{ id: first.id, version: 2, verdict: 'changed', changed: { ...first.facts } }]),
  ).rejects.toMatchObject({ code: 'integrator.nothing-changed' });
  await expect(say(id, [{ id: newId(), version: 1, verdict: 'same' }])).rejects.toMatchObject({
    code: 'integrator.item-unknown',
  });
  const facts = (value: number, version: number) =>
    b.call(contract.answerQuestions, { id, version, facts: { 'it-staff': value } }, owner);
  await facts(1, 1);
  await facts(1, 1);
  await expect(facts(2, 1)).rejects.toMatchObject({ code: 'integrator.changed-meanwhile' });
  await facts(2, 2);
});

test('what the questionnaire does not ask is refused', async () => {
  const { answerId: id } = await campaign();
  const missing = { id, section: 'objects', kind: 'object', code: 'IS-77', name: 'System', language: 'en' as const };
  await expect(b.call(contract.addMissing, { ...missing, kind: 'channel' }, owner)).rejects.toMatchObject({
    code: 'integrator.kind-not-asked',
  });
  await b.call(contract.addMissing, missing, owner);
  await expect(b.call(contract.addMissing, missing, owner)).rejects.toMatchObject({ code: 'integrator.named-already' });
  const [first] = (await read(id, 'objects')).page.items;
  const wrong: Record<string, string | number>[] = [{ warp: 9 }, { stage: 'beautiful' }, { contracted: 5 }];
  for (const changed of wrong)
    await expect(say(id, [{ id: first?.id ?? '', version: 1, verdict: 'changed', changed }])).rejects.toMatchObject({
      code: 'integrator.value-wrong',
    });
  for (const [facts, code] of [
    [{ 'shoe-size': 4 }, 'integrator.question-unknown'],
    [{ 'it-staff': 'many' }, 'integrator.value-wrong'],
    [{ strategy: 1 }, 'integrator.value-wrong'],
  ] as const)
    await expect(b.call(contract.answerQuestions, { id, version: 1, facts }, owner)).rejects.toMatchObject({ code });
  await expect(
    b.call(
      contract.openCampaign,
      { title: 'Inventory', opens: '2026-01-01', due: '2025-12-31', organisations: [labour] },
      architect,
    ),
  ).rejects.toMatchObject({ code: 'integrator.due-before' });
});

test('a campaign that is closed while somebody answers takes nothing more, and what was sent is still decided', async () => {
  const { id: campaignId, answerId: id, answers } = await campaign();
  const other = answers.find(({ organisationId }) => organisationId === interior)?.id ?? '';
  await rest(id);
  await b.call(contract.sendAnswer, { id }, owner);
  await b.call(contract.closeCampaign, { id: campaignId }, architect);
  await expect(b.call(contract.closeCampaign, { id: campaignId }, architect)).rejects.toMatchObject({
    code: 'integrator.campaign-closed',
  });
  await expect(say(other, [], stranger)).rejects.toMatchObject({ code: 'integrator.campaign-closed' });
  expect(await b.call(contract.decideAnswer, { id, accept: true }, architect)).toMatchObject({ state: 'accepted' });
  await expect(b.call(contract.getCampaign, { id: newId() }, architect)).rejects.toMatchObject({
    code: 'integrator.campaign-unknown',
  });
});

test('bodies are reminded once a week until they send, and late ones are named', async () => {
  const { id } = await b.call(
    contract.openCampaign,
    { title: 'Soon', opens: today(), due: today(), organisations: [labour, interior] },
    architect,
  );
  await b.drain();
  const answers = async () => (await b.call(contract.getCampaign, { id }, architect)).answers;
  const labours = (await answers()).find(({ organisationId }) => organisationId === labour)?.id ?? '';
  await rest(labours);
  await b.call(contract.sendAnswer, { id: labours }, owner);
  for (let hour = 0; hour < 3; hour++) {
    b.clock.advance({ hours: 1 });
    await b.drain();
  }
  const reminders = async () => (await answers()).map(({ organisationId, reminders: n }) => [organisationId, n]);
  expect(await reminders()).toEqual([
    [interior, 1],
    [labour, 0],
  ]);
  b.clock.advance({ days: 8 });
  await b.drain();
  expect(await reminders()).toEqual([
    [interior, 2],
    [labour, 0],
  ]);
  expect((await answers()).filter(({ late }) => late).map(({ organisationId }) => organisationId)).toEqual([interior]);
  const { items } = await b.call(contract.listCampaigns, {}, b.person());
  expect(items.find((one) => one.id === id)).toMatchObject({ late: 1, bodies: 2 });
});
