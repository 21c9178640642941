// SPDX-License-Identifier: Apache-2.0
/** SMS by a gateway with a JSON interface. It recognises a message by its key, and tells of it by signed callbacks. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { complaints, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import type { Provider, SmsSetting, Tried } from '../sending/provider.ts';
import { takeReceipt } from '../sending/receipts.ts';

const timeoutMs = 10_000;

export const gatewayProvider = (
  module: ModuleRuntime,
  { id, url, key, from, perSecond, perDay }: SmsSetting,
): Provider => ({
  ...{ id, channel: 'sms', perSecond, perDay, atOnce: 20 },
  send: async (row, { short }) => {
    const response = await fetch(`${url.replace(/\/$/, '')}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': row.id },
      body: JSON.stringify({
        ...{ to: String(row.address), from, text: short, reference: row.id },
        callbackUrl: `${module.publicUrl}/api/notifications/receipts/${id}`,
      }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => error as Error);
    if (response instanceof Error) {
      const refused = (response.cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';
      return refused
        ? { kind: 'again', reason: 'away', away: true }
        : { kind: 'uncertain', reason: 'no-answer', away: true };
    }
    return outcomeOf(response);
  },
});

async function outcomeOf(response: Response): Promise<Tried> {
  const answer = (await response.json().catch(() => ({}))) as { id?: unknown };
  if (response.ok)
    return typeof answer.id === 'string'
      ? { kind: 'sent', ref: answer.id.slice(0, 100) }
      : { kind: 'uncertain', reason: 'answer-unreadable' };
  const reason = `gateway-${response.status}`;
  if (response.status === 429) return { kind: 'again', reason };
  if (response.status >= 500) return { kind: 'again', reason, away: true };
  return { kind: 'failed', permanent: true, reason };
}

const toleranceSeconds = 300;
/** Whether `Gateway-Signature: t=…,v1=…` is the HMAC-SHA256 over `t.body`, made within five minutes. */
function isSigned(module: ModuleRuntime, secret: string, header: string, body: Buffer): boolean {
  const [, seconds, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (!seconds || !mac) return false;
  if (Math.abs(module.clock.now().getTime() / 1000 - Number(seconds)) > toleranceSeconds) return false;
  return timingSafeEqual(
    createHmac('sha256', secret).update(`${seconds}.`).update(body).digest(),
    Buffer.from(mac, 'hex'),
  );
}

const Word = Type.Object({
  id: Type.String({ maxLength: 100 }),
  state: Type.Enum(['delivered', 'undeliverable', 'expired']),
  error: Type.Optional(Type.String({ maxLength: 100 })),
});
const states = { delivered: 'delivered', undeliverable: 'failed-permanent', expired: 'failed-temporary' } as const;

/** Refuses notifications.receipt-unsigned, notifications.receipt-unreadable. */
export async function takeGatewayReceipt(
  module: ModuleRuntime,
  setting: SmsSetting | undefined,
  header: string | undefined,
  body: Buffer,
): Promise<void> {
  if (!setting?.secret || !isSigned(module, setting.secret, header ?? '', body))
    refuse(
      'unauthenticated',
      'notifications.receipt-unsigned',
      'The receipt is not signed by the gateway, or too old.',
    );
  let word: unknown;
  try {
    word = JSON.parse(body.toString());
  } catch {
    word = undefined;
  }
  if (complaints(Word, word).length > 0) refuse('invalid', 'notifications.receipt-unreadable', 'This is no receipt.');
  const { id, state, error } = word as Static<typeof Word>;
  await module.tx({ kind: 'system' }, (tx: Tx) =>
    takeReceipt(tx, { provider: setting.id, ref: id }, states[state], error),
  );
}
