// SPDX-License-Identifier: Apache-2.0
/** What was just written leaves at once, where this process sends. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Channel } from '../contract/matters.ts';

type Loops = ReadonlyMap<Channel, { wake(): void }>;
const loops = new WeakMap<ModuleRuntime, Loops>();

export const wakeBy = (module: ModuleRuntime, running: Loops): void => void loops.set(module, running);
export const wakeSending = (tx: Pick<Tx, 'module' | 'afterCommit'>, channel: Channel): void =>
  tx.afterCommit(() => loops.get(tx.module)?.get(channel)?.wake());
