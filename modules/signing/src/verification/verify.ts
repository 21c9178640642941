// SPDX-License-Identifier: Apache-2.0
/** What a signed file is worth: checked by its own bytes, then by what this platform knows of certificates and signatures. */
import { hash } from 'node:crypto';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import {
  certificatesFromPem,
  type FileReport,
  fileReport,
  type Finding,
  finding,
  fromBase64,
  readCertificate,
  readSignature,
  type SignatureReport,
  type Trust,
  verdictOf,
  verifyContainer,
} from '@stoa/kernel/asic';
import { authorityOf, circuitAuthorityPem } from '../authority.ts';
import { certificatesWhere, signedByDigest, stampRoots } from '../queries.ts';
import { verifyPdf } from './pdf.ts';

export const largestFile = 50 * 1024 * 1024;

export async function verifyFile(module: ModuleRuntime, bytes: Buffer): Promise<FileReport> {
  const pems = [(await authorityOf(module)).certificatePem, await circuitAuthorityPem(module)];
  const authorities = await Promise.all(pems.flatMap(certificatesFromPem).map(readCertificate));
  const inTx = <R>(work: (tx: Tx) => Promise<R>) => module.tx({ kind: 'system' }, work);
  const { roots, now } = await inTx(async (tx) => ({ roots: await stampRoots(tx), now: tx.now }));
  const trust = { authorities: authorities.filter((one) => one !== undefined), stampRoots: roots, now };
  // Unpacking and hashing of large files holds no transaction.
  const look = (report: SignatureReport, value: Uint8Array) => inTx((tx) => withRegister(tx, report, value, trust));
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return verifyPdf(bytes, trust, look);
  if (bytes.length < 4) return fileReport('none', [finding('container', 'bad', { why: 'none' })], []);
  return verifyContainer(bytes, trust, (report, xml) => look(report, fromBase64(readSignature(xml)?.value ?? '')));
}

/** Whether the certificate had ended by the time that is proven, and whether the signature was made here. */
async function withRegister(
  tx: Tx,
  report: SignatureReport,
  value: Uint8Array,
  trust: Trust,
): Promise<SignatureReport> {
  const [certificate] = await certificatesWhere(tx, 'serial = $1', [report.serial]);
  if (!certificate || !report.findings.some(({ code, state }) => code === 'chain' && state === 'good')) return report;
  const known = await signedByDigest(tx, hash('sha256', value, 'buffer'));
  const trusted = report.findings.some(({ code, state }) => code === 'time' && state === 'good');
  const proven = trusted && report.stampedAt ? new Date(report.stampedAt) : known?.signedAt;
  const kept = report.findings.filter(({ code }) => code !== 'revocation');
  const findings: Finding[] = [
    ...kept,
    revocation(certificate.revokedAt, proven, trust.now),
    known
      ? finding('register', 'good', { at: known.signedAt.toISOString() })
      : finding('register', 'note', { why: 'unknown' }),
  ];
  const { as, inPlaceOf } = known?.signer ?? {};
  return {
    ...report,
    findings,
    verdict: verdictOf(findings),
    roles: { ...(as ? { as } : {}), ...(inPlaceOf ? { 'in-place-of': inPlaceOf } : {}), ...report.roles },
  };
}

/** Where no time is proven the signature may have been made after the end. */
function revocation(revokedAt: Date | null, proven: Date | undefined, now: Date): Finding {
  if (!revokedAt) return finding('revocation', 'good', { at: now.toISOString() });
  const at = revokedAt.toISOString();
  return proven && proven < revokedAt
    ? finding('revocation', 'note', { at, why: 'later' })
    : finding('revocation', 'bad', { at });
}
