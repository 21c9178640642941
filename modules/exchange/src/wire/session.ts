// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions between a connector and a hub: one asymmetric handshake, then a MAC on each message (`hmac-sha256` of
 * RFC 9421) with a sequence number as nonce. Each side keeps the leaves of what it sent and, at least every second,
 * signs their Merkle root (RFC 6962 hashing), so that each message can be shown to have been its sender's.
 */
import { createPublicKey, createSecretKey, diffieHellman, hkdfSync, type KeyObject } from 'node:crypto';
import { leafHash, nodeHash } from '@stoa/kernel/ledger';
import { holdsWith, signWith } from './algorithms.ts';
import type { Signature, Signer } from './message-signature.ts';

export type Side = 'connector' | 'hub';

/** Longest life of a session; the connector opens the next one before. */
export const sessionSeconds = 3600;
/** A session that was replaced still takes what is under way: the longest call, milliseconds. */
export const sessionOverlapMs = 310_000;
/** A side signs what it sent at least this often, milliseconds. */
export const rootEveryMs = 1000;
/** A message whose root is later than this closes the session, milliseconds. */
export const rootDueMs = 10_000;

/** What both sides bind a session's keys to. */
export interface SessionBinding {
  readonly sessionId: string;
  /** X25519 public keys, raw, base64url. */
  readonly connectorShare: string;
  readonly hubShare: string;
  /** SHA-256 of the certificates of the TLS channel, hex: keys of another channel differ. */
  readonly connectorCertificate: string;
  readonly hubCertificate: string;
}

export const rawShare = (key: KeyObject): string => (key.export({ format: 'jwk' }) as { x: string }).x;

/** Keys of both directions; throws when the other's share is no X25519 key. */
export function sessionKeys(
  own: KeyObject,
  others: string,
  binding: SessionBinding,
): { connector: KeyObject; hub: KeyObject } {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: others }, format: 'jwk' });
  const shared = diffieHellman({ privateKey: own, publicKey });
  const { sessionId, connectorShare, hubShare, connectorCertificate, hubCertificate } = binding;
  const salt = [sessionId, connectorShare, hubShare, connectorCertificate, hubCertificate].join('\n');
  const key = (side: Side) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', shared, salt, `stoa session ${side}`, 32)));
  return { connector: key('connector'), hub: key('hub') };
}

/** Root of the tree over the leaves (RFC 6962 section 2.1). */
export function merkleRoot(leaves: readonly Buffer[], start = 0, end = leaves.length): Buffer {
  if (end - start === 1) return leaves[start] as Buffer;
  const middle = start + 2 ** Math.floor(Math.log2(end - start - 1));
  return nodeHash(merkleRoot(leaves, start, middle), merkleRoot(leaves, middle, end));
}

/** A signed root over consecutive messages of one side. */
export interface SignedRoot {
  readonly first: number;
  /** Leaves of the messages from `first` on, 32 bytes each, base64. */
  readonly leaves: string;
  /** Certificate whose key signed, hex SHA-256. */
  readonly keyId: string;
  /** Over `rootStatement`, base64. */
  readonly signature: string;
}

export const rootStatement = (sessionId: string, side: Side, first: number, count: number, root: Buffer): Buffer =>
  Buffer.from(`stoa-session-root/1\n${sessionId}\n${side}\n${first}\n${count}\n${root.toString('base64')}\n`);

export const leavesOf = (text: string): Buffer[] => leavesIn(Buffer.from(text, 'base64'));

const leavesIn = (bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.floor(bytes.length / 32) }, (_, i) => bytes.subarray(i * 32, i * 32 + 32));

/** Leaves that are kept for a second: as text, since a digest in Buffer's pool keeps 8 KB of it from being freed. */
const keptText = (leaf: Buffer): string => leaf.toString('latin1');

/** Whether the key signed the root over these leaves. */
export function rootHolds(sessionId: string, side: Side, signed: SignedRoot, key: KeyObject): boolean {
  const leaves = leavesOf(signed.leaves);
  if (leaves.length === 0) return false;
  const statement = rootStatement(sessionId, side, signed.first, leaves.length, merkleRoot(leaves));
  return holdsWith(key, algorithmName(key), statement, Buffer.from(signed.signature, 'base64'));
}
const algorithmName = (key: KeyObject) =>
  key.asymmetricKeyType === 'ed25519'
    ? 'ed25519'
    : key.asymmetricKeyType === 'ec'
      ? 'ecdsa-p256-sha256'
      : 'rsa-pss-sha512';

