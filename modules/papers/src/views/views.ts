// SPDX-License-Identifier: Apache-2.0
import { authorise, may, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf, nameOf, personOf } from '../access/chancery.ts';
import type * as contract from '../contract.ts';
import { mostViews } from '../contract.ts';
import * as store from './store.ts';

const ownerOf = (tx: Tx) => personOf(tx)?.id ?? '';
const forAll = (tx: Tx, institutionId: string) => may(tx, 'papers:control', chanceryOf(institutionId));
const mine = (tx: Tx, view: store.ViewRow) =>
  view.personId === null ? forAll(tx, view.institutionId) : view.personId === ownerOf(tx);

export async function listViews(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.listViews>,
): Promise<OutputOf<typeof contract.listViews>> {
  authorise(tx, chanceryOf(institutionId));
  const found = await store.viewsOf(tx, institutionId, ownerOf(tx));
  return {
    items: found.map((view) => ({
      ...{ id: view.id, name: view.name, filter: view.filter, byName: view.byName },
      ...{ shared: view.personId === null, mine: mine(tx, view) },
    })),
  };
}

/** Refuses: papers.name-taken, papers.not-for-all, papers.too-many-views. */
export async function keepView(
  tx: Tx,
  { institutionId, name, filter, shared }: InputOf<typeof contract.keepView>,
): Promise<{ id: string }> {
  authorise(tx, chanceryOf(institutionId));
  if (shared && !forAll(tx, institutionId)) notForAll();
  const personId = shared ? null : ownerOf(tx);
  const beside = await besides(tx, institutionId, personId);
  if (beside.length >= mostViews)
    refuse(
      'limit',
      'papers.too-many-views',
      `There are ${mostViews} views already. Remove one before you keep another.`,
    );
  demandFree(beside, name);
  const id = newId();
  await store.writeView(tx, { id, institutionId, personId, name, filter, byName: nameOf(tx) });
  return { id };
}

async function besides(tx: Tx, institutionId: string, personId: string | null): Promise<store.ViewRow[]> {
  await store.holdViews(tx, institutionId, personId);
  return (await store.viewsOf(tx, institutionId, ownerOf(tx))).filter((one) => one.personId === personId);
}
const notForAll = (): never =>
  refuse('forbidden', 'papers.not-for-all', 'What everybody sees is kept and changed by clerks and leaders.');

/** Refuses: papers.name-taken. */
function demandFree(beside: readonly store.ViewRow[], name: string): void {
  if (beside.some((one) => one.name.toLowerCase() === name.toLowerCase()))
    refuse('conflict', 'papers.name-taken', 'There is a view of this name. Choose another name.');
}

/** Refuses: papers.view-unknown, papers.not-for-all. */
async function held(tx: Tx, id: string): Promise<store.ViewRow> {
  const found = await store.lockView(tx, id);
  const seen =
    found &&
    (found.personId === ownerOf(tx) || (!found.personId && may(tx, 'papers:work', chanceryOf(found.institutionId))));
  if (!seen) return refuse('missing', 'papers.view-unknown', 'There is no such view, or it is not for you.');
  return mine(tx, found) ? found : notForAll();
}

export async function renameView(tx: Tx, { id, name }: InputOf<typeof contract.renameView>): Promise<{ id: string }> {
  const view = await held(tx, id);
  demandFree(
    (await besides(tx, view.institutionId, view.personId)).filter((one) => one.id !== id),
    name,
  );
  await store.writeView(tx, { ...view, name });
  return { id };
}

export async function dropView(tx: Tx, { id }: InputOf<typeof contract.dropView>): Promise<{ id: string }> {
  await held(tx, id);
  await store.deleteView(tx, id);
  return { id };
}
