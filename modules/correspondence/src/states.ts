// SPDX-License-Identifier: Apache-2.0
/** The one table of a copy's states: receipts come early, late and twice, and only ever take it on. */
import type { DeliveryState } from './contract.ts';

const onTheWay: readonly (DeliveryState | 'arriving')[] = ['queued', 'sent', 'delivered'];
const taken: readonly (DeliveryState | 'arriving')[] = ['registered', 'in-execution', 'executed'];
const order = [...onTheWay, ...taken];

/** Where a copy is after it was said to be at `to`; undefined where that says nothing new. */
export function stateAfter(from: DeliveryState, to: DeliveryState): DeliveryState | undefined {
  if (to === 'refused' || to === 'recalled') return onTheWay.includes(from) ? to : undefined;
  const [now, next] = [order.indexOf(from), order.indexOf(to)];
  return now >= 0 && next > now ? to : undefined;
}

export const isUnregistered = (state: DeliveryState): boolean => onTheWay.includes(state);
export const isTaken = (state: DeliveryState | 'arriving'): boolean => taken.includes(state);
export const isBack = (state: DeliveryState | 'arriving'): boolean => state === 'refused' || state === 'recalled';
