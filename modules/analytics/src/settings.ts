// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';

/** Fewest answers of a group whose figures are shown: setting STOA_MINIMUM_ANSWERS, default 10. */
export function minimumAnswers(module: ModuleRuntime): number {
  const value = module.config.env.STOA_MINIMUM_ANSWERS || '10';
  if (!/^[1-9]\d{0,3}$/.test(value))
    throw new ConfigError(`STOA_MINIMUM_ANSWERS must be a whole number from 1 to 9999, not "${value}"`);
  return Number(value);
}
