// SPDX-License-Identifier: Apache-2.0
/**
 * Stripe: a PaymentIntent confirmed with a method that leads to a page of its own, so that the portal needs no script of others.
 * Written for the API version below, which every request names. Settings: `STOA_STRIPE_KEY`, `STOA_STRIPE_WEBHOOK_SECRET`,
 * `STOA_STRIPE_METHOD` (`ideal`), `STOA_STRIPE_URL` (`https://api.stripe.com`).
 */
import { complaints, type ModuleRuntime } from '@stoa/kernel';
import { type Static, Type } from 'typebox';
import {
  askProvider,
  away,
  type DisputeWord,
  jsonOf,
  malformed,
  type Provider,
  unsigned,
  type Word,
} from './provider.ts';
import { isSigned } from './signature.ts';

const apiVersion = '2024-06-20';

const Id = Type.String({ maxLength: 255 });
const Charge = Type.Object({
  id: Id,
  amount_refunded: Type.Integer(),
  payment_intent: Type.Optional(Type.Union([Id, Type.Null()])),
});
const Intent = Type.Object({
  id: Id,
  object: Type.Literal('payment_intent'),
  amount: Type.Integer(),
  currency: Type.String({ maxLength: 3 }),
  status: Type.String({ maxLength: 60 }),
  next_action: Type.Optional(Type.Unknown()),
  /** An id, or the charge itself where it was asked for. */
  latest_charge: Type.Optional(Type.Unknown()),
});
const Dispute = Type.Object({
  id: Id,
  object: Type.Literal('dispute'),
  amount: Type.Integer({ minimum: 1 }),
  payment_intent: Id,
  reason: Type.String({ maxLength: 100 }),
  status: Type.String({ maxLength: 60 }),
  evidence_details: Type.Optional(Type.Object({ due_by: Type.Optional(Type.Union([Type.Integer(), Type.Null()])) })),
});
const Event = Type.Object({
  id: Id,
  object: Type.Literal('event'),
  type: Type.String({ maxLength: 100 }),
  data: Type.Object({ object: Type.Unknown() }),
});

async function request(
  module: ModuleRuntime,
  path: string,
  form?: Readonly<Record<string, string>>,
  key?: string,
): Promise<unknown> {
  const { STOA_STRIPE_KEY: secret, STOA_STRIPE_URL: url = 'https://api.stripe.com' } = module.config.env;
  if (!secret) return away();
  return askProvider(module, url + path, {
    method: form ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${secret}`,
      'stripe-version': apiVersion,
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    ...(form ? { body: new URLSearchParams(form).toString() } : {}),
  });
}

const fits = <Schema extends Type.TSchema>(schema: Schema, value: unknown): value is Static<Schema> =>
  complaints(schema, value).length === 0;

/** A method that was refused leaves the intent open for another: for us that attempt is over. */
const over = ['canceled', 'requires_payment_method'];

function wordOf(intent: unknown): Word {
  if (!fits(Intent, intent)) return away();
  const charge = fits(Charge, intent.latest_charge) ? intent.latest_charge : undefined;
  const next = intent.next_action as { redirect_to_url?: { url?: unknown } } | null | undefined;
  const pageUrl = next?.redirect_to_url?.url;
  return {
    id: intent.id,
    state: intent.status === 'succeeded' ? 'paid' : over.includes(intent.status) ? 'abandoned' : 'open',
    amountMinor: intent.amount,
    currency: intent.currency.toUpperCase(),
    ...(charge ? { paymentId: charge.id, refundedMinor: charge.amount_refunded } : {}),
    ...(typeof pageUrl === 'string' ? { pageUrl } : {}),
  };
}

const ask = async (module: ModuleRuntime, id: string): Promise<Word> =>
  wordOf(await request(module, `/v1/payment_intents/${encodeURIComponent(id)}?expand[]=latest_charge`));

const disputeStates: Readonly<Record<string, DisputeWord['state']>> = { won: 'won', lost: 'lost' };

export const stripe: Provider = {
  configured: ({ config }) => Boolean(config.env.STOA_STRIPE_KEY),
  asksOnReturn: true,
  start: async (module, { reference, amountMinor, currency, description, returnUrl }) =>
    wordOf(
      await request(
        module,
        '/v1/payment_intents',
        {
          amount: String(amountMinor),
          currency: currency.toLowerCase(),
          description,
          'metadata[reference]': reference,
          'payment_method_types[]': module.config.env.STOA_STRIPE_METHOD ?? 'ideal',
          'payment_method_data[type]': module.config.env.STOA_STRIPE_METHOD ?? 'ideal',
          confirm: 'true',
          return_url: returnUrl,
        },
        reference,
      ),
    ),
  ask,
  refund: async (module, id, amountMinor, key) => {
    await request(module, '/v1/refunds', { payment_intent: id, amount: String(amountMinor) }, key);
    return ask(module, id);
  },
  /** An event is a hint: what the payment has come to is asked, so that no order of events matters. */
  readCallback: async (module, headers, body) => {
    const secret = module.config.env.STOA_STRIPE_WEBHOOK_SECRET;
    if (!isSigned(headers['stripe-signature'], secret, body, module.clock.now())) unsigned();
    const event = jsonOf(body);
    if (!fits(Event, event)) return malformed();
    const { object } = event.data;
    if (event.type.startsWith('charge.dispute.')) {
      if (!fits(Dispute, object)) return malformed();
      const due = object.evidence_details?.due_by;
      return {
        ...(await ask(module, object.payment_intent)),
        dispute: {
          id: object.id,
          state: disputeStates[object.status] ?? 'open',
          amountMinor: object.amount,
          reason: object.reason,
          ...(due ? { answerBy: new Date(due * 1000).toISOString() } : {}),
        },
      };
    }
    if (event.type.startsWith('payment_intent.')) return fits(Intent, object) ? ask(module, object.id) : malformed();
    if (!event.type.startsWith('charge.')) return undefined;
    if (!fits(Charge, object)) return malformed();
    return object.payment_intent ? ask(module, object.payment_intent) : undefined;
  },
  answerDispute: async (module, id, evidence) => {
    const path = `/v1/disputes/${encodeURIComponent(id)}`;
    if (evidence === undefined) await request(module, `${path}/close`, {}, `close-${id}`);
    else await request(module, path, { 'evidence[uncategorized_text]': evidence, submit: 'true' }, `evidence-${id}`);
  },
};
