// SPDX-License-Identifier: Apache-2.0
/** Readers that wait for their next message: one is woken when one comes here; those of other hubs are looked for. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';

/**
 * What another hub took, and what comes back after its lease, is seen within this time. Readers that wait for the same
 * take turns at looking: many of them ask the database no more often than one.
 */
const lookAgainMs = 500;

/** What a reader waits for; of a part that is missing, any. */
export interface Wanted {
  readonly subsystem: string;
  readonly type?: string | undefined;
  readonly nodeId?: string | undefined;
}

interface Arrivals {
  readonly readers: Map<string, Set<() => void>>;
  /** Messages for a subsystem for which nobody waited; a reader may have been looking just then. */
  readonly missed: Map<string, number>;
}
const known = new WeakMap<ModuleRuntime, Arrivals>();
function arrivalsOf(module: ModuleRuntime): Arrivals {
  const arrivals = known.get(module) ?? { readers: new Map(), missed: new Map() };
  known.set(module, arrivals);
  return arrivals;
}
const keyOf = ({ subsystem, type, nodeId }: Wanted) => JSON.stringify([subsystem, type, nodeId]);

/** Wakes one reader of each kind that takes such a message, once the transaction is committed. */
export const announce = (tx: Tx, subsystem: string, type: string, nodeId: string | null | undefined): void =>
  tx.afterCommit(() => {
    const { readers, missed } = arrivalsOf(tx.module);
    let woken = false;
    for (const byType of [type, undefined])
      for (const byNode of nodeId ? [nodeId, undefined] : [undefined]) {
        const [wake] = readers.get(keyOf({ subsystem, type: byType, nodeId: byNode })) ?? [];
        wake?.();
        woken ||= wake !== undefined;
      }
    if (!woken) missed.set(subsystem, (missed.get(subsystem) ?? 0) + 1);
  });

/** To be read before looking: what is missed from then on ends the wait that follows. */
export const missedSoFar = (module: ModuleRuntime, { subsystem }: Wanted): number =>
  arrivalsOf(module).missed.get(subsystem) ?? 0;

/** Resolves when a message may have come, or after a short while. */
export async function arrival(module: ModuleRuntime, wanted: Wanted, atMostMs: number, missed: number): Promise<void> {
  if (missedSoFar(module, wanted) !== missed) return;
  const { readers } = arrivalsOf(module);
  const key = keyOf(wanted);
  const own = readers.get(key) ?? new Set();
  readers.set(key, own);
  await new Promise<void>((resolve) => {
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
