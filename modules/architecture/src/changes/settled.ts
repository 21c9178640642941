// SPDX-License-Identifier: Apache-2.0
/** Changes that are decided where they are asked for: in a process of another module that two people went through. */
import type { Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { insertAttestation, lastRevision, lockElement, presentVersions } from '../elements/store.ts';
import { applyItems } from './changes.ts';
import * as store from './store.ts';

const nobody = '00000000-0000-0000-0000-000000000000';

/** Refuses as the operation declares. */
export async function takeSettled(
  tx: Tx,
  {
    id,
    organisationId,
    title,
    reason,
    items,
    attested,
    saidByName,
    decidedByName,
  }: InputOf<typeof contract.takeSettled>,
): Promise<OutputOf<typeof contract.takeSettled>> {
  if (items.length > 0 && !(await store.lockChange(tx, id))) {
    await applyItems(tx, items, { id, organisationId, byName: saidByName });
    const change = { id, organisationId, title, reason, items, askedBy: nobody, askedByName: saidByName };
    await store.insertChange(tx, change);
    await store.setChange(tx, id, { state: 'approved', by: nobody, byName: decidedByName, reason: undefined });
  }
  const changedMeanwhile: string[] = [];
  for (const one of [...attested].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    await lockElement(tx, one.id);
    const owned = (await presentVersions(tx, one.id)).some(({ ownerId }) => ownerId === organisationId);
    if (owned && (await lastRevision(tx, one.id)) === one.revision)
      await insertAttestation(tx, one.id, one.revision, saidByName);
    else changedMeanwhile.push(one.id);
  }
  return { id, changedMeanwhile };
}
