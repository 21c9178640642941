// SPDX-License-Identifier: Apache-2.0
/** The root that a sender signed over messages of a session (RFC 6962 hashing), and the place of a message under it. */
import { type Bytes, fromBase64, textOf, utf8 } from '@stoa/kernel/asic';
import { leadsTo } from './ledger.ts';
import type { Signed } from './signed.ts';

export interface SessionRoot {
  /** What the sender signed. */
  readonly statement: Bytes;
  readonly signature: Bytes;
  /** Siblings of the message, from the leaf up. */
  readonly path: string;
}

/** Undefined when the container has no word of a root: the message is not proven. */
export function readSessionRoot(file: (name: string) => Bytes | undefined): SessionRoot | undefined {
  const [statement, signature, path] = ['session-root.txt', 'session-root.sig', 'session-inclusion.txt'].map(file);
  if (!statement && !signature && !path) return undefined;
  const none = utf8('');
  return { statement: statement ?? none, signature: signature ?? none, path: textOf(path ?? none) };
}

/** Whether the signed base is the leaf at the place its number says, in a session of its own sender's. */
export async function standsUnder({ statement, path }: SessionRoot, signed: Signed): Promise<boolean> {
  const match =
    /^stoa-session-root\/1\n([0-9a-f-]{36})\nconnector\n(\d{1,15})\n(\d{1,15})\n([A-Za-z0-9+/]{43}=)\n$/.exec(
      textOf(statement),
    );
  if (!match) return false;
  const [, sessionId, first = '', count = '', root = ''] = match;
  const [index, size] = [Number(signed.nonce) - Number(first), Number(count)];
  const sides = path.split('\n').flatMap((line) => /^(left|right) /.exec(line)?.[1] ?? []);
  return (
    sessionId === signed.keyId &&
    index >= 0 &&
    index < size &&
    sides.join() === sidesAt(index, size).join() &&
    leadsTo(signed.base, path, fromBase64(root))
  );
}

/** On which side each sibling of a leaf stands (RFC 9162 section 2.1.3.2). */
export function sidesAt(index: number, size: number): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  let [at, last] = [index, size - 1];
  for (; last > 0; [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]) {
    if (at % 2 === 0 && at !== last) {
      sides.push('right');
      continue;
    }
    sides.push('left');
    for (; at % 2 === 0 && at > 0; [at, last] = [at / 2, Math.floor(last / 2)]);
  }
  return sides;
}
