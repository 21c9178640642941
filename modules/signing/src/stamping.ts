// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';
import { describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import { readTimestamp, signatureValue, type Timestamp } from '@stoa/kernel/asic';
import { requestTimestamp } from '@stoa/kernel/ledger';

/** A signature's value, with the stamp over it where an authority is set. */
export interface Stamped {
  /** r and s side by side. */
  readonly value: Buffer;
  readonly digest: Buffer;
  readonly token?: Buffer;
  readonly stamp?: Timestamp;
}

/** Refuses `signing.timestamp-away`. */
export async function stamped(module: ModuleRuntime, value: Buffer): Promise<Stamped> {
  const data = Buffer.from(signatureValue(value.toString('base64')));
  const made = { value, digest: hash('sha256', value, 'buffer') };
  const { tsaUrl } = module.config;
  if (!tsaUrl) return made;
  try {
    const token = await requestTimestamp(tsaUrl, data);
    const stamp = await readTimestamp(Uint8Array.from(token), data);
    if (!stamp) throw new Error('the authority may not stamp, or its token does not hold');
    return { ...made, token, stamp };
  } catch (error) {
    module.log.warn({ err: describeError(error) }, 'no time stamp for a signature');
    return refuse(
      'unavailable',
      'signing.timestamp-away',
      'The time-stamping authority does not answer, so nothing was signed. Try again in a minute.',
      { retryAfterSeconds: 60 },
    );
  }
}
