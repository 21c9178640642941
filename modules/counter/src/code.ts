// SPDX-License-Identifier: Apache-2.0
/** The code of a visit: derived from its id and a key of the installation, kept nowhere, good for one visit. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Tx } from '@stoa/kernel';

export function codeOf({ module }: Pick<Tx, 'module'>, visitId: string): string {
  const mac = createHmac('sha256', module.keys.secretKey('counter-codes')).update(visitId).digest();
  return String(mac.readUInt32BE() % 1_000_000).padStart(6, '0');
}

/** Blanks that people read out or type are no mistake. */
export function codeFits(tx: Tx, visitId: string, typed: string): boolean {
  const given = Buffer.from(typed.replaceAll(/[\s-]/g, ''));
  const right = Buffer.from(codeOf(tx, visitId));
  return given.length === right.length && timingSafeEqual(given, right);
}
