// SPDX-License-Identifier: Apache-2.0
/** A body's questionnaire: answered element by element, sent, clarified one by one, accepted into the register. */
import {
  askChange,
  type ChangeItem,
  decideChange,
  getVocabulary,
  listChanges,
  takeSettled,
  type Vocabulary,
} from '@stoa/architecture/contract';
import { authorise, isRefusal, may, newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Values } from '../contract.ts';
import { bodyOf, changedMeanwhile, demandReason, given, integrates, ownBodies, person, today } from '../people.ts';
import { shownProgress } from './campaigns.ts';
import { demandAnswers, sectionsOf } from './questionnaire.ts';
import * as store from './store.ts';
import type { AnswerRow, ItemRow } from './store.ts';

const unknownAnswer = (): never =>
  refuse('missing', 'integrator.answer-unknown', 'There is no such questionnaire, or it is not for you to see.');
const unknownItem = (): never =>
  refuse('missing', 'integrator.item-unknown', 'The questionnaire does not ask about this element. Load it again.');

/** Under lock, by whoever answers for the body. Refuses: integrator.answer-unknown, integrator.campaign-closed, integrator.not-open. */
async function answering(tx: Tx, id: string): Promise<AnswerRow> {
  const answer = (await store.lockAnswer(tx, id)) ?? unknownAnswer();
  authorise(tx, bodyOf(answer.organisationId));
  if (answer.closedAt)
    refuse(
      'conflict',
      'integrator.campaign-closed',
      'The campaign was closed. Ask the integrator to open another one.',
    );
  if (answer.state !== 'open' && answer.state !== 'clarify')
    refuse('conflict', 'integrator.not-open', 'It was sent already, or is not ready yet. Load the page again.');
  return answer;
}

const shownItem = ({ verdict, reason, byName, revision: _, ...row }: ItemRow): contract.Item => ({
  ...row,
  ...given({ verdict, reason, byName }),
});

/** Refuses: integrator.answer-unknown. */
export async function getAnswer(
  tx: Tx,
  asked: InputOf<typeof contract.getAnswer>,
): Promise<OutputOf<typeof contract.getAnswer>> {
  const [row = unknownAnswer()] = await store.progressOf(tx, { id: asked.id, bodies: null });
  if (!may(tx, 'integrator:look', bodyOf(row.organisationId))) unknownAnswer();
  const counts = new Map((await store.countItems(tx, row.id)).map((one) => [one.section, one]));
  const sections = sectionsOf(row.version).map((section) => ({
    ...section,
    ...{ items: counts.get(section.code)?.items ?? 0, answered: counts.get(section.code)?.answered ?? 0 },
  }));
  const section = sections.find(({ code }) => code === asked.section) ?? sections[0];
  const page = await pageOfRows(
    asked,
    (count) => {
      const cursor = readCursor(asked.cursor, 'name', 'uuid');
      const after = cursor && ([cursor[0], cursor[1]] as const);
      return store.itemsOf(tx, row.id, { section: section?.code ?? '', after, count });
    },
    shownItem,
    ({ code, id }) => writeCursor(code, id),
  );
  const [owns, open] = [ownBodies(tx).includes(row.organisationId), row.state === 'open' || row.state === 'clarify'];
  return {
    ...shownProgress(tx, row),
    ...{ title: row.title, due: row.due, closed: row.closedAt !== null, sections, page, items: section?.items ?? 0 },
    ...{ facts: row.facts, factsVersion: row.factsVersion },
    ...given({ sentByName: row.sentByName, acceptedByName: row.acceptedByName }),
    thread: (await store.remarksOf(tx, row.id)).map(({ itemId, at, ...one }) => ({
      ...{ ...one, at: at.toISOString() },
      ...given({ itemId }),
    })),
    may: [
      ...(owns && open && !row.closedAt ? (['answer', 'send'] as const) : []),
      ...(integrates(tx) && row.state === 'sent' ? (['decide'] as const) : []),
      'write',
    ],
  };
}

