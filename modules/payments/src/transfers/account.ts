// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';

/** Where payers transfer money to. Settings: `STOA_COLLECTING_IBAN`, `STOA_COLLECTING_NAME`. */
export function collectingAccount({ config }: ModuleRuntime): { iban: string; name: string } | undefined {
  const { STOA_COLLECTING_IBAN: iban, STOA_COLLECTING_NAME: name } = config.env;
  return iban && name ? { iban: iban.replaceAll(' ', ''), name } : undefined;
}
