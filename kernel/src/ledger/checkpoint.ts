// SPDX-License-Identifier: Apache-2.0
/** Signed checkpoints in the C2SP tlog-checkpoint and signed-note formats (Ed25519). */
import { hash, type KeyObject, verify } from 'node:crypto';
import type { Keys } from '../keys/keys.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const keyName = 'ledger';
const algorithmEd25519 = 1;

/** Key hash of the signed-note format: first four bytes of SHA-256(name ‖ LF ‖ algorithm ‖ public key). */
function noteKeyHash(origin: string, publicKey: KeyObject): Buffer {
  return hash(
    'sha256',
    Buffer.concat([Buffer.from(`${origin}\n`), Buffer.from([algorithmEd25519]), rawPublicKey(publicKey)]),
    'buffer',
  ).subarray(0, 4);
}

const rawPublicKey = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');

const bodyOf = (checkpoint: Checkpoint) =>
  `${checkpoint.origin}\n${checkpoint.size}\n${checkpoint.root.toString('base64')}\n`;

export function signCheckpoint(checkpoint: Checkpoint, keys: Keys): string {
  const body = bodyOf(checkpoint);
  const signature = Buffer.concat([
    noteKeyHash(checkpoint.origin, keys.publicKey(keyName)),
    keys.sign(keyName, Buffer.from(body)),
  ]);
  return `${body}\n\u2014 ${checkpoint.origin} ${signature.toString('base64')}\n`;
}

/** The checkpoint a note states, when the key signed it; undefined otherwise. */
export function openCheckpoint(note: string, publicKey: KeyObject): Checkpoint | undefined {
  const [body, signatures] = note.split('\n\n');
  if (!body || !signatures) return undefined;
  const [origin = '', size = '', root = ''] = body.split('\n');
  const line = /^\u2014 (\S+) (\S+)$/m.exec(signatures);
  if (!line || line[1] !== origin) return undefined;
  const signature = Buffer.from(line[2] ?? '', 'base64');
  if (!signature.subarray(0, 4).equals(noteKeyHash(origin, publicKey))) return undefined;
  if (!verify(null, Buffer.from(`${body}\n`), publicKey, signature.subarray(4))) return undefined;
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}