/** What the register would refuse is told at once. Refuses: integrator.value-wrong. */
function demandKept({ kinds, fields }: Vocabulary, kind: string, facts: Values): void {
  for (const [code, value] of Object.entries(facts)) {
    const { choices } = fields[code] ?? {};
    if (!kinds[kind]?.fields.includes(code) || (choices && !Object.hasOwn(choices, String(value))))
      refuse('invalid', 'integrator.value-wrong', `${code} is not kept of such an element, or not with this value.`);
  }
}

/** Refuses as the operation declares. */
export async function answerItems(
  tx: Tx,
  { id, items, restOfSection }: InputOf<typeof contract.answerItems>,
): Promise<OutputOf<typeof contract.answerItems>> {
  await answering(tx, id);
  const known = await store.lockItems(
    tx,
    id,
    items.map((one) => one.id),
  );
  const byName = person(tx).name;
  const vocabulary = items.length > 0 ? await tx.call(getVocabulary, {}) : undefined;
  for (const one of items) {
    const before = known.get(one.id) ?? unknownItem();
    if (before.version !== one.version) changedMeanwhile(before.code);
    if (before.verdict === 'missing') unknownItem();
    const changed = one.verdict === 'changed' ? (one.changed ?? {}) : {};
    if (vocabulary) demandKept(vocabulary, before.kind, changed);
    if (one.verdict === 'changed' && Object.entries(changed).every(([code, value]) => before.facts[code] === value))
      refuse('invalid', 'integrator.nothing-changed', `Say what changed of ${before.code}, or that it is still so.`);
    await store.setVerdict(tx, one.id, { verdict: one.verdict, changed, reason: one.reason, byName });
  }
  const rest = restOfSection ? await store.sameRest(tx, id, restOfSection, byName) : undefined;
  return { id, answered: items.length + (rest?.rowCount ?? 0) };
}

/** Refuses as the operation declares. */
export async function addMissing(
  tx: Tx,
  { id, section, kind, code, name, language, facts = {} }: InputOf<typeof contract.addMissing>,
): Promise<OutputOf<typeof contract.addMissing>> {
  const answer = await answering(tx, id);
  if (!sectionsOf(answer.version).some((one) => one.code === section && one.kinds.includes(kind)))
    refuse(
      'invalid',
      'integrator.kind-not-asked',
      'This section does not ask about such elements. Choose another one.',
    );
  if ((await store.allItems(tx, id)).some((one) => one.kind === kind && one.code === code))
    refuse('conflict', 'integrator.named-already', 'The questionnaire has an element of this code already.');
  demandKept(await tx.call(getVocabulary, {}), kind, facts);
  const elementId = newId();
  const words = { en: name, [language]: name };
  await store.insertItems(tx, id, [{ section, elementId, kind, code, name: words, revision: 0, facts: {} }]);
  const [row = unknownItem()] = (await store.allItems(tx, id)).filter((one) => one.elementId === elementId);
  const byName = person(tx).name;
  await store.setVerdict(tx, row.id, { verdict: 'missing', changed: facts, reason: undefined, byName });
  return { id, itemId: row.id };
}

/** Refuses as the operation declares. */
export async function answerQuestions(
  tx: Tx,
  { id, version, facts }: InputOf<typeof contract.answerQuestions>,
): Promise<{ id: string }> {
  const answer = await answering(tx, id);
  demandAnswers(answer.version, facts);
  const differ = Object.entries(facts).some(([code, value]) => answer.facts[code] !== value);
  if (differ && answer.factsVersion !== version)
    changedMeanwhile(
      Object.keys(facts)
        .filter((code) => answer.facts[code] !== facts[code])
        .join(', '),
    );
  if (differ) await store.setFacts(tx, id, { ...answer.facts, ...facts });
  return { id };
}

