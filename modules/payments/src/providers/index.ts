// SPDX-License-Identifier: Apache-2.0
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { type ProviderName, providerNames, type Way } from '../contract.ts';
import { bank } from './bank.ts';
import { initiation } from './initiation.ts';
import type { Provider } from './provider.ts';
import { stripe } from './stripe.ts';

const providers: Readonly<Record<ProviderName, Provider>> = { bank, stripe, initiation };

/** Undefined for transfers, which nobody is asked about. */
export const providerOf = (way: Way): Provider | undefined => (way === 'transfer' ? undefined : providers[way]);

/** In the order in which payers see them. */
export const connected = (module: ModuleRuntime): ProviderName[] =>
  providerNames.filter((name) => providers[name].configured(module));

/** The one asked for, or the first. Refuses: payments.provider-unknown, payments.provider-unavailable. */
export function chosen(module: ModuleRuntime, asked: ProviderName | undefined): ProviderName {
  const known = connected(module);
  if (asked && !known.includes(asked))
    refuse('invalid', 'payments.provider-unknown', 'This way of paying is not open here.');
  return (
    asked ??
    known[0] ??
    refuse('unavailable', 'payments.provider-unavailable', 'No payment provider is connected here.')
  );
}
