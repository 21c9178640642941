// SPDX-License-Identifier: Apache-2.0
/**
 * A private key in a file of its owner: PKCS#8 encrypted with a pass phrase (PBES2 of RFC 8018: PBKDF2 with HMAC-SHA-256,
 * AES-256 in CBC mode), so that other programs read it too. Works in browsers and in Node.
 */
type Bytes = Uint8Array<ArrayBuffer>;

const rounds = 600_000;
/** Files of others may ask for fewer, or for so many that the browser stands still. */
const mostRounds = 10_000_000;
const label = 'ENCRYPTED PRIVATE KEY';

const join = (parts: readonly Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));
function der(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = join(parts);
  const digits = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 255];
  return join([Uint8Array.of(tag, ...digits), content]);
}
const fromHex = (hex: string): Bytes => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
/** Object identifiers, DER. */
const oid = {
  pbes2: fromHex('06092a864886f70d01050d'),
  pbkdf2: fromHex('06092a864886f70d01050c'),
  hmacSha256: fromHex('06082a864886f70d0209'),
  aes256: fromHex('060960864801650304012a'),
};
const roundsInteger = der(2, Uint8Array.of(rounds >> 16, (rounds >> 8) & 255, rounds & 255));

async function cipherOf(passPhrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const { subtle } = crypto;
  const secret = await subtle.importKey('raw', new TextEncoder().encode(passPhrase.normalize('NFC')), 'PBKDF2', false, [
    'deriveKey',
  ]);
  const derived = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return subtle.deriveKey(derived, secret, { name: 'AES-CBC', length: 256 }, false, ['encrypt', 'decrypt']);
}

export async function writeKeyFile(pkcs8: Bytes, passPhrase: string): Promise<string> {
  const [salt, iv] = [crypto.getRandomValues(new Uint8Array(16)), crypto.getRandomValues(new Uint8Array(16))];
  const key = await cipherOf(passPhrase, salt, rounds);
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, pkcs8));
  const derivation = der(
    0x30,
    oid.pbkdf2,
    der(0x30, der(4, salt), roundsInteger, der(0x30, oid.hmacSha256, Uint8Array.of(5, 0))),
  );
  const scheme = der(0x30, oid.pbes2, der(0x30, derivation, der(0x30, oid.aes256, der(4, iv))));
  const base64 = btoa(String.fromCharCode(...der(0x30, scheme, der(4, sealed))));
  return `-----BEGIN ${label}-----\n${base64.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END ${label}-----\n`;
}

interface Value {
  readonly tag: number;
  readonly content: Bytes;
}
/** The values side by side in these bytes. Throws on what is none. */
function values(bytes: Bytes): Value[] {
  const found: Value[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length >= 128) {
      const digits = bytes.subarray(at, at + (length & 127));
      length = digits.reduce((sum, digit) => sum * 256 + digit, 0);
      at += digits.length;
    }
    if (at + length > bytes.length) throw new Error('cut off');
    found.push({ tag, content: bytes.slice(at, at + length) });
    at += length;
  }
  return found;
}
const inside = (value: Value | undefined) => values(value?.content ?? new Uint8Array());

/** The PKCS#8 inside; undefined for another file, or another pass phrase. */
export async function readKeyFile(text: string, passPhrase: string): Promise<Bytes | undefined> {
  try {
    const [, base64 = ''] = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END`).exec(text) ?? [];
    const whole = Uint8Array.from(atob(base64.replace(/\s/g, '')), (char) => char.charCodeAt(0));
    const [scheme, sealed] = inside(values(whole)[0]);
    const [derivation, cipher] = inside(inside(scheme)[1]);
    const [salt, count] = inside(inside(derivation)[1]);
    const iv = inside(cipher)[1];
    const iterations = (count?.content ?? new Uint8Array()).reduce((sum, digit) => sum * 256 + digit, 0);
    if (!salt || !iv || !sealed || iterations < 1 || iterations > mostRounds) return undefined;
    const key = await cipherOf(passPhrase, salt.content, iterations);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: iv.content }, key, sealed.content));
  } catch {
    return undefined;
  }
}
