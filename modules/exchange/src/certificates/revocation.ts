// SPDX-License-Identifier: Apache-2.0
/** The end of certificates before their time, and how the world learns of it: revocation list and OCSP. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { type CertificateAuthority, type OcspStatus, type RevocationReason, serialOf } from '@stoa/kernel/keys';
import type { Authority } from './authority.ts';
import { type CertificateRow, issued } from './queries.ts';
import type { IssuedCertificate, revokeCertificate as operation } from '../contract.ts';

const hour = 3_600_000;
/** A list promises to be replaced within a day; we replace it twice as often. */
const validMs = 24 * hour;
const replaceAfterMs = 12 * hour;

export async function revokeCertificate(
  tx: Tx,
  { issuer }: Authority,
  { keyId, reason }: InputOf<typeof operation>,
): Promise<IssuedCertificate> {
  // Whoever held the key may have renewed it to keys of their own.
  const { rowCount } = await tx.query(
    `with recursive descent as (
       select key_id from certificate where key_id = $1
       union select c.key_id from certificate c join descent d on c.renewed_from = d.key_id)
     update certificate set revoked_at = $2, revocation_reason = $3
     where key_id in (select key_id from descent) and revoked_at is null`,
    [keyId, tx.now, reason],
  );
  if (rowCount > 0 && issuer) await issueCrl(tx, issuer);
  const { rows } = await tx.query<CertificateRow>('select * from certificate where key_id = $1', [keyId]);
  return issued(rows[0] ?? refuse('missing', 'exchange.certificate-unknown', 'No certificate has this identifier.'));
}

/** All certificates of a subsystem. */
export async function revokeCertificates(
  tx: Tx,
  { issuer }: Authority,
  subsystemId: string,
): Promise<{ revoked: number }> {
  const { rowCount } = await tx.query(
    `update certificate set revoked_at = $2, revocation_reason = 'privilegeWithdrawn'
     where subsystem_id = $1 and revoked_at is null`,
    [subsystemId, tx.now],
  );
  if (rowCount > 0 && issuer) await issueCrl(tx, issuer);
  return { revoked: rowCount };
}

/** The list as it stands, DER; a new one when the last is half way through its life. */
export async function currentCrl(tx: Tx, authority: CertificateAuthority): Promise<Buffer> {
  const { rows } = await tx.query<{ this_update: Date; der: Buffer }>('select this_update, der from crl');
  const last = rows[0];
  const fresh = last && tx.now.getTime() - last.this_update.getTime() < replaceAfterMs;
  return fresh ? last.der : issueCrl(tx, authority);
}

/** Signs a list of everything revoked so far that has not expired. */
export async function issueCrl(tx: Tx, authority: CertificateAuthority): Promise<Buffer> {
  await tx.query('lock table crl in exclusive mode');
  const numbers = await tx.query<{ number: number }>('select number from crl');
  const { rows } = await tx.query<{ serial: string; at: Date; reason: RevocationReason | null }>(
    `select serial, revoked_at as at, revocation_reason as reason from certificate
     where revoked_at is not null and valid_until > $1 order by revoked_at, serial`,
    [tx.now],
  );
  const number = (numbers.rows[0]?.number ?? 0) + 1;
  const der = await authority.crl({
    number,
    thisUpdate: tx.now,
    nextUpdate: new Date(tx.now.getTime() + validMs),
    revoked: rows.map(({ serial, at, reason }) => ({ serial, at, reason: reason ?? 'unspecified' })),
  });
  await tx.query(
    `insert into crl (number, this_update, der) values ($1, $2, $3)
     on conflict (id) do update set number = excluded.number, this_update = excluded.this_update, der = excluded.der`,
    [number, tx.now, der],
  );
  return der;
}

export const answerOcsp = (tx: Tx, authority: CertificateAuthority, request: Buffer): Promise<Buffer> =>
  authority.answerOcsp(request, tx.now, async (serial): Promise<OcspStatus> => {
    const { rows } = await tx.query<{ at: Date | null; reason: RevocationReason | null }>(
      'select revoked_at as at, revocation_reason as reason from certificate where serial = $1',
      [serialOf(serial)],
    );
    const row = rows[0];
    if (!row) return { state: 'unknown' };
    return row.at ? { state: 'revoked', at: row.at, reason: row.reason ?? 'unspecified' } : { state: 'good' };
  });
