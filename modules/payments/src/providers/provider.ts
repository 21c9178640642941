// SPDX-License-Identifier: Apache-2.0
/** What every payment provider can do for us, however it says it; decision 39. */
import { type ModuleRuntime, refuse } from '@stoa/kernel';

/**
 * What a provider says of a payment, as far as it has come. Sums only grow, so that a word heard late or twice changes
 * nothing.
 */
export interface Word {
  /** The provider's name for the payment. */
  readonly id: string;
  readonly state: 'open' | 'paid' | 'abandoned' | 'refunded';
  readonly amountMinor: number;
  readonly currency: string;
  /** The provider's receipt. */
  readonly paymentId?: string | undefined;
  /** Given back so far; all of it where `state` is `refunded`. */
  readonly refundedMinor?: number | undefined;
  readonly pageUrl?: string | undefined;
  readonly dispute?: DisputeWord | undefined;
}
export interface DisputeWord {
  readonly id: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly amountMinor: number;
  readonly reason: string;
  readonly answerBy?: string | undefined;
}

export interface Order {
  /** Ours, the same when asked again: a provider makes one payment of it. */
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly callbackUrl: string;
}

export interface Provider {
  readonly configured: (module: ModuleRuntime) => boolean;
  readonly start: (module: ModuleRuntime, order: Order) => Promise<Word>;
  readonly ask: (module: ModuleRuntime, id: string) => Promise<Word>;
  /** Asked when the payer comes back, since no callback may ever come. */
  readonly asksOnReturn: boolean;
  /** `key` makes asking twice give back once. Without it money goes back by hand. */
  readonly refund?: (module: ModuleRuntime, id: string, amountMinor: number, key: string) => Promise<Word>;
  /** What a callback says; nothing where it is about something else. Refuses payments.callback-unsigned, -malformed. */
  readonly readCallback?: (
    module: ModuleRuntime,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ) => Promise<Word | undefined>;
  /** Contests a charge-back with evidence, or accepts it without. */
  readonly answerDispute?: (module: ModuleRuntime, id: string, evidence: string | undefined) => Promise<void>;
}

export const away = (): never =>
  refuse(
    'unavailable',
    'payments.provider-unavailable',
    'The payment provider does not answer. Nothing was charged. Please try again in a few minutes.',
    { retryAfterSeconds: 30 },
  );

export const unsigned = (): never =>
  refuse(
    'unauthenticated',
    'payments.callback-unsigned',
    'The callback is not signed by the payment provider, or too old.',
  );
export const malformed = (): never =>
  refuse('invalid', 'payments.callback-malformed', 'The callback is not of the agreed form.');

/** The provider's answer as JSON; refuses payments.provider-unavailable where there is none that can be used. */
export async function askProvider(module: ModuleRuntime, url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  if (!response?.ok) {
    await response?.body?.cancel();
    module.log.warn({ status: response?.status }, 'the payment provider refused or does not answer');
    return away();
  }
  return response.json().catch(away);
}

/** Undefined where it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
