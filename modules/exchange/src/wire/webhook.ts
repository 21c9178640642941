// SPDX-License-Identifier: Apache-2.0
/** Standard Webhooks 1.0: how a delivered event is signed. */
import { createHmac, randomBytes } from 'node:crypto';

/** `whsec_` and 32 random bytes in base64. */
export const webhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * Headers of one delivery attempt.
 * @param secrets all that are valid at the time; the receiver needs one of them
 */
export function webhookHeaders(secrets: readonly string[], id: string, body: Buffer, at: Date): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.`).update(body).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}