/** Keeps what was sent elsewhere, for a side that may not live to sign its root. */
export interface LeafKeeper {
  append(leaf: Buffer): void;
  /** A root is signed over all before; the next leaf has this number. */
  cut(first: number): void;
}

/** Signs the root over these leaves. */
export function signRoot(
  sessionId: string,
  side: Side,
  first: number,
  leaves: readonly Buffer[],
  { keyId, key }: Pick<Signer, 'keyId' | 'key'>,
): SignedRoot {
  const statement = rootStatement(sessionId, side, first, leaves.length, merkleRoot(leaves));
  const signature = signWith(key, statement).toString('base64');
  return { first, leaves: Buffer.concat(leaves).toString('base64'), keyId, signature };
}

/** What one side sent and has not signed a root over yet. */
export class Outgoing {
  readonly signer: Signer;
  readonly #sessionId: string;
  readonly #side: Side;
  readonly #kept: LeafKeeper | undefined;
  #first = 0;
  #leaves: string[] = [];

  constructor(sessionId: string, side: Side, key: KeyObject, kept?: LeafKeeper) {
    this.#sessionId = sessionId;
    this.#side = side;
    this.#kept = kept;
    this.signer = {
      keyId: sessionId,
      key,
      nonce: () => String(this.#first + this.#leaves.length),
      signed: (base) => {
        const leaf = leafHash(base);
        this.#leaves.push(keptText(leaf));
        kept?.append(leaf);
      },
    };
  }

  get pending(): number {
    return this.#leaves.length;
  }

  /** Signs and forgets what is pending; undefined when there is nothing. */
  root(keyId: string, key: KeyObject): SignedRoot | undefined {
    if (this.#leaves.length === 0) return undefined;
    const leaves = leavesIn(Buffer.from(this.#leaves.join(''), 'latin1'));
    const first = this.#first;
    this.#first += leaves.length;
    this.#leaves = [];
    this.#kept?.cut(this.#first);
    return signRoot(this.#sessionId, this.#side, first, leaves, { keyId, key });
  }
}

/** How far back a message may come late, in sequence numbers. */
const window = 8192;

export type Verdict = 'good' | 'bad' | 'replayed';

/** What one side received: MACs checked, each sequence number taken once, leaves kept until a root covers them. */
export class Received {
  readonly #key: KeyObject;
  readonly #waiting = new Map<number, { leaf: string; at: number }>();
  /** Leaves of roots that overtook their messages. */
  readonly #early = new Map<number, string>();
  readonly #seen = new Set<number>();
  #highest = -1;
  #covered = 0;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  /** @param at milliseconds of arrival */
  take(signature: Signature, base: Buffer | undefined, at: number): Verdict {
    const number = /^\d{1,15}$/.test(signature.nonce) ? Number(signature.nonce) : -1;
    if (!base || number < 0 || !holdsWith(this.#key, signature.algorithm, base, signature.bytes)) return 'bad';
    if (number <= this.#highest - window || this.#seen.has(number)) return 'replayed';
    this.#seen.add(number);
    if (number > this.#highest) {
      for (let old = Math.max(0, this.#highest - window); old < number - window; old++) this.#seen.delete(old);
      this.#highest = number;
    }
    const leaf = keptText(leafHash(base));
    const early = this.#early.get(number);
    if (!early) this.#waiting.set(number, { leaf, at });
    else if (early !== leaf) return 'bad';
    this.#early.delete(number);
    return 'good';
  }

  /** First number that no root covers. */
  get covered(): number {
    return this.#covered;
  }

  get uncovered(): number {
    return this.#waiting.size;
  }

  /** Arrival of the oldest message no root covers; undefined when all are covered. */
  get oldest(): number | undefined {
    const [first] = this.#waiting.values();
    return first?.at;
  }

  /** Whether the root covers exactly what was received of its range; then those messages are no longer waited for. */
  cover(signed: SignedRoot): boolean {
    const leaves = leavesOf(signed.leaves);
    for (const [index, leaf] of leaves.entries()) {
      const received = this.#waiting.get(signed.first + index);
      if (received && received.leaf !== keptText(leaf)) return false;
    }
    for (const [index, leaf] of leaves.entries()) {
      const number = signed.first + index;
      if (!this.#waiting.delete(number) && !this.#seen.has(number)) this.#early.set(number, keptText(leaf));
    }
    this.#covered = Math.max(this.#covered, signed.first + leaves.length);
    for (const number of this.#early.keys()) if (number <= this.#highest - window) this.#early.delete(number);
    return true;
  }
}
