// SPDX-License-Identifier: Apache-2.0
/** The bank of the treasury. Settings: `STOA_TREASURY_BANK_URL`, `STOA_TREASURY_BANK_KEY`. */
import type { ModuleRuntime } from '@stoa/kernel';

export const hasBank = ({ config }: ModuleRuntime): boolean =>
  Boolean(config.env.STOA_TREASURY_BANK_URL && config.env.STOA_TREASURY_BANK_KEY);

/** Throws where the bank does not answer: jobs try again. */
export async function askBank(
  module: ModuleRuntime,
  path: string,
  xml?: string,
): Promise<{ status: number; text: string }> {
  const { STOA_TREASURY_BANK_URL: url, STOA_TREASURY_BANK_KEY: key } = module.config.env;
  const response = await fetch(url + path, {
    method: xml === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, ...(xml === undefined ? {} : { 'content-type': 'application/xml' }) },
    signal: AbortSignal.timeout(60_000),
    ...(xml === undefined ? {} : { body: xml }),
  });
  return { status: response.status, text: await response.text() };
}
