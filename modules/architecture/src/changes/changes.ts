// SPDX-License-Identifier: Apache-2.0
/**
 * Changes are tried when they are asked for and put into force when they are approved, whole or not at all. Two of them may be about
 * one element: only where both touch the same field do they clash, and the fields are named.
 */
import { authorise, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { ChangeItem, Facts } from '../contract.ts';
import { endElement, partElements, putElement, relateElements, unknownElement } from '../elements/elements.ts';
import { historyOf, kindsOf } from '../elements/queries.ts';
import { changedFields } from '../elements/reading.ts';
import { integrates, ownOrganisations, registerOf } from '../elements/sight.ts';
import { insertElement, type Known, lockElement, presentVersions, type VersionRow } from '../elements/store.ts';
import { demandFacts, kindOf, relationKindOf } from '../vocabulary.ts';
import * as store from './store.ts';
import type { ChangeRow } from './store.ts';

const unknownChange = (): never =>
  refuse('missing', 'architecture.change-unknown', 'There is no such change, or it is not for you to see.');
const decidedAlready = (): never =>
  refuse('conflict', 'architecture.decided-already', 'It was decided or taken back already. Load the page again.');
const person = (tx: Tx) =>
  tx.principal.kind === 'person' ? tx.principal : { id: '00000000-0000-0000-0000-000000000000', name: '' };

/** Facts that become null go. */
function merged(before: Facts, changed: Readonly<Record<string, Facts[string] | null>>): Facts {
  const all = Object.entries({ ...before, ...changed }).filter(
    (entry): entry is [string, Facts[string]] => entry[1] !== null,
  );
  return Object.fromEntries(all);
}

interface Change {
  readonly id: string;
  readonly organisationId: string;
  readonly byName: string;
}

/** Refuses as `askChange` and `decideChange` declare. */
export async function applyItems(tx: Tx, items: readonly ChangeItem[], change: Change): Promise<void> {
  // Elements are locked in one order, so that two changes at once wait for one another and neither for ever.
  for (const id of [...new Set(items.flatMap((item) => ('id' in item ? [item.id] : [])))].sort())
    await lockElement(tx, id);
  for (const item of items) {
    if (item.do === 'add') await add(tx, item, change);
    else if (item.do === 'set') await set(tx, item, change);
    else if (item.do === 'end') {
      await demandOwned(tx, item.id, change, item.from);
      for (const { validFrom, ownerId } of await presentVersions(tx, item.id))
        if (validFrom > item.from) demandOrganisation(tx, ownerId ?? undefined, change);
      await endElement(tx, item.id, item.from, sourceOf(change));
    } else await relate(tx, item, change);
  }
}
const sourceOf = ({ id, byName }: Change) => ({ changeId: id, byName });

async function add(tx: Tx, item: Extract<ChangeItem, { do: 'add' }>, change: Change): Promise<void> {
  const { id, kind, code, name, level = 0, from } = item;
  const facts = merged({}, item.facts);
  demandFacts(kindOf(kind).fields, facts);
  demandOrganisation(tx, item.ownerId, change);
  if (!(await insertElement(tx, { id, kind, code })))
    refuse(
      'conflict',
      'architecture.code-taken',
      `There is a ${kind} with the code ${code} already. Choose another code.`,
    );
  const known: Known = {
    ...{ kind, code, name, facts, level, provenance: 'declared', confidence: 70 },
    ownerId: item.ownerId ?? change.organisationId,
  };
  await putElement(tx, { id, known, from }, sourceOf(change));
}

/** Refuses: architecture.not-of-organisation. The integrator gives elements to others. */
function demandOrganisation(tx: Tx, ownerId: string | undefined, { organisationId }: Change): void {
  if (ownerId && ownerId !== organisationId && !integrates(tx))
    refuse(
      'forbidden',
      'architecture.not-of-organisation',
      'A change is about elements of one organisation. Ask for each organisation by itself.',
    );
}

/** As it holds on that day: whose it was earlier does not count. Refuses: architecture.element-unknown, architecture.not-of-organisation. */
async function demandOwned(tx: Tx, id: string, change: Change, from: string): Promise<VersionRow> {
  const versions = await presentVersions(tx, id);
  const row = versions.findLast(({ validFrom }) => validFrom <= from) ?? versions[0] ?? unknownElement();
  demandOrganisation(tx, row.ownerId ?? undefined, change);
  return row;
}

async function set(tx: Tx, item: Extract<ChangeItem, { do: 'set' }>, change: Change): Promise<void> {
  const before = await demandOwned(tx, item.id, change, item.from);
  const known: Known = {
    ...before,
    name: item.name ?? before.name,
    ownerId: item.ownerId ?? before.ownerId,
    level: item.level ?? before.level,
    facts: merged(before.facts, item.facts ?? {}),
    provenance: 'declared',
  };
  demandFacts(kindOf(before.kind).fields, known.facts);
  demandOrganisation(tx, item.ownerId, change);
  await demandNoClash(tx, item, before);
  await putElement(tx, { id: item.id, known, from: item.from }, sourceOf(change));
}

/** Refuses: architecture.clash. */
async function demandNoClash(tx: Tx, item: Extract<ChangeItem, { do: 'set' }>, now: VersionRow): Promise<void> {
  if (now.revision <= item.revision) return;
  const then = (await historyOf(tx, item.id)).find(({ revision }) => revision === item.revision);
  const since = changedFields(then, now);
  const here = [
    ...(item.name ? ['name'] : []),
    ...(item.ownerId ? ['owner'] : []),
    ...(item.level === undefined ? [] : ['level']),
    ...Object.keys(item.facts ?? {}),
  ];
  const both = here.filter((field) => since.includes(field));
  if (both.length > 0)
    refuse(
      'conflict',
      'architecture.clash',
      `Somebody changed the same meanwhile: ${both.join(', ')}. Look at ${now.code} again and ask anew.`,
    );
}

async function relate(tx: Tx, item: Extract<ChangeItem, { do: 'relate' | 'part' }>, change: Change): Promise<void> {
  const { kind, fromId, toId, from } = item;
  const { fields } = relationKindOf(kind);
  const kinds = await kindsOf(tx, [fromId, toId]);
  const [fromKind, toKind] = [kinds.get(fromId), kinds.get(toId)];
  if (!fromKind || !toKind) unknownElement();
  await demandOwned(tx, fromId, change, from);
  if (item.do === 'part') return partElements(tx, { kind, fromId, toId }, from, sourceOf(change));
  const facts = merged({}, item.facts ?? {});
  demandFacts(fields, facts);
  const ends = { kind, fromId, toId, fromKind: fromKind ?? '', toKind: toKind ?? '' };
  return relateElements(tx, ends, { facts, from }, sourceOf(change));
}

/** Refuses as the operation declares. */
export async function askChange(
  tx: Tx,
  { organisationId, title, reason, items }: InputOf<typeof contract.askChange>,
): Promise<{ id: string }> {
  authorise(tx, registerOf(organisationId));
  const { id: askedBy, name: askedByName } = person(tx);
  const id = newId();
  await store.beginTrial(tx);
  await applyItems(tx, items, { id, organisationId, byName: askedByName });
  await store.undoTrial(tx);
  await store.insertChange(tx, { id, organisationId, title, reason, items, askedBy, askedByName });
  return { id };
}

function shown(tx: Tx, row: ChangeRow): contract.Change {
  const { id: me } = person(tx);
  const open = row.state === 'asked';
  return {
    ...{ id: row.id, organisationId: row.organisationId, title: row.title, reason: row.reason, items: row.items },
    ...{ state: row.state, askedByName: row.askedByName, askedAt: row.askedAt.toISOString() },
    ...(row.decidedByName ? { decidedByName: row.decidedByName } : {}),
    ...(row.decidedAt ? { decidedAt: row.decidedAt.toISOString() } : {}),
    ...(row.decisionReason ? { decisionReason: row.decisionReason } : {}),
    may: [
      ...(open && integrates(tx) && row.askedBy !== me ? (['decide'] as const) : []),
      ...(open && row.askedBy === me ? (['withdraw'] as const) : []),
    ],
  };
}

export const listChanges = (
  tx: Tx,
  asked: InputOf<typeof contract.listChanges>,
): Promise<OutputOf<typeof contract.listChanges>> => {
  const organisations = integrates(tx) ? null : ownOrganisations(tx);
  return pageOfRows(
    asked,
    (count) => store.listChanges(tx, { organisations, state: asked.state, after: asked.cursor }, count),
    (row) => shown(tx, row),
  );
};

/** Refuses as the operation declares. */
export async function decideChange(
  tx: Tx,
  { id, approve, reason }: InputOf<typeof contract.decideChange>,
): Promise<OutputOf<typeof contract.decideChange>> {
  const change = (await store.lockChange(tx, id)) ?? unknownChange();
  if (change.state !== 'asked') decidedAlready();
  const { id: by, name: byName } = person(tx);
  if (change.askedBy === by)
    refuse(
      'forbidden',
      'architecture.own-change',
      'You asked for it yourself. Another person of the integrator decides.',
    );
  if (!approve && !reason)
    refuse('invalid', 'architecture.reason-missing', 'Say why it is declined: whoever asked has to know.');
  if (approve)
    await applyItems(tx, change.items, { id, organisationId: change.organisationId, byName: change.askedByName });
  const state = approve ? 'approved' : 'declined';
  await store.setChange(tx, id, { state, by, byName, reason });
  return { id, state };
}

/** Refuses: architecture.change-unknown, architecture.decided-already. */
export async function withdrawChange(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const change = await store.lockChange(tx, id);
  const { id: by, name: byName } = person(tx);
  if (change?.askedBy !== by) return unknownChange();
  if (change.state !== 'asked') decidedAlready();
  await store.setChange(tx, id, { state: 'withdrawn', by, byName, reason: undefined });
  return { id };
}
