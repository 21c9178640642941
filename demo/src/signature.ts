// SPDX-License-Identifier: Apache-2.0
/** Signature header of callbacks and aggregates: `t=<Unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const mac = (secret: string, seconds: string, body: string | Buffer) =>
  createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();

export function signBody(secret: string, body: string | Buffer, at: Date): string {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return `t=${seconds},v1=${mac(secret, seconds, body).toString('hex')}`;
}

/** Whether the header signs exactly this body and was made within `toleranceSeconds` of `at`. */
export function bodySigned(
  header: string,
  secret: string,
  body: string | Buffer,
  at: Date,
  toleranceSeconds = 300,
): boolean {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header);
  const [, seconds, hex] = match ?? [];
  if (seconds === undefined || hex === undefined) return false;
  if (Math.abs(at.getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), mac(secret, seconds, body));
}