/** A change carries at most so many items. */
const inAChange = 200;
function changeOf(item: ItemRow, from: string): ChangeItem[] {
  if (item.verdict === 'gone') return [{ do: 'end', id: item.elementId, from }];
  if (item.verdict === 'changed')
    return [{ do: 'set', id: item.elementId, revision: item.revision, facts: item.changed, from }];
  const { elementId: id, kind, code, name, changed: facts } = item;
  return item.verdict === 'missing' ? [{ do: 'add', id, kind, code, name, facts, from }] : [];
}
/** Refuses as the operation declares, and what the register says to the change. */
export async function sendAnswer(tx: Tx, { id }: { id: string }): Promise<OutputOf<typeof contract.sendAnswer>> {
  const answer = await answering(tx, id);
  const items = await store.allItems(tx, id);
  const left = items.filter(({ verdict }) => verdict === null).length;
  if (left > 0)
    refuse(
      'conflict',
      'integrator.unanswered',
      `Elements without an answer: ${left}. Say of each whether it is still so.`,
    );
  const changes = items.flatMap((item) => changeOf(item, today(tx)));
  const changeIds: string[] = [];
  for (let at = 0; at < changes.length; at += inAChange) {
    const asked = await tx.call(askChange, {
      ...{ organisationId: answer.organisationId, title: answer.title, reason: `Inventory, due ${answer.due}` },
      items: changes.slice(at, at + inAChange),
    });
    changeIds.push(asked.id);
  }
  await store.setAnswer(tx, id, { state: 'sent', changeIds, sent: { byName: person(tx).name, at: tx.now } });
  return { id, changes: changes.length };
}

/** What was decided on the page of changes meanwhile stays decided. Refuses: integrator.change-declined. */
async function decideChanges(tx: Tx, ids: readonly string[], approve: boolean, reason: string | undefined) {
  for (const id of ids)
    try {
      await tx.call(decideChange, { id, approve, ...(reason ? { reason } : {}) });
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'architecture.decided-already') throw error;
      if (!approve) continue;
      const { items } = await tx.call(listChanges, { state: 'approved', limit: 100 });
      if (!items.some((one) => one.id === id))
        refuse(
          'conflict',
          'integrator.change-declined',
          'Its change of the register was declined. Ask for clarification.',
        );
    }
}

/** Refuses as the operation declares, and architecture.clash with the fields. */
export async function decideAnswer(
  tx: Tx,
  { id, accept, text, itemId }: InputOf<typeof contract.decideAnswer>,
): Promise<OutputOf<typeof contract.decideAnswer>> {
  const answer = (await store.lockAnswer(tx, id)) ?? unknownAnswer();
  if (answer.state !== 'sent')
    refuse('conflict', 'integrator.not-sent', 'It was not sent, or decided already. Load the page again.');
  demandReason(accept, text);
  const { name: byName } = person(tx);
  await decideChanges(tx, answer.changeIds, accept, accept ? undefined : text);
  if (!accept) {
    await remark(tx, id, { text: text ?? '', itemId });
    await store.setAnswer(tx, id, { state: 'clarify', changeIds: [] });
    return { id, state: 'clarify', attested: 0 };
  }
  const same = (await store.allItems(tx, id)).filter(({ verdict }) => verdict === 'same');
  const attested = same.map(({ elementId, revision }) => ({ id: elementId, revision }));
  const { organisationId, title, sentByName } = answer;
  const said = { id, organisationId, title, reason: title, saidByName: sentByName ?? '', decidedByName: byName };
  const { changedMeanwhile: not } = await tx.module.call(takeSettled, { ...said, items: [], attested });
  await store.setAnswer(tx, id, { state: 'accepted', accepted: { byName, at: tx.now } });
  return { id, state: 'accepted', attested: attested.length - not.length };
}

/** Refuses: integrator.item-unknown. */
async function remark(tx: Tx, answerId: string, { text, itemId }: { text: string; itemId: string | undefined }) {
  if (itemId && !(await store.lockItems(tx, answerId, [itemId])).has(itemId)) unknownItem();
  const id = newId();
  const by = { byIntegrator: integrates(tx), byName: person(tx).name };
  await store.insertRemark(tx, { id, answerId, itemId, text, ...by });
  return id;
}
/** Refuses: integrator.answer-unknown, integrator.item-unknown. */
export async function writeRemark(
  tx: Tx,
  { id, text, itemId }: InputOf<typeof contract.writeRemark>,
): Promise<OutputOf<typeof contract.writeRemark>> {
  const answer = (await store.findAnswer(tx, id)) ?? unknownAnswer();
  authorise(tx, bodyOf(answer.organisationId));
  return { id, remarkId: await remark(tx, id, { text, itemId }) };
}
