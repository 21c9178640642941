// SPDX-License-Identifier: Apache-2.0
/** What an entry has to be, and how income is divided between budgets. Pure. */
import type { Sharing } from '../contract.ts';
import { type Level, levels } from '../contract/shared.ts';

export const mainOf = (account: string): string => account.slice(0, 4);
export const subOf = (account: string): string | undefined => account.slice(5) || undefined;

/** What is wrong with amounts that are to be posted together. */
export function amountFault(amounts: readonly number[]): 'zero' | 'unbalanced' | undefined {
  if (amounts.includes(0)) return 'zero';
  // In BigInt: a sum of amounts that are each safe may not be.
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n) === 0n ? undefined : 'unbalanced';
}

const whole = 10_000n;

/**
 * The amount divided by the shares of a rule: each budget gets the whole units of its share, what is left over goes one by one
 * to the largest fractions, the earlier level first. Together they are the amount, whatever its sign.
 */
export function divide(amountMinor: number, shares: Pick<Sharing, Level>): Record<Level, number> {
  const sign = amountMinor < 0 ? -1n : 1n;
  const amount = BigInt(amountMinor) * sign;
  const parts = levels.map((level) => {
    const product = amount * BigInt(shares[level]);
    return { level, units: product / whole, fraction: product % whole };
  });
  let left = amount - parts.reduce((sum, { units }) => sum + units, 0n);
  const byFraction = [...parts].sort((a, b) => (a.fraction === b.fraction ? 0 : a.fraction > b.fraction ? -1 : 1));
  for (const part of byFraction) {
    if (left === 0n) break;
    part.units += 1n;
    left -= 1n;
  }
  return Object.fromEntries(parts.map(({ level, units }) => [level, Number(units * sign)])) as Record<Level, number>;
}
