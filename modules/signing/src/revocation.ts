// SPDX-License-Identifier: Apache-2.0
/** The end of certificates before their time, and how the world learns of it: revocation list and OCSP. */
import { audit, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { type OcspStatus, type RevocationReason, serialOf } from '@stoa/kernel/keys';
import { authorityOf } from './authority.ts';
import { postsOf } from './posts.ts';
import { lastCrl, revocationBySerial, revokedNow } from './queries.ts';
import { leastSeen, lockName, putCrl, revoke } from './store.ts';

const hour = 3_600_000;
/** A list promises to be replaced within a day; we replace it twice as often. */
const validMs = 24 * hour;
const replaceAfterMs = 12 * hour;

/** Ends a certificate and signs a list that says so, at once. */
export async function endCertificate(tx: Tx, id: string, reason: RevocationReason): Promise<void> {
  if (await revoke(tx, id, reason)) await issueCrl(tx);
}

const lookedAtOnce = 200;

/**
 * Whoever has left the institution signs for it no more: posts end by a decision or by their date, so they are looked
 * at one after the other, those seen longest ago first.
 */
export const endForLeavers = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    for (const certificate of await leastSeen(tx, lookedAtOnce)) {
      const posts = await postsOf(tx, certificate.personId);
      if (posts.some(({ organisationId }) => organisationId === certificate.organisationId)) continue;
      await endCertificate(tx, certificate.id, 'affiliationChanged');
      await audit(tx, {
        action: 'signing.certificate-revoked',
        object: { type: 'certificate', id: certificate.id },
        details: { serial: certificate.serial, reason: 'affiliationChanged' },
      });
    }
  });

/** The list as it stands, DER; a new one when the last is half way through its life. */
export const currentCrl = (module: ModuleRuntime): Promise<Buffer> =>
  module.tx({ kind: 'system' }, async (tx) => {
    const last = await lastCrl(tx);
    const fresh = last && tx.now.getTime() - last.thisUpdate.getTime() < replaceAfterMs;
    return fresh ? last.der : issueCrl(tx);
  });

async function issueCrl(tx: Tx): Promise<Buffer> {
  await lockName(tx, 'crl');
  const number = ((await lastCrl(tx))?.number ?? 0) + 1;
  const authority = await authorityOf(tx.module);
  const der = await authority.crl({
    number,
    thisUpdate: tx.now,
    nextUpdate: new Date(tx.now.getTime() + validMs),
    revoked: await revokedNow(tx),
  });
  await putCrl(tx, number, der);
  return der;
}

async function statusOf(tx: Tx, serial: string): Promise<OcspStatus> {
  const row = await revocationBySerial(tx, serialOf(serial));
  if (!row) return { state: 'unknown' };
  return row.at ? { state: 'revoked', at: row.at, reason: row.reason ?? 'unspecified' } : { state: 'good' };
}

export const answerOcsp = (module: ModuleRuntime, request: Buffer): Promise<Buffer> =>
  module.tx({ kind: 'system' }, (tx) => ocspAnswer(tx, request));

export const ocspAnswer = async (tx: Tx, request: Buffer): Promise<Buffer> =>
  (await authorityOf(tx.module)).answerOcsp(request, tx.now, (serial) => statusOf(tx, serial));
