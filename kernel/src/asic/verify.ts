// SPDX-License-Identifier: Apache-2.0
/** Checks a container with the signatures of people and institutions; answers what it found, never only yes or no. */
import { fromBase64, sha256, toBase64, toHex, same, utf8 } from './bytes.ts';
import {
  issuersOf,
  type KnownCertificate,
  maySign,
  namePart,
  readCertificate,
  readCrl,
  readTimestamp,
  revokedAt,
  type Timestamp,
  validAt,
} from './certificates.ts';
import { type Container, type ContainerFault, readContainer, writeManifest } from './container.ts';
import { type FileReport, fileReport, type Finding, finding, type SignatureReport, verdictOf } from './findings.ts';
import { readOcsp } from './ocsp.ts';
import { readSignature, type Signature, signatureValue, signedInfo, signedProperties } from './xades.ts';

/** Whom the reader trusts. */
export interface Trust {
  readonly authorities: readonly KnownCertificate[];
  /** SHA-256 (hex) of the certificates that chains of time-stamping authorities end in. */
  readonly stampRoots: ReadonlySet<string>;
  readonly now: Date;
}

/** @param look what the reader's own register adds to a signature */
export async function verifyContainer(
  bytes: Uint8Array,
  trust: Trust,
  look: (report: SignatureReport, xml: string) => Promise<SignatureReport> = (report) => Promise.resolve(report),
): Promise<FileReport> {
  const container = readContainer(bytes);
  if (typeof container === 'string') return notRead(container);
  const signatures: SignatureReport[] = [];
  for (const [place, xml] of container.signatures)
    signatures.push(await look(await checkOne(place, xml, container, trust), xml));
  const uncovered = [...container.files.keys()].filter(
    (name) => !signatures.some(({ covers }) => covers.includes(name)),
  );
  return fileReport(
    'container',
    [
      finding('container', 'good', { count: container.files.size, signatures: signatures.length }),
      ...manifestFindings(container),
      ...uncovered.map((name) => finding('uncovered', 'bad', { name })),
    ],
    signatures,
  );
}

const notRead = (why: ContainerFault) =>
  fileReport(why === 'none' ? 'none' : 'container', [finding('container', 'bad', { why })], []);

/** The manifest may name files in any order and with types of its own; it must name each, and no other. */
function manifestFindings({ files, manifest }: Container): Finding[] {
  const listed = [...manifest.matchAll(/full-path="([^"]*)"/g)]
    .map(([, path = '']) => path)
    .filter((path) => path !== '/');
  const expected = [...files.keys()].map(
    (name) =>
      /full-path="([^"]*)"/.exec(
        writeManifest([{ name, mimeType: '' }]).split('<manifest:file-entry ')[2] ?? '',
      )?.[1] ?? '',
  );
  const fits = listed.length === expected.length && expected.every((path) => listed.includes(path));
  return fits ? [] : [finding('manifest', 'bad')];
}

async function checkOne(place: string, xml: string, container: Container, trust: Trust): Promise<SignatureReport> {
  const signature = readSignature(xml);
  const certificate = signature && (await readCertificate(fromBase64(signature.certificate)));
  if (!signature || !certificate) return otherForm(place, container);
  const covered = await coveredFiles(container, signature);
  const stamp = signature.timestampToken
    ? await readTimestamp(fromBase64(signature.timestampToken), utf8(signatureValue(signature.value)))
    : undefined;
  const at = stamp && trust.stampRoots.has(stamp.root) ? stamp.at : new Date(signature.signingTime);
  const chain = await chainOf(certificate, signature, trust, at);
  const findings = [
    covered.finding,
    finding('signature', (await signatureHolds(signature, certificate)) ? 'good' : 'bad'),
    chain.finding,
    validityFinding(certificate, at),
    timeFinding(signature.timestampToken !== undefined, stamp, trust),
    await revocationFinding(signature, certificate, chain.issuers[0], at),
  ];
  return {
    place,
    verdict: verdictOf(findings),
    ...holderOf(certificate),
    chain: [certificate, ...chain.issuers].map(({ name }) => name),
    roles: rolesOf(signature.roles ?? []),
    claimedAt: signature.signingTime,
    ...(stamp ? { stampedAt: stamp.at.toISOString(), stampedBy: stamp.authority } : {}),
    level: !stamp ? 'B-B' : signature.authorities.length > 0 && hasRevocation(signature) ? 'B-LT' : 'B-T',
    covers: covered.names,
    leavesOut: [...container.files.keys()].filter((name) => !covered.names.includes(name)),
    findings,
  };
}

const hasRevocation = ({ crls, ocsps = [] }: Signature) => crls.length + ocsps.length > 0;

export const holderOf = (certificate: KnownCertificate) => ({
  signer: certificate.name,
  organisation: namePart(certificate, '2.5.4.10'),
  serial: BigInt(`0x${toHex(certificate.parsed.serialNumber.valueBlock.valueHexView) || '0'}`).toString(16),
});

