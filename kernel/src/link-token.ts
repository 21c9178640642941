// SPDX-License-Identifier: Apache-2.0
/** Secrets in addresses that are sent to people: made from the id of a row whenever they are shown, and kept nowhere. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keys } from './keys/keys.ts';

const macOf = ({ keys }: { keys: Keys }, key: string, id: string): Buffer =>
  createHmac('sha256', keys.secretKey(key)).update(id).digest().subarray(0, 18);

/** @param key name of the secret, one for each kind of link */
export const linkToken = (from: { keys: Keys }, key: string, id: string): string =>
  `${id.replaceAll('-', '')}${macOf(from, key, id).toString('base64url')}`;

/** The row a token was made for; undefined for what was not made here. */
export function idOfLinkToken(from: { keys: Keys }, key: string, token: string): string | undefined {
  const [, hex, mac] = /^([0-9a-f]{32})([A-Za-z0-9_-]{24})$/.exec(token) ?? [];
  if (!hex || !mac) return undefined;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return timingSafeEqual(Buffer.from(mac, 'base64url'), macOf(from, key, id)) ? id : undefined;
}
