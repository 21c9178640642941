// SPDX-License-Identifier: Apache-2.0
/** The queue as officers want to see it: for themselves, or shared in an office. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { QueueView } from '../contract.ts';
import { type Officer, officerOf, officesOf } from '../shared.ts';
import * as store from './store.ts';

/** Of one person. */
const mostViews = 30;

const shown = (officer: Officer, row: store.ViewRow): QueueView => ({
  ...{ id: row.id, name: row.name, show: row.show, sort: row.sort, columns: row.columns, ownerName: row.ownerName },
  ...(row.serviceId ? { serviceId: row.serviceId } : {}),
  ...(row.search ? { search: row.search } : {}),
  ...(row.officeId ? { officeId: row.officeId } : {}),
  ...{ mine: row.ownerId === officer.id, isDefault: row.ownerId === officer.id && row.isDefault, version: row.version },
});

export async function listViews(tx: Tx): Promise<OutputOf<typeof contract.listViews>> {
  const officer = officerOf(tx);
  return { items: (await store.viewsFor(tx, officer.id, officesOf(officer))).map((row) => shown(officer, row)) };
}

type Said = Omit<InputOf<typeof contract.saveView>, 'id'>;
/** Refuses: casework.office-not-yours, casework.view-name-taken. */
async function keep(tx: Tx, officer: Officer, id: string, version: number, said: Said): Promise<QueueView> {
  const { name, show, sort, columns, serviceId = null, search = null, officeId = null, isDefault } = said;
  if (officeId !== null && !officesOf(officer).includes(officeId))
    refuse('forbidden', 'casework.office-not-yours', 'Share it in an office where you work.');
  if (isDefault) await store.noDefault(tx, officer.id);
  const row = {
    ...{ id, ownerId: officer.id, ownerName: officer.name, officeId, name, show, serviceId, sort, search, isDefault },
    ...{ columns: [...new Set(columns)], version },
  };
  if (!(await store.keepView(tx, row)))
    refuse('conflict', 'casework.view-name-taken', 'You have a view of this name. Choose another name.');
  return shown(officer, row);
}

/** Refuses: casework.view-name-taken, casework.office-not-yours, casework.too-many-views. */
export async function saveView(tx: Tx, said: InputOf<typeof contract.saveView>): Promise<QueueView> {
  const officer = officerOf(tx);
  if ((await store.viewsFor(tx, officer.id, [])).length >= mostViews)
    refuse('conflict', 'casework.too-many-views', `Nobody keeps more than ${mostViews} views. Take one away first.`);
  return keep(tx, officer, newId(), 1, said);
}

/** A colleague's is as unknown as what is not there. Refuses: casework.view-unknown, casework.view-stale. */
async function own(tx: Tx, id: string, version: number): Promise<{ officer: Officer; row: store.ViewRow }> {
  const officer = officerOf(tx);
  const row = await store.lockView(tx, id);
  if (!row || row.ownerId !== officer.id) return refuse('missing', 'casework.view-unknown', 'You have no such view.');
  if (row.version !== version)
    refuse('conflict', 'casework.view-stale', 'You have changed this view in another window. Look at it again.');
  return { officer, row };
}

/** Refuses: casework.view-unknown, casework.view-stale, casework.view-name-taken, casework.office-not-yours. */
export async function changeView(
  tx: Tx,
  { id, version, ...said }: InputOf<typeof contract.changeView>,
): Promise<QueueView> {
  const { officer } = await own(tx, id, version);
  return keep(tx, officer, id, version + 1, said);
}

/** Refuses: casework.view-unknown, casework.view-stale. */
export async function dropView(tx: Tx, { id, version }: InputOf<typeof contract.dropView>) {
  await own(tx, id, version);
  await store.deleteView(tx, id);
  return { id };
}
