// SPDX-License-Identifier: Apache-2.0
/** What runs out comes by events of cases; what was issued before this module was there is read by contract, in pages. */
import { listHeld } from '@stoa/cases/contract';
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { DataOf, OutputOf } from '@stoa/kernel/contract';
import type { outputIssued, outputRevoked } from '@stoa/cases/contract';
import { Type } from 'typebox';
import { self } from '../shared.ts';
import * as store from './store.ts';

type Held = OutputOf<typeof listHeld>['items'][number];

const keep = (tx: Tx, one: Held) =>
  store.keepHolding(tx, {
    ...{ id: one.id, caseId: one.caseId, caseNumber: one.caseNumber, serviceId: one.serviceId, code: one.code },
    ...{ title: one.title, holderKind: one.holderKind, holderId: one.holderId, about: one.facts },
    ...{ issuedAt: new Date(one.issuedAt), validUntil: one.validUntil },
    revokedAt: one.state === 'revoked' ? tx.now : null,
  });

/** The event says no names: of whom it is, cases are asked. */
export async function noteIssued(tx: Tx, { caseId, outputId, validUntil }: DataOf<typeof outputIssued>): Promise<void> {
  if (validUntil) await readCase.enqueue(tx, { caseId }, { key: outputId });
}
export const noteRevoked = (tx: Tx, { outputId, revokedAt }: DataOf<typeof outputRevoked>) =>
  store.revokeHolding(tx, outputId, revokedAt);

export const readCase = job(
  'portfolio.read-case',
  Type.Object({ caseId: Type.String() }),
  async (module, { caseId }) => {
    const { items } = await module.call(listHeld, { caseId, limit: 100 });
    await module.tx(self, async (tx) => {
      for (const one of items) await keep(tx, one);
    });
  },
  { tx: false },
);

/** All there is, from where it was left; answers how many were new. */
export async function catchUp(module: ModuleRuntime, anew = false): Promise<number> {
  let entered = 0;
  for (let first = true; ; first = false) {
    const { after, doneAt } = await module.tx(self, async (tx) => {
      const state = await store.lockCatchUp(tx);
      return anew && first ? { after: null, doneAt: null } : state;
    });
    if (doneAt) return entered;
    const { items, nextCursor } = await module.call(listHeld, { limit: 100, ...(after ? { cursor: after } : {}) });
    await module.tx(self, async (tx) => {
      for (const one of items) if (await keep(tx, one)) entered += 1;
      await store.noteCatchUp(tx, nextCursor ?? null, nextCursor ? null : tx.now);
    });
  }
}