/** A signature file that another program wrote: it is shown that it is there, not what it is worth. */
const otherForm = (place: string, { files }: Container): SignatureReport => ({
  ...{ place, verdict: 'untrusted', signer: '', organisation: '', serial: '', chain: [], roles: {} },
  ...{ claimedAt: '', level: 'B-B', covers: [...files.keys()], leavesOut: [], findings: [finding('form', 'open')] },
});

async function coveredFiles({ files }: Container, { references }: Signature) {
  const names: string[] = [];
  const wrong: string[] = [];
  for (const { name, digest } of references) {
    const content = files.get(name);
    (content && toBase64(await sha256(content)) === digest ? names : wrong).push(name);
  }
  const doubled = new Set(names).size !== names.length;
  const [first] = wrong;
  const good = first === undefined && !doubled && names.length > 0;
  return {
    names,
    finding: good
      ? finding('files', 'good', { count: names.length })
      : finding('files', 'bad', { name: first ?? names[0] ?? '' }),
  };
}

async function signatureHolds(signature: Signature, certificate: KnownCertificate): Promise<boolean> {
  const digest = toBase64(await sha256(utf8(signedProperties(signature))));
  if (signature.propertiesDigest !== digest || !maySign(certificate)) return false;
  if (!same(await sha256(certificate.der), fromBase64(signature.certificateDigest))) return false;
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const spki = new Uint8Array(certificate.parsed.subjectPublicKeyInfo.toSchema().toBER());
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, key, fromBase64(signature.value), utf8(signedInfo(signature)));
  } catch {
    return false;
  }
}

async function chainOf(certificate: KnownCertificate, signature: Signature, trust: Trust, at: Date) {
  const given = await Promise.all(signature.authorities.map((one) => readCertificate(fromBase64(one))));
  return trustedChain(
    certificate,
    given.filter((one) => one !== undefined),
    trust,
    at,
  );
}

/** Who stands behind a certificate up to an authority the reader trusts. */
export async function trustedChain(
  certificate: KnownCertificate,
  intermediates: readonly KnownCertificate[],
  trust: Trust,
  at: Date,
): Promise<{ issuers: readonly KnownCertificate[]; finding: Finding }> {
  for (const authority of trust.authorities) {
    const issuers = await issuersOf(certificate, { authority, intermediates }, at);
    if (issuers) return { issuers, finding: finding('chain', 'good', { name: authority.name }) };
  }
  const foreign = namePart({ parsed: { subject: certificate.parsed.issuer } }, '2.5.4.3');
  return { issuers: [], finding: finding('chain', 'open', { name: foreign }) };
}

export const validityFinding = (certificate: KnownCertificate, at: Date): Finding =>
  finding('validity', validAt(certificate, at) ? 'good' : 'bad', {
    from: certificate.parsed.notBefore.value.toISOString(),
    until: certificate.parsed.notAfter.value.toISOString(),
  });

export function timeFinding(given: boolean, stamp: Timestamp | undefined, trust: Trust): Finding {
  if (!given) return finding('time', 'note', { why: 'none' });
  if (!stamp) return finding('time', 'bad', { why: 'other' });
  const params = { at: stamp.at.toISOString(), name: stamp.authority };
  return trust.stampRoots.has(stamp.root)
    ? finding('time', 'good', params)
    : finding('time', 'open', { ...params, why: 'unknown' });
}

/** By what the container carries; the register of the reader may know better. */
async function revocationFinding(
  { crls, ocsps = [] }: Signature,
  certificate: KnownCertificate,
  issuer: KnownCertificate | undefined,
  at: Date,
): Promise<Finding> {
  if (!issuer) return finding('revocation', 'note', { why: 'none' });
  const answers = await Promise.all(ocsps.map((one) => readOcsp(fromBase64(one), certificate, issuer)));
  const lists = (await Promise.all(crls.map((one) => readCrl(fromBase64(one), [issuer])))).filter(
    (one) => one !== undefined,
  );
  const ended = revokedAt(lists, certificate);
  if (answers.some((one) => one?.state === 'revoked') || (ended && ended <= at))
    return finding('revocation', 'bad', { at: (ended ?? at).toISOString() });
  const good = answers.find((one) => one?.state === 'good' && one.at >= at);
  const list = lists.find(({ crl }) => crl.thisUpdate.value >= at);
  const told = good?.at ?? list?.crl.thisUpdate.value;
  return told
    ? finding('revocation', 'good', { at: told.toISOString() })
    : finding('revocation', 'note', { why: 'none' });
}

export const rolesOf = (roles: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    roles.map((role): [string, string] => [role.split('=')[0] ?? '', role.slice(role.indexOf('=') + 1)]),
  );
