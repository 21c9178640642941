// SPDX-License-Identifier: Apache-2.0
/**
 * Checks an evidence container from nothing but its bytes; needs WebCrypto, no network. Written apart from what makes
 * containers, so that a fault there is found here.
 */
import {
  type Bytes,
  certificatesFromPem,
  type Container,
  fromBase64,
  fromPem,
  type Issuers,
  issuersOf,
  type KnownCertificate,
  openContainer,
  readCertificate,
  readCrl,
  readSignature,
  readTimestamp,
  type RevocationList,
  revokedAt,
  same,
  sha256,
  type Signature,
  signatureValue,
  signedInfo,
  signedProperties,
  textOf,
  toBase64,
  utf8,
  validAt,
  writeManifest,
} from '@stoa/kernel/asic';
import { type Checkpoint, readCheckpoint } from './ledger.ts';
import { checkMessage } from './message.ts';
import { maySeal } from './seal-policy.ts';
import { check, type Check, type CheckCode, holds, type MessageReport, type Report } from './report.ts';

/** @param anchors SHA-256 fingerprints (hex) of the authorities the reader trusts */
export async function verifyEvidence(bytes: Uint8Array, anchors: readonly string[]): Promise<Report> {
  const container = openContainer(bytes);
  const signature = container?.signatures.size === 1 && readSignature([...container.signatures.values()][0] ?? '');
  if (!container || !signature) return { verdict: 'bad', checks: [check('container', 'bad')], messages: [] };
  const file = (name: string) => container.files.get(name) as Bytes | undefined;
  const seal = await readCertificate(fromBase64(signature.certificate));
  const authority = await certificateIn(file('authority.pem'));
  const checks: Check[] = [check('container', 'good'), await filesCheck(container, signature)];
  if (!seal || !authority)
    return { verdict: 'bad', checks: [...checks, check('chain', 'bad', { name: '' })], messages: [] };
  const issuers = { authority, intermediates: await certificatesOf(file('intermediates.pem')) };
  const signedAt = new Date(signature.signingTime);
  const behind = await issuersOf(seal, issuers, signedAt);
  const lists = await listsOf(signature, issuers);
  const { point, checks: pointChecks } = await checkpointOf(file);
  checks.push(
    holds('seal', await sealHolds(signature, seal), { name: seal.name, at: signature.signingTime }),
    holds('chain', behind !== undefined && validAt(seal, signedAt), {
      name: authority.name,
    }),
    check('anchor', anchors.includes(authority.fingerprint) ? 'good' : 'note', { fingerprint: authority.fingerprint }),
    revocationCheck(lists, [seal, ...(behind ?? []).slice(0, -1)], signedAt),
    await timestampCheck(
      'timestamp',
      signature.timestampToken && fromBase64(signature.timestampToken),
      signatureValue(signature.value),
    ),
    ...pointChecks,
  );
  const folders = [...new Set([...container.files.keys()].flatMap((name) => name.match(/^(\d+-[a-z]+)\//)?.[1] ?? []))];
  const messages = await Promise.all(
    folders.map((folder) =>
      checkMessage(folder, (name) => file(`${folder}/${name}`), { issuers, lists, checkpoint: point }),
    ),
  );
  return { verdict: verdictOf(checks, messages), checks, messages };
}

function verdictOf(checks: readonly Check[], messages: readonly MessageReport[]): Report['verdict'] {
  const all = [...checks, ...messages.flatMap((message) => message.checks)];
  const oneExchange = new Set(messages.map(({ messageId }) => messageId)).size === 1;
  if (!oneExchange || all.some(({ state }) => state === 'bad')) return 'bad';
  if (all.some(({ code }) => code === 'message-unproven')) return 'unproven';
  return checks.some(({ code, state }) => code === 'anchor' && state !== 'good') ? 'untrusted' : 'good';
}

async function certificateIn(pem: Bytes | undefined): Promise<KnownCertificate | undefined> {
  const der = pem && fromPem(textOf(pem), 'CERTIFICATE');
  return der && readCertificate(der);
}

/** Manifest, signature and container name the same files, and each is what was signed. */
async function filesCheck({ files, manifest }: Container, { references }: Signature): Promise<Check> {
  const bad = (name: string) => check('files', 'bad', { name });
  for (const { name, digest } of references) {
    const content = files.get(name);
    if (!content || toBase64(await sha256(content)) !== digest) return bad(name);
  }
  const signed = new Set(references.map(({ name }) => name));
  for (const name of files.keys()) if (!signed.has(name)) return bad(name);
  if (signed.size !== references.length || manifest !== writeManifest(references)) return bad('META-INF/manifest.xml');
  return check('files', 'good', { count: files.size });
}

async function sealHolds(signature: Signature, seal: KnownCertificate): Promise<boolean> {
  const digest = async (text: string) => toBase64(await sha256(utf8(text)));
  if (
    signature.propertiesDigest !== (await digest(signedProperties(signature))) ||
    !same(await sha256(seal.der), fromBase64(signature.certificateDigest)) ||
    !maySeal(seal)
  )
    return false;
  try {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const spki = new Uint8Array(seal.parsed.subjectPublicKeyInfo.toSchema().toBER());
    const key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
    return await crypto.subtle.verify(algorithm, key, fromBase64(signature.value), utf8(signedInfo(signature)));
  } catch {
    return false;
  }
}

async function certificatesOf(file: Bytes | undefined): Promise<KnownCertificate[]> {
  const found = await Promise.all(certificatesFromPem(textOf(file ?? utf8(''))).map(readCertificate));
  return found.filter((one) => one !== undefined);
}

async function listsOf({ crls }: Signature, { authority, intermediates }: Issuers): Promise<RevocationList[]> {
  const found = await Promise.all(crls.map((one) => readCrl(fromBase64(one), [authority, ...intermediates])));
  return found.filter((one) => one !== undefined);
}

/**
 * No list may name the seal's certificate or those behind it. That of its issuer must be there, from after the
 * signature; one from before that was still to be replaced is worth a note.
 */
function revocationCheck(lists: readonly RevocationList[], chain: readonly KnownCertificate[], signedAt: Date): Check {
  const own = lists.find(({ issuer }) => chain[0]?.parsed.issuer.isEqual(issuer.parsed.subject))?.crl;
  const at = own?.thisUpdate.value;
  if (!own || !at || chain.some((one) => revokedAt(lists, one)))
    return check('revocation', 'bad', { at: at?.toISOString() ?? '' });
  const inForce = own.nextUpdate !== undefined && own.nextUpdate.value >= signedAt;
  return check('revocation', at >= signedAt ? 'good' : inForce ? 'note' : 'bad', { at: at.toISOString() });
}

async function timestampCheck(code: CheckCode, token: Bytes | '' | undefined, data: string): Promise<Check> {
  if (!token) return check(code, 'note');
  const stamp = await readTimestamp(token, utf8(data));
  if (!stamp) return check(code, 'bad');
  return check(code, 'good', { at: stamp.at.toISOString(), authority: stamp.authority, fingerprint: stamp.root });
}

async function checkpointOf(
  file: (name: string) => Bytes | undefined,
): Promise<{ point: Checkpoint | undefined; checks: Check[] }> {
  const note = textOf(file('checkpoint.txt') ?? utf8(''));
  const key = fromPem(textOf(file('ledger-key.pem') ?? utf8('')), 'PUBLIC KEY');
  const point = key && (await readCheckpoint(note, key));
  const stamp = await timestampCheck('checkpoint-timestamp', file('checkpoint.tst'), note);
  return {
    point,
    checks: [holds('checkpoint', point !== undefined, { name: point?.origin ?? '', size: point?.size ?? 0 }), stamp],
  };
}
