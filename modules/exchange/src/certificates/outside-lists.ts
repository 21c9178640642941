// SPDX-License-Identifier: Apache-2.0
/** Revocation lists of an external authority, read from a file it or a script of the operator keeps up to date. */
import type { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import * as pkijs from 'pkijs';
import { serialOf } from './issued.ts';
import type { Directory } from '../directory/index.ts';
import { certificatesIn } from '../wire/index.ts';
import { anchored, type Authority } from './authority.ts';

export interface RevocationList {
  readonly issuer: X509Certificate;
  readonly der: Buffer;
  readonly nextUpdate: Date | undefined;
  /** When each ended, by serial (hex without leading zeros). */
  readonly revoked: ReadonlyMap<string, Date>;
}

const everyMs = 10_000;

/** Those lists of the file that an issuer of this exchange signed. Throws when the file cannot be read or has none. */
export async function readRevocationLists(authority: Authority): Promise<RevocationList[]> {
  if (!authority.crlFile) return [];
  const file = await readFile(authority.crlFile);
  const { anchor, intermediates } = anchored(authority);
  const found = await Promise.all(derIn(file).map((der) => readList(der, [anchor, ...intermediates])));
  const lists = found.filter((list) => list !== undefined);
  if (lists.length === 0) throw new Error(`${authority.crlFile} holds no list of this exchange's authority`);
  return lists;
}

/** The same where somebody waits for an answer. Refuses `exchange.revocation-list-missing`. */
export async function currentLists(authority: Authority): Promise<RevocationList[]> {
  try {
    return await readRevocationLists(authority);
  } catch {
    return listMissing();
  }
}

export const listMissing = (): never =>
  refuse(
    'unavailable',
    'exchange.revocation-list-missing',
    "The authority's list of revoked certificates cannot be read. The operator must look at STOA_EXCHANGE_CRL_FILE.",
    { retryAfterSeconds: 60 },
  );

function derIn(file: Buffer): Buffer[] {
  const blocks = file.toString('latin1').matchAll(/-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g);
  const found = [...blocks].map(([, base64 = '']) => Buffer.from(base64, 'base64'));
  return found.length > 0 ? found : [file];
}

async function readList(der: Buffer, issuers: readonly X509Certificate[]): Promise<RevocationList | undefined> {
  try {
    const crl = pkijs.CertificateRevocationList.fromBER(new Uint8Array(der));
    for (const issuer of issuers) {
      const issuerCertificate = pkijs.Certificate.fromBER(new Uint8Array(issuer.raw));
      if (!crl.issuer.isEqual(issuerCertificate.subject) || !(await crl.verify({ issuerCertificate }))) continue;
      const revoked = (crl.revokedCertificates ?? []).map(({ userCertificate, revocationDate }): [string, Date] => [
        serialOf(Buffer.from(userCertificate.valueBlock.valueHexView).toString('hex')),
        revocationDate.value,
      ]);
      return { issuer, der, nextUpdate: crl.nextUpdate?.value, revoked: new Map(revoked) };
    }
  } catch {
    // No list: told to the operator by the caller, who misses it.
  }
  return undefined;
}

/** When the first certificate of a chain that a list names ended. */
export function revocationOf(chain: readonly X509Certificate[], lists: readonly RevocationList[]): Date | undefined {
  for (const certificate of chain) {
    const serial = serialOf(certificate.serialNumber);
    const list = lists.find((one) => one.revoked.has(serial) && certificate.checkIssued(one.issuer));
    if (list) return list.revoked.get(serial);
  }
  return undefined;
}

/** Ends what the lists name, for good: a certificate that the authority only suspended does not come back. */
async function applyLists(module: ModuleRuntime, lists: readonly RevocationList[]): Promise<number> {
  return module.tx({ kind: 'system' }, async (tx) => {
    const { rows } = await tx.query<{ key_id: string; pem: string }>(
      'select key_id, pem from certificate where revoked_at is null and valid_until > $1',
      [tx.now],
    );
    const ended = rows.filter(({ pem }) => revocationOf(certificatesIn(pem), lists));
    await tx.query(
      `update certificate set revoked_at = $2, revocation_reason = 'unspecified'
       where key_id = any($1) and revoked_at is null`,
      [ended.map(({ key_id: keyId }) => keyId), tx.now],
    );
    return ended.length;
  });
}

/** Reads the file every ten seconds; a list that fails to be read leaves the last in force. Answers how to stop. */
export async function followRevocationLists(
  module: ModuleRuntime,
  authority: Authority,
  directory: Directory,
): Promise<() => void> {
  if (!authority.crlFile) return () => undefined;
  let seen = '';
  const look = async () => {
    try {
      const lists = await readRevocationLists(authority);
      for (const { issuer, nextUpdate } of lists)
        if (nextUpdate && nextUpdate < module.clock.now())
          module.log.warn({ issuer: issuer.subject, nextUpdate }, 'the list of revoked certificates is out of date');
      const now = Buffer.concat(lists.map(({ der }) => der)).toString('base64');
      if (now === seen) return;
      const ended = await applyLists(module, lists);
      seen = now;
      if (ended > 0) await directory.refresh();
      module.log.info({ lists: lists.length, ended }, 'the lists of revoked certificates were read');
    } catch (err) {
      module.log.error({ err: describeError(err) }, 'the lists of revoked certificates could not be read');
    }
  };
  await look();
  let timer: NodeJS.Timeout;
  const again = () => {
    timer = setTimeout(() => void look().finally(again), everyMs);
    timer.unref();
  };
  again();
  return () => clearTimeout(timer);
}
