// SPDX-License-Identifier: Apache-2.0
/** The bank of the demo. Settings: `STOA_BANK_URL`, `STOA_BANK_KEY`, `STOA_BANK_SECRET` (of its callbacks). */
import { complaints, type ModuleRuntime } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import { askProvider, away, jsonOf, malformed, type Provider, unsigned, type Word } from './provider.ts';
import { isSigned } from './signature.ts';

const facts = {
  amountMinor: Type.Integer(),
  currency: Type.String({ maxLength: 3 }),
  state: Type.Enum(['open', 'paid', 'abandoned', 'refunded']),
  paymentId: Type.Optional(Type.String({ maxLength: 100 })),
  refundedMinor: Type.Optional(Type.Integer({ minimum: 0 })),
};
const Checkout = Type.Object({ id: Type.String({ maxLength: 100 }), pageUrl: Type.Optional(Type.String()), ...facts });
const Callback = Type.Object({
  id: Type.String({ maxLength: 100 }),
  type: Type.String({ maxLength: 100 }),
  data: Type.Object({ checkoutId: Type.String({ maxLength: 100 }), ...facts }),
});

async function request(module: ModuleRuntime, path: string, body?: unknown): Promise<Word> {
  const { STOA_BANK_URL: url, STOA_BANK_KEY: key } = module.config.env;
  if (!url || !key) return away();
  const found = await askProvider(module, url + path, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (complaints(Checkout, found).length > 0) return away();
  return found as Static<typeof Checkout>;
}

export const bank: Provider = {
  configured: ({ config }) => Boolean(config.env.STOA_BANK_URL),
  asksOnReturn: false,
  start: (module, order) => request(module, '/v1/checkouts', order),
  ask: (module, id) => request(module, `/v1/checkouts/${encodeURIComponent(id)}`),
  refund: (module, checkoutId, amountMinor, reference) =>
    request(module, '/v1/refunds', { checkoutId, amountMinor, reference }),
  readCallback: async (module, headers, body) => {
    if (!isSigned(headers['bank-signature'], module.config.env.STOA_BANK_SECRET, body, module.clock.now())) unsigned();
    const parsed = jsonOf(body);
    if (complaints(Callback, parsed).length > 0) malformed();
    const { checkoutId: id, ...word } = (parsed as Static<typeof Callback>).data;
    return { id, ...word };
  },
};
