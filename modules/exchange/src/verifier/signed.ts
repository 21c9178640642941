// SPDX-License-Identifier: Apache-2.0
/** What a message's sender signed or put a MAC over: the base of RFC 9421, and whether a key made a signature. */
import { type Bytes, type KnownCertificate, textOf, toBase64 } from '@stoa/kernel/asic';

export interface Signed {
  readonly base: Bytes;
  /** The signature; the MAC, where the algorithm is `hmac-sha256`. */
  readonly signature: Bytes;
  /** Components by name, in the clear. */
  readonly components: ReadonlyMap<string, string>;
  /** As they stand in the base. */
  readonly parameters: string;
  readonly keyId: string;
  readonly nonce: string;
  readonly algorithm: string;
}

/** Undefined when one of the files is missing, or the base has another form. */
export function readSigned(file: (name: string) => Bytes | undefined): Signed | undefined {
  const base = file('signature-base.txt');
  if (!base) return undefined;
  const lines = textOf(base)
    .split('\n')
    .map((line) => /^"([a-z0-9@-]+)": (.*)$/.exec(line));
  const components = new Map(lines.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
  if (components.size !== lines.length || components.has('')) return undefined;
  const parameters = components.get('@signature-params') ?? '';
  const given = [...parameters.matchAll(/;([a-z]+)=(?:"([^"]*)"|\d+)/g)];
  const named = new Map(given.map(([, name = '', value = '']) => [name, value]));
  if (named.size !== given.length) return undefined;
  const [keyId = '', nonce = '', algorithm = ''] = ['keyid', 'nonce', 'alg'].map((name) => named.get(name));
  const signature = file(algorithm === 'hmac-sha256' ? 'mac.bin' : 'signature.bin');
  return signature && { base, signature, components, parameters, keyId, nonce, algorithm };
}

/** Whether each digest of a Content-Digest (RFC 9530) is the body's; there must be one. */
export async function digestFits(header: string, body: Bytes): Promise<boolean> {
  for (const one of header.split(',')) {
    const [, bits, expected] = /^\s*sha-(256|512)=:([A-Za-z0-9+/=]+):\s*$/.exec(one) ?? [];
    if (!bits) return false;
    if (toBase64(new Uint8Array(await crypto.subtle.digest(`SHA-${bits}`, body))) !== expected) return false;
  }
  return true;
}

/** Algorithms of RFC 9421 section 3.3 by the kind of key: how a key is read, and how it checks. */
const algorithms = {
  '1.3.101.112': { name: 'ed25519', key: { name: 'Ed25519' }, check: { name: 'Ed25519' } },
  '1.2.840.10045.2.1': {
    name: 'ecdsa-p256-sha256',
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    check: { name: 'ECDSA', hash: 'SHA-256' },
  },
  '1.2.840.113549.1.1.1': {
    name: 'rsa-pss-sha512',
    key: { name: 'RSA-PSS', hash: 'SHA-512' },
    check: { name: 'RSA-PSS', saltLength: 64 },
  },
} as const;

/** Whether the certificate's key made the signature, with the one algorithm that goes with it. */
export async function madeBy(
  { parsed }: KnownCertificate,
  signature: Bytes,
  data: Bytes,
  claimed?: string,
): Promise<boolean> {
  const { algorithmId } = parsed.subjectPublicKeyInfo.algorithm;
  const algorithm = algorithmId in algorithms && algorithms[algorithmId as keyof typeof algorithms];
  if (!algorithm || (claimed !== undefined && claimed !== algorithm.name)) return false;
  try {
    const spki = new Uint8Array(parsed.subjectPublicKeyInfo.toSchema().toBER());
    const key = await crypto.subtle.importKey('spki', spki, algorithm.key, false, ['verify']);
    return await crypto.subtle.verify(algorithm.check, key, signature, data);
  } catch {
    return false;
  }
}
