// SPDX-License-Identifier: Apache-2.0
/** A register in which things are made that are compared. */
import { register } from './world.ts';

export const { b, architect, ofInterior, change, adding } = await register();
type Added = ReturnType<typeof adding>;
export const labourObject = (more: Partial<Added>): Added => adding(more);
export const relate = (kind: string, from: Added, to: Added) =>
  ({ do: 'relate', kind, fromId: from.id, toId: to.id, from: '2021-01-01' }) as const;
