// SPDX-License-Identifier: Apache-2.0
/** Storage of the OpenID provider in this module's schema. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Row {
  payload: AdapterPayload;
  consumed_at: Date | null;
}

const payloadOf = (row: Row | undefined): AdapterPayload | undefined =>
  row && { ...row.payload, ...(row.consumed_at ? { consumed: Math.floor(row.consumed_at.getTime() / 1000) } : {}) };

export function oidcStore(module: ModuleRuntime): (model: string) => Adapter {
  const run = <R>(work: (tx: Tx) => Promise<R>) => module.tx({ kind: 'system' }, work);
  const find = (column: 'id' | 'uid', model: string, value: string) =>
    run(async (tx) => {
      const { rows } = await tx.prepared<Row>(
        `identity-oidc-${column}`,
        `select payload, consumed_at from oidc_payload where model = $1 and ${column} = $2 and (expires_at is null or expires_at > $3)`,
        [model, value, tx.now],
      );
      return payloadOf(rows[0]);
    });
  return (model) => ({
    upsert: (id, payload, expiresIn) =>
      run(async (tx) => {
        const expiresAt = expiresIn ? new Date(tx.now.getTime() + expiresIn * 1000) : null;
        await tx.query(
          `insert into oidc_payload (model, id, payload, grant_id, uid, expires_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
          [model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expiresAt],
        );
      }),
    find: (id) => find('id', model, id),
    findByUid: (uid) => find('uid', model, uid),
    findByUserCode: async () => undefined,
    // A code that is presented a second time must be known as used (RFC 6749 section 4.1.2).
    consume: (id) =>
      run(
        async (tx) =>
          void (await tx.query('update oidc_payload set consumed_at = $3 where model = $1 and id = $2', [
            model,
            id,
            tx.now,
          ])),
      ),
    destroy: (id) =>
      run(async (tx) => void (await tx.query('delete from oidc_payload where model = $1 and id = $2', [model, id]))),
    revokeByGrantId: (grantId) =>
      run(async (tx) => void (await tx.query('delete from oidc_payload where grant_id = $1', [grantId]))),
  });
}

export const dropExpiredPayloads = (tx: Tx) => tx.query('delete from oidc_payload where expires_at < $1', [tx.now]);
