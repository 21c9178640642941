// SPDX-License-Identifier: Apache-2.0
/** Checks the signatures of a PDF (PAdES, ETSI EN 319 142-1): what each covers, by whom, when. */
import * as asn1js from 'asn1js';
import * as pkijs from 'pkijs';
import {
  type FileReport,
  fileReport,
  finding,
  holderOf,
  maySign,
  readCertificate,
  readTimestamp,
  type SignatureReport,
  timeFinding,
  type Trust,
  trustedChain,
  validityFinding,
  verdictOf,
} from '@stoa/kernel/asic';

const timeStampToken = '1.2.840.113549.1.9.16.2.14';
const mostSignatures = 50;

interface Field {
  readonly place: string;
  /** Bytes from the beginning, and from behind the value to where the signature ends to cover. */
  readonly before: number;
  readonly after: number;
  readonly end: number;
  readonly claimedAt: string;
}

export async function verifyPdf(
  bytes: Buffer,
  trust: Trust,
  look: (report: SignatureReport, value: Uint8Array) => Promise<SignatureReport>,
): Promise<FileReport> {
  const fields = fieldsOf(bytes);
  if (!fields) return fileReport('pdf', [finding('pdf', 'bad', { why: 'damaged' })], []);
  if (fields.length === 0) return fileReport('pdf', [finding('pdf', 'bad', { why: 'unsigned' })], []);
  const signatures: SignatureReport[] = [];
  for (const field of fields) signatures.push(await checkField(bytes, field, trust, look));
  const reached = Math.max(...fields.map(({ end }) => end));
  return fileReport(
    'pdf',
    [
      finding('pdf', 'good', { signatures: fields.length }),
      ...(reached < bytes.length ? [finding('changed-after', 'bad', { bytes: bytes.length - reached })] : []),
    ],
    signatures,
  );
}

/** Undefined where a range leads outside, or leaves out anything but the value of its signature. */
function fieldsOf(bytes: Buffer): Field[] | undefined {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  if (found.length > mostSignatures) return undefined;
  const fields: Field[] = [];
  for (const [index, match] of found.entries()) {
    const [start = 0, before = 0, after = 0, length = 0] = match.slice(1, 5).map(Number);
    const whole = start === 0 && before < after && after + length <= bytes.length;
    const hex = whole && text[before] === '<' && text[after - 1] === '>';
    if (!hex || !/^[0-9a-fA-F]*$/.test(text.slice(before + 1, after - 1))) return undefined;
    const near = text.slice(Math.max(0, match.index - 2000), match.index + 2000);
    fields.push({ place: `${index + 1}`, before, after, end: after + length, claimedAt: claimedIn(near) });
  }
  return fields.sort((a, b) => a.end - b.end);
}

function claimedIn(text: string): string {
  const [, ...parts] = /\/M\s*\(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z?/.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return second ? `${year}-${month}-${day}T${hour}:${minute}:${second}Z` : '';
}

async function checkField(
  bytes: Buffer,
  { place, before, after, end, claimedAt }: Field,
  trust: Trust,
  look: (report: SignatureReport, value: Uint8Array) => Promise<SignatureReport>,
): Promise<SignatureReport> {
  const covered = Buffer.concat([bytes.subarray(0, before), bytes.subarray(after, end)]);
  const cms = await readCms(Buffer.from(bytes.toString('latin1', before + 1, after - 1), 'hex'), covered);
  const files = finding('files', 'good', { count: 1, bytes: end, of: bytes.length });
  if (!cms)
    return {
      ...{ place, verdict: 'bad', signer: '', organisation: '', serial: '', chain: [], roles: {}, claimedAt },
      ...{ level: 'B-B', covers: [], leavesOut: [], findings: [finding('signature', 'bad')] },
    };
  const { certificate, others, stamp, stampGiven, holds, value } = cms;
  const at = stamp && trust.stampRoots.has(stamp.root) ? stamp.at : claimedAt ? new Date(claimedAt) : trust.now;
  const chain = await trustedChain(certificate, others, trust, at);
  const findings = [
    files,
    finding('signature', holds && maySign(certificate) ? 'good' : 'bad'),
    chain.finding,
    validityFinding(certificate, at),
    timeFinding(stampGiven, stamp, trust),
  ];
  return look(
    {
      place,
      verdict: verdictOf(findings),
      ...holderOf(certificate),
      chain: [certificate, ...chain.issuers].map(({ name }) => name),
      roles: {},
      claimedAt,
      ...(stamp ? { stampedAt: stamp.at.toISOString(), stampedBy: stamp.authority } : {}),
      level: stamp ? 'B-T' : 'B-B',
      ...{ covers: ['PDF'], leavesOut: [], findings },
    },
    value,
  );
}

async function readCms(der: Buffer, covered: Buffer) {
  try {
    const { result, offset } = asn1js.fromBER(Uint8Array.from(der));
    // Behind the value only the zeros that keep the place.
    if (offset === -1 || der.subarray(offset).some((byte) => byte !== 0)) return undefined;
    const signed = new pkijs.SignedData({ schema: new pkijs.ContentInfo({ schema: result }).content });
    const [info] = signed.signerInfos;
    if (!info || signed.signerInfos.length !== 1) return undefined;
    const known = await Promise.all(
      (signed.certificates ?? [])
        .filter((one) => one instanceof pkijs.Certificate)
        .map((one) => readCertificate(new Uint8Array(one.toSchema(true).toBER()))),
    );
    const answer = await signed.verify({
      signer: 0,
      checkChain: false,
      data: Uint8Array.from(covered).buffer,
      extendedMode: true,
    });
    const certificates = known.filter((one) => one !== undefined);
    const certificate = certificates.find(({ parsed }) =>
      answer.signerCertificate ? parsed.serialNumber.isEqual(answer.signerCertificate.serialNumber) : false,
    );
    if (!certificate) return undefined;
    const value = info.signature.valueBlock.valueHexView;
    const [token] = info.unsignedAttrs?.attributes.find(({ type }) => type === timeStampToken)?.values ?? [];
    const stamp =
      token && (await readTimestamp(new Uint8Array((token as asn1js.BaseBlock).toBER(false)), Uint8Array.from(value)));
    return {
      certificate,
      others: certificates,
      value,
      holds: answer.signatureVerified === true,
      stampGiven: token !== undefined,
      stamp,
    };
  } catch {
    return undefined;
  }
}
