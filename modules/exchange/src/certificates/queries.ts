// SPDX-License-Identifier: Apache-2.0
/** Certificates as those see them who look after them. */
import { type Page, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { IssuedCertificate, SubsystemState } from '../contract.ts';
import { observedSubsystems } from '../members/index.ts';

export interface CertificateRow {
  key_id: string;
  subsystem_id: string | null;
  profile: IssuedCertificate['profile'];
  serial: string;
  valid_until: Date;
  revoked_at: Date | null;
  revocation_reason: IssuedCertificate['reason'] | null;
  renewed_from: string | null;
}

export const issued = (row: CertificateRow): IssuedCertificate => ({
  keyId: row.key_id,
  ...(row.subsystem_id ? { subsystemId: row.subsystem_id } : {}),
  profile: row.profile,
  serial: row.serial,
  validUntil: row.valid_until.toISOString(),
  ...(row.revoked_at ? { revokedAt: row.revoked_at.toISOString() } : {}),
  ...(row.revocation_reason ? { reason: row.revocation_reason } : {}),
  ...(row.renewed_from ? { renewedFrom: row.renewed_from } : {}),
});

/** The exchange's own seals are of no subsystem: only who sees all sees them. */
export async function listCertificates(
  tx: Tx,
  { subsystemId, keyId, cursor, limit }: InputOf<typeof contract.listCertificates>,
): Promise<Page<IssuedCertificate>> {
  const observed = (await observedSubsystems(tx)) ?? null;
  return pageOfRows(
    { limit },
    (count) =>
      tx.query<CertificateRow>(
        `select * from certificate
     where ($1::text[] is null or subsystem_id = any($1)) and ($2::text is null or subsystem_id = $2)
       and ($3::text is null or key_id = $3)
       and ($4::text is null or (valid_until, key_id) < (select valid_until, key_id from certificate where key_id = $4))
     order by valid_until desc, key_id desc limit $5`,
        [observed, subsystemId ?? null, keyId ?? null, cursor ?? null, count],
      ),
    issued,
    (row) => row.key_id,
  );
}

export async function listValidCertificates(tx: Tx): Promise<OutputOf<typeof contract.listValidCertificates>> {
  const seen = (await observedSubsystems(tx)) ?? null;
  const inForce = `c.revoked_at is null and c.valid_until > $2 and c.subsystem_id is not null
    and ($1::text[] is null or c.subsystem_id = any($1))`;
  return { items: await certificateStates(tx, inForce, [seen, tx.now]) };
}

/** The 500 that end first; `where` names them `c`. */
export async function certificateStates(
  tx: Tx,
  where: string,
  values: unknown[],
): Promise<SubsystemState['certificates']> {
  const { rows } = await tx.query<{
    keyId: string;
    subsystemId: string;
    profile: string;
    validUntil: Date;
    revokedAt: Date | null;
  }>(
    `select key_id as "keyId", subsystem_id as "subsystemId", profile, valid_until as "validUntil", revoked_at as "revokedAt"
     from certificate c where ${where} order by (revoked_at is not null), valid_until, key_id limit 500`,
    values,
  );
  return rows.map(({ validUntil, revokedAt, ...row }) => ({
    ...row,
    validUntil: validUntil.toISOString(),
    ...(revokedAt ? { revokedAt: revokedAt.toISOString() } : {}),
  }));
}
