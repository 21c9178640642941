// SPDX-License-Identifier: Apache-2.0
/** Identity keeps what a session needs: it is told of each person whose duties are other ones. */
import { holdDuties } from '@stoa/identity/contract';
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import * as queries from './queries.ts';
import { nextRevision } from './store.ts';

/** Each time a job of its own: one that runs already has read what was true before this transaction. */
export const tellIdentity = (tx: Tx, personId: string) => telling.enqueue(tx, { personId });

/** All duties that have not ended, under a number that grows: what comes late does nothing. */
export async function tellNow(module: ModuleRuntime, { personId }: { personId: string }): Promise<void> {
  const told = await module.tx({ kind: 'system' }, async (tx) => ({
    revision: await nextRevision(tx, personId),
    duties: (await queries.heldBy(tx, personId)).filter(({ until }) => !until || until > tx.now),
  }));
  await module.call(holdDuties, {
    personId,
    revision: told.revision,
    duties: told.duties.map(({ code, organisationId, postId, as, inPlaceOf, from, until }) => ({
      ...{ code, organisationId, postId, from: from.toISOString() },
      // For a session it is one who acts; that it was taken in an emergency stands in the audit.
      as: as === 'emergency' ? ('acting' as const) : as,
      ...(inPlaceOf ? { inPlaceOf } : {}),
      ...(until ? { until: until.toISOString() } : {}),
    })),
  });
}

export const telling = job('organisations.tell-identity', Type.Object({ personId: Type.String() }), tellNow, {
  tx: false,
});
