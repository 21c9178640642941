// SPDX-License-Identifier: Apache-2.0
/** The OpenID provider's way to its records; its sessions are the platform's own. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Adapter } from 'oidc-provider';
import { keepProviderSession, providerSessionLives } from '../sessions/provider-session.ts';
import { consumeRecord, dropRecord, dropRecordsOfGrant, findRecord, keepRecord } from './provider-records.ts';
import { clientOfSoftware } from './software.ts';

export function providerStore(module: ModuleRuntime): (model: string) => Adapter {
  const run = <R>(work: (tx: Tx) => Promise<R>) => module.tx({ kind: 'system' }, work);
  return (model) => ({
    upsert: (id, payload, expiresIn) =>
      run(async (tx) => {
        await keepRecord(tx, model, id, payload, expiresIn);
        if (model === 'Session') await keepProviderSession(tx, payload);
      }),
    find: (id) =>
      run(async (tx) => {
        if (model === 'Client') return clientOfSoftware(tx, id);
        const payload = await findRecord(tx, model, 'id_hash', id);
        return payload && model === 'Session' && !(await providerSessionLives(tx, payload)) ? undefined : payload;
      }),
    findByUid: (uid) => run((tx) => findRecord(tx, model, 'uid_hash', uid)),
    findByUserCode: async () => undefined,
    consume: (id) => consumeRecord(module, model, id),
    destroy: (id) => run((tx) => dropRecord(tx, model, id)),
    revokeByGrantId: (grantId) => run((tx) => dropRecordsOfGrant(tx, grantId)),
  });
}
