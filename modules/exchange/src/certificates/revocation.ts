// SPDX-License-Identifier: Apache-2.0
/** The end of certificates before their time, and how the world learns of it: revocation list and OCSP. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { type CertificateAuthority, type OcspStatus, type RevocationReason, serialOf } from '@stoa/kernel/keys';
import type { Authority } from './authority.ts';
import { type CertificateRow, issued } from './queries.ts';
import { lockCrl, putCrl, revokeOf, revokeWithRenewed } from './store.ts';
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
  const revoked = await revokeWithRenewed(tx, keyId, reason);
  if (revoked > 0 && issuer) await issueCrl(tx, issuer);
  const { rows } = await tx.query<CertificateRow>('select * from certificate where key_id = $1', [keyId]);
  return issued(rows[0] ?? refuse('missing', 'exchange.certificate-unknown', 'No certificate has this identifier.'));
}

/** All certificates of a subsystem. */
export async function revokeCertificates(
  tx: Tx,
  { issuer }: Authority,
  subsystemId: string,
): Promise<{ revoked: number }> {
  const revoked = await revokeOf(tx, subsystemId);
  if (revoked > 0 && issuer) await issueCrl(tx, issuer);
  return { revoked };
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
  const number = (await lockCrl(tx)) + 1;
  const { rows } = await tx.query<{ serial: string; at: Date; reason: RevocationReason | null }>(
    `select serial, revoked_at as at, revocation_reason as reason from certificate
     where revoked_at is not null and valid_until > $1 order by revoked_at, serial`,
    [tx.now],
  );
  const der = await authority.crl({
    number,
    thisUpdate: tx.now,
    nextUpdate: new Date(tx.now.getTime() + validMs),
    revoked: rows.map(({ serial, at, reason }) => ({ serial, at, reason: reason ?? 'unspecified' })),
  });
  await putCrl(tx, number, der);
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
