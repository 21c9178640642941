// SPDX-License-Identifier: Apache-2.0
/** The ledger's promise, checked with nothing but hashes and its public key (RFC 6962, C2SP tlog-checkpoint). */
import { type Bytes, concat, fromBase64, fromHex, same, sha256, textOf, utf8 } from '@stoa/kernel/asic';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Bytes;
}

/** @param publicKey Ed25519, SPKI in DER */
export async function readCheckpoint(note: string, publicKey: Bytes): Promise<Checkpoint | undefined> {
  const match = /^((\S+)\n(\d+)\n([A-Za-z0-9+/]{43}=)\n)\n\u2014 (\S+) ([A-Za-z0-9+/]+={0,2})\n$/.exec(note);
  if (!match || match[2] !== match[5]) return undefined;
  const [, body = '', origin = '', size = '', root = '', , line = ''] = match;
  // The first four bytes name the key; the key itself is at hand.
  const signature = fromBase64(line).slice(4);
  if (!(await ed25519Holds(publicKey, signature, utf8(body)))) return undefined;
  return { origin, size: Number(size), root: fromBase64(root) };
}

/** @param path lines `left <hex>` or `right <hex>`: the sibling and the side it stands on, from the leaf up */
export async function leadsTo(record: Uint8Array, path: string, root: Uint8Array): Promise<boolean> {
  let at = await sha256(concat(Uint8Array.of(0), record));
  for (const line of path.split('\n').filter((text) => /^(left|right) /.test(text))) {
    const sibling = /^(left|right) ([0-9a-f]{64})$/.exec(line);
    if (!sibling) return false;
    const other = fromHex(sibling[2] ?? '');
    at = await sha256(concat(Uint8Array.of(1), ...(sibling[1] === 'left' ? [other, at] : [at, other])));
  }
  return same(at, root);
}

/** Whether value and salt of a personal part are those a record committed to. */
export const commits = async (commitment: string | undefined, salt: string, value: string): Promise<boolean> =>
  typeof commitment === 'string' && same(await sha256(concat(fromHex(salt), utf8(value))), fromBase64(commitment));

/** @param publicKey SPKI in DER */
export async function ed25519Holds(publicKey: Bytes, signature: Bytes, data: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('spki', publicKey, { name: 'Ed25519' }, false, ['verify']);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, data);
  } catch {
    return false;
  }
}

export function recordOf(bytes: Uint8Array): LedgerRecord | undefined {
  try {
    const record = JSON.parse(textOf(bytes)) as LedgerRecord;
    return typeof record.facts === 'object' && record.facts !== null ? record : undefined;
  } catch {
    return undefined;
  }
}

/** What the exchange writes down about a message. */
export interface LedgerRecord {
  readonly id: string;
  readonly kind: string;
  readonly ledger: string;
  readonly at: string;
  readonly facts: Readonly<Partial<Record<string, string | number | boolean>>>;
  readonly commitments?: Readonly<Record<string, string>>;
}
