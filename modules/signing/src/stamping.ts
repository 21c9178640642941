// SPDX-License-Identifier: Apache-2.0
import { describeError, type ModuleRuntime, refuse } from '@stoa/kernel';
import { requestTimestamp } from '@stoa/kernel/ledger';

/** A token over `data`; undefined where no authority is set. Refuses `signing.timestamp-away`. */
export async function stamp(module: ModuleRuntime, data: Buffer): Promise<Buffer | undefined> {
  const { tsaUrl } = module.config;
  if (!tsaUrl) return undefined;
  try {
    return await requestTimestamp(tsaUrl, data);
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
