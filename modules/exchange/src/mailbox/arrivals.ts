// SPDX-License-Identifier: Apache-2.0
/** Readers that wait for their next message: one is woken when one comes here; those of other hubs are looked for. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';

/**
 * What another hub took, and what comes back after its lease, is seen within this time. Readers that wait for the same
 * take turns at looking: many of them ask the database no more often than one.
 */
const lookAgainMs = 500;

type Readers = Map<string, Set<() => void>>;
const waiting = new WeakMap<ModuleRuntime, Readers>();
const keyOf = (subsystem: string, type: string | undefined) => `${subsystem} ${type ?? ''}`;

/** Wakes a reader of that type and one that takes any, once the transaction is committed. */
export const announce = (tx: Tx, subsystem: string, type: string): void =>
  tx.afterCommit(() => {
    for (const key of [keyOf(subsystem, type), keyOf(subsystem, undefined)]) {
      const [wake] = waiting.get(tx.module)?.get(key) ?? [];
      wake?.();
    }
  });

/** Resolves when a message may have come, or after a short while. */
export function arrival(
  module: ModuleRuntime,
  subsystem: string,
  type: string | undefined,
  atMostMs: number,
): Promise<void> {
  const readers: Readers = waiting.get(module) ?? new Map<string, Set<() => void>>();
  waiting.set(module, readers);
  const key = keyOf(subsystem, type);
  const own = readers.get(key) ?? new Set();
  readers.set(key, own);
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      own.delete(wake);
      if (own.size === 0) readers.delete(key);
      resolve();
    };
    own.add(wake);
    const timer = setTimeout(wake, Math.min(atMostMs, lookAgainMs * own.size));
  });
}
