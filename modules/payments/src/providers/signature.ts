// SPDX-License-Identifier: Apache-2.0
/** `t=<Unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`, as Stripe and the bank of the demo sign; other schemes beside it are ignored. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

export function isSigned(header: unknown, secret: string | undefined, body: Buffer, now: Date): boolean {
  if (typeof header !== 'string' || header.length > 2000 || !secret) return false;
  const parts = header.split(',').map((part) => part.trim());
  const seconds = parts.flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? [])[0];
  // A secret that is being replaced signs beside the new one.
  const macs = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? []);
  if (!seconds || Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  const expected = createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
  return macs.some((mac) => timingSafeEqual(expected, Buffer.from(mac, 'hex')));
}
