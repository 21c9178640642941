// SPDX-License-Identifier: Apache-2.0
/** What has no place in a text for everybody. Pure. */

const patterns: readonly [string, RegExp][] = [
  ['a network address', /\b(?:\d{1,3}\.){3}\d{1,3}\b/],
  ['a network address', /(?:[0-9a-f]{1,4}:){3,}[0-9a-f:]+/i],
  ['a key or a token', /-----BEGIN|\bBearer\s+\S+|\b[0-9a-f]{32,}\b|[A-Za-z0-9+/_-]{40,}/i],
  ['a password', /\b(?:password|passwd|pwd|secret|token|пароль|құпиясөз)\s*[:=]\s*\S+/iu],
  ['an address with a password', /\w+:\/\/[^\s/@]+@/],
  ['the address of a database or a queue', /\b(?:postgres(?:ql)?|amqps?|rediss?|mysql):\/\//i],
  ['an e-mail address', /[^\s@]+@[^\s@]+\.[a-z]{2,}/i],
];

/** What looks like a secret in it; undefined where nothing does. */
export const secretIn = (text: string): string | undefined => patterns.find(([, pattern]) => pattern.test(text))?.[0];
