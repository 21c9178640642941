// SPDX-License-Identifier: Apache-2.0
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';

export interface EventSettings {
  /** Tries before an event is set aside. */
  readonly tries: number;
  /** Until the second try, milliseconds; doubles from try to try up to five minutes. */
  readonly retryMs: number;
  /** Days that events are kept, delivered or not. */
  readonly keepDays: number;
}

/** `STOA_EVENT_TRIES` (12), `STOA_EVENT_RETRY_MS` (1000), `STOA_EVENT_KEEP_DAYS` (30). Throws ConfigError. */
export function eventSettings({ config: { env } }: ModuleRuntime): EventSettings {
  const positive = (name: string, fallback: number) => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isSafeInteger(value) || value < 1) throw new ConfigError(`${name} must be a positive whole number`);
    return value;
  };
  return {
    tries: positive('STOA_EVENT_TRIES', 12),
    retryMs: positive('STOA_EVENT_RETRY_MS', 1000),
    keepDays: positive('STOA_EVENT_KEEP_DAYS', 30),
  };
}

const longestMs = 300_000;

/** Doubling, with up to a quarter less or more, so that what failed together is not tried together. */
export const retryAfterMs = (attempts: number, firstMs: number, random: number): number =>
  Math.min(longestMs, firstMs * 2 ** (attempts - 1)) * (0.75 + random / 2);
