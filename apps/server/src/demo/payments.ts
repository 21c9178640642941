// SPDX-License-Identifier: Apache-2.0
/** A year of fees: what people and companies were asked for, paid, got back and disputed. */
import { demoFees, demoPayments } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import { enterDemoPayments } from '@stoa/payments/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;

export async function enterPayments({ call }: Platform, now: number): Promise<void> {
  const fees = structuredClone(demoFees(now)) as never;
  await call(enterDemoPayments, { fees, items: [] }, as);
  const items = demoPayments(now);
  const part = 250;
  for (let at = 0; at < items.length; at += part)
    await call(enterDemoPayments, { fees: [], items: structuredClone(items.slice(at, at + part)) as never }, as);
}
