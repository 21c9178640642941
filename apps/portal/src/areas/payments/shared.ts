// SPDX-License-Identifier: Apache-2.0
/** What pages about payments share: what the address says, amounts as they are typed, what states mean to the eye. */
import { isCalendarDate, numberText } from '@stoa/kernel/text';
import { listFees, type ProviderName, providerNames, soughtStates } from '@stoa/payments/contract';
import type { PageContext } from '../../server/page.ts';

export const accountant = 'payments.accountant';
export const home = '/payments';
export const own = '/cabinet/payments';

const isDay = (text: string | undefined): text is string => isCalendarDate(text ?? '');
export const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text ?? '');

export function filterOf({ state, code, from, to, cursor }: PageContext['query']) {
  const known = soughtStates.find((one) => one === state);
  return {
    ...(known ? { state: known } : {}),
    ...(/^[A-Za-z0-9._-]{1,64}$/.test(code ?? '') ? { code } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(to) ? { to } : {}),
    ...(cursor ? { cursor } : {}),
  };
}
export const days = ({ from, to }: PageContext['query']) => ({
  ...(isDay(from) ? { from } : {}),
  ...(isDay(to) ? { to } : {}),
});
export const providerOf = (text: string): { provider?: ProviderName } => {
  const provider = providerNames.find((one) => one === text);
  return provider ? { provider } : {};
};

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
/** `12.50` typed in any of the ways people type numbers; undefined where it is no such amount. */
export function minorOf(text: string, currency: string): number | undefined {
  const value = numberText(text);
  if (value === undefined) return undefined;
  const minor = Math.round(value * 10 ** digitsOf(currency));
  return minor > 0 && minor < 1e12 && Math.abs(value * 10 ** digitsOf(currency) - minor) < 1e-6 ? minor : undefined;
}
/** For a field: `12.50`. */
export const amountText = (minor: number, currency: string): string =>
  (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));

export const stateKind = (state: string) =>
  state === 'paid' || state === 'won' || state === 'done' || state === 'matched'
    ? ('good' as const)
    : state === 'open' || state === 'asked' || state === 'approved' || state === 'answered' || state === 'unmatched'
      ? ('warn' as const)
      : state === 'disputed' || state === 'charged-back' || state === 'lost'
        ? ('bad' as const)
        : ('plain' as const);

/** What fees in force are called, by their codes; one that is no more keeps its code. */
export async function titlesOf({ call, text }: Pick<PageContext, 'call' | 'text'>): Promise<Record<string, string>> {
  const { items } = await call(listFees, {});
  return Object.fromEntries(items.map(({ code, title }) => [code, text(title)]));
}
