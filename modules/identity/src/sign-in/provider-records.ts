// SPDX-License-Identifier: Apache-2.0
/**
 * Records of the OpenID provider. Ids of most records are secrets that a browser or program presents (tokens, codes,
 * sessions): they are kept as hashes, and the contents sealed.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { type AdapterPayload, errors } from 'oidc-provider';

interface Row {
  sealed: Buffer;
  consumed_at: Date | null;
}

export const idHash = (id: string): Buffer => hash('sha256', id, 'buffer');

/** AES-256-GCM: 12 bytes of nonce, 16 of tag, then the text. */
function seal(module: ModuleRuntime, payload: AdapterPayload): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', module.keys.secretKey('oidc-records'), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(payload)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Undefined for what another key has sealed: as if it had expired. */
function open(module: ModuleRuntime, sealed: Buffer): AdapterPayload | undefined {
  try {
    const cipher = createDecipheriv('aes-256-gcm', module.keys.secretKey('oidc-records'), sealed.subarray(0, 12));
    cipher.setAuthTag(sealed.subarray(12, 28));
    return JSON.parse(Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString()) as AdapterPayload;
  } catch {
    return undefined;
  }
}

function payloadOf(module: ModuleRuntime, row: Row | undefined): AdapterPayload | undefined {
  const payload = row && open(module, row.sealed);
  if (!payload) return undefined;
  return row.consumed_at ? { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) } : payload;
}

export const findRecord = async (tx: Tx, model: string, column: 'id_hash' | 'uid_hash', value: string) => {
  const { rows } = await tx.prepared<Row>(
    `identity-oidc-${column}`,
    `select sealed, consumed_at from oidc_record where model = $1 and ${column} = $2 and (expires_at is null or expires_at > $3)`,
    [model, idHash(value), tx.now],
  );
  return payloadOf(tx.module, rows[0]);
};

export async function keepRecord(
  tx: Tx,
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresIn?: number,
): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into oidc_record (model, id_hash, uid_hash, grant_id, sealed, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (model, id_hash) do update set uid_hash = excluded.uid_hash, grant_id = excluded.grant_id, sealed = excluded.sealed,
       expires_at = excluded.expires_at where oidc_record.model <> 'ReplayDetection'`,
    [
      model,
      idHash(id),
      payload.uid ? idHash(payload.uid) : null,
      payload.grantId ?? null,
      seal(tx.module, payload),
      expiresIn ? new Date(tx.now.getTime() + expiresIn * 1000) : null,
    ],
  );
  // Of proofs sent at once only the first made a row.
  if (rowCount === 0) throw new errors.InvalidDpopProof('DPoP proof JWT Replay detected');
}

/**
 * The row that was changed decides who used a code first. A code that is presented again ends what was made with it
 * (RFC 6749 section 4.1.2), also where both were presented at once.
 */
export async function consumeRecord(module: ModuleRuntime, model: string, id: string): Promise<void> {
  const system = { kind: 'system' } as const;
  const used = await module.tx(system, (tx) =>
    tx.query('update oidc_record set consumed_at = $3 where model = $1 and id_hash = $2 and consumed_at is null', [
      model,
      idHash(id),
      tx.now,
    ]),
  );
  if (used.rowCount === 1) return;
  await module.tx(system, (tx) =>
    tx.query(
      `with grant_of as (select grant_id from oidc_record where model = $1 and id_hash = $2)
       delete from oidc_record where grant_id in (select grant_id from grant_of)
         or (model = 'Grant' and id_hash in (select sha256(convert_to(grant_id, 'UTF8')) from grant_of))`,
      [model, idHash(id)],
    ),
  );
  throw new errors.InvalidGrant('grant request is invalid');
}

export async function dropRecord(tx: Tx, model: string, id: string): Promise<void> {
  await tx.query('delete from oidc_record where model = $1 and id_hash = $2', [model, idHash(id)]);
}

export async function dropRecordsOfGrant(tx: Tx, grantId: string): Promise<void> {
  await tx.query('delete from oidc_record where grant_id = $1', [grantId]);
}

interface SessionRecord {
  readonly provider_uid_hash: Buffer | null;
}
const grantIdsOf = (session: AdapterPayload | undefined) =>
  Object.entries(session?.authorizations ?? {}).flatMap(([clientId, { grantId }]) =>
    grantId ? [{ clientId, grantId }] : [],
  );

/** What programs were allowed in a session, the portal aside. */
export async function grantsOfSession(
  tx: Tx,
  { provider_uid_hash: uidHash }: SessionRecord,
): Promise<{ clientId: string; grantId: string; scopes: string[] }[]> {
  const session = await tx.query<Row>(
    `select sealed, consumed_at from oidc_record where model = 'Session' and uid_hash = $1`,
    [uidHash],
  );
  const grants = [];
  for (const { clientId, grantId } of grantIdsOf(payloadOf(tx.module, session.rows[0]))) {
    const grant = clientId === 'portal' ? undefined : await findRecord(tx, 'Grant', 'id_hash', grantId);
    if (!grant) continue;
    const { openid, resources } = grant as { openid?: { scope?: string }; resources?: Record<string, string> };
    const scopes = [openid?.scope ?? '', ...Object.values(resources ?? {})].flatMap((text) => text.split(' '));
    grants.push({ clientId, grantId, scopes: [...new Set(scopes.filter(Boolean))] });
  }
  return grants;
}

/** Ends grants with every token and code of theirs. */
export async function dropGrants(tx: Tx, grants: readonly string[]): Promise<void> {
  await tx.query(
    `delete from oidc_record where grant_id = any($1) or (model = 'Grant' and id_hash = any($2::bytea[]))`,
    [grants, grants.map(idHash)],
  );
}

/** Ends the provider's session of this uid with all grants given in it, and every token and code of those. */
export async function forgetProviderSession(tx: Tx, uidHash: Buffer): Promise<void> {
  const { rows } = await tx.query<Row>(
    `delete from oidc_record where model = 'Session' and uid_hash = $1 returning sealed, consumed_at`,
    [uidHash],
  );
  await dropGrants(
    tx,
    grantIdsOf(payloadOf(tx.module, rows[0])).map(({ grantId }) => grantId),
  );
}

/** A proof is good once (RFC 9449 section 11.1): the row that could be made says so. */
export async function firstUse(tx: Tx, proofId: string, expiresAt: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into oidc_record (model, id_hash, sealed, expires_at) values ('ApiProof', $1, ''::bytea, $2) on conflict do nothing`,
    [idHash(proofId), expiresAt],
  );
  return rowCount === 1;
}

export async function dropExpiredRecords(tx: Tx): Promise<void> {
  await tx.query('delete from oidc_record where expires_at < $1', [tx.now]);
  await tx.query('delete from oidc_payload where expires_at < $1', [tx.now]);
}
