// SPDX-License-Identifier: Apache-2.0
import { describeError, type ModuleRuntime } from '@stoa/kernel';
import { putHub } from './store.ts';

/** A hub that was not seen for this long is not offered to connectors, seconds. */
export const hubGoneSeconds = 15;
const everyMs = 5000;

/** Keeps this hub on the list of those that run; answers what ends that. */
export async function startHeartbeat(module: ModuleRuntime, id: string, url: string): Promise<() => void> {
  const beat = () => putHub(module, id, url);
  await beat();
  const timer = setInterval(() => {
    beat().catch((err: unknown) => module.log.warn({ err: describeError(err) }, 'the hub could not report itself'));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
