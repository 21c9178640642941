// SPDX-License-Identifier: Apache-2.0
/** Client of the payment provider. Settings: `STOA_BANK_URL`, `STOA_BANK_KEY`, `STOA_BANK_SECRET` (of its callbacks). */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type ModuleRuntime, refuse } from '@stoa/kernel';

export interface ProviderCheckout {
  readonly id: string;
  readonly pageUrl?: string;
  readonly state: 'open' | 'paid' | 'abandoned' | 'refunded';
  readonly amountMinor: number;
  readonly currency: string;
  readonly paymentId?: string;
}

export interface CheckoutOrder {
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly callbackUrl: string;
}

const away = () =>
  refuse(
    'unavailable',
    'payments.provider-unavailable',
    'The payment provider does not answer. Nothing was charged. Please try again in a few minutes.',
    { retryAfterSeconds: 30 },
  );

async function request(module: ModuleRuntime, path: string, body?: unknown): Promise<ProviderCheckout> {
  const { STOA_BANK_URL: url, STOA_BANK_KEY: key } = module.config.env;
  if (!url || !key) return away();
  const init: RequestInit = {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(10_000),
  };
  if (body) init.body = JSON.stringify(body);
  const response = await fetch(url + path, init).catch(() => undefined);
  if (!response?.ok) {
    module.log.warn({ status: response?.status }, 'the payment provider refused or does not answer');
    return away();
  }
  return (await response.json()) as ProviderCheckout;
}

export const openCheckout = (module: ModuleRuntime, order: CheckoutOrder) => request(module, '/v1/checkouts', order);
export const readCheckout = (module: ModuleRuntime, id: string) =>
  request(module, `/v1/checkouts/${encodeURIComponent(id)}`);

export const giveBack = (module: ModuleRuntime, checkoutId: string) => request(module, '/v1/refunds', { checkoutId });

const toleranceSeconds = 300;

/** Whether `Bank-Signature: t=…,v1=…` is the provider's HMAC-SHA256 over `t.body`, made within five minutes. */
export function callbackIsSigned(module: ModuleRuntime, header: string | undefined, body: Buffer): boolean {
  const secret = module.config.env.STOA_BANK_SECRET;
  const [, seconds, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (!secret || !seconds || !mac) return false;
  if (Math.abs(module.clock.now().getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  return timingSafeEqual(
    createHmac('sha256', secret).update(`${seconds}.`).update(body).digest(),
    Buffer.from(mac, 'hex'),
  );
}
