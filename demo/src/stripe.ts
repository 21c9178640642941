// SPDX-License-Identifier: Apache-2.0
/**
 * A payment service that speaks the published API of Stripe, as far as a merchant needs it who leads payers to a page: PaymentIntents,
 * refunds, disputes, signed webhooks. Form-encoded bodies, `Idempotency-Key`, `Stripe-Version`, errors as `{ error: { type, code } }`.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Callbacks } from './bank/callbacks.ts';
import { pageHeaders, stylesheet } from './html.ts';
import { listen, newServer, type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, secret, text } from './settings.ts';
import { Intents, type Intent, type Outcome } from './stripe/intents.ts';
import { payPage } from './stripe/pages.ts';

export interface StripeOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly secretKey: string;
  readonly webhookSecret: string;
  /** Where events go; none are sent without it. */
  readonly webhookUrl?: string;
  readonly retryMs?: number;
}

type Form = Readonly<Record<string, string | undefined>>;
type Asked = { Params: { id: string }; Body: Form | undefined };

const digest = (value: string) => createHash('sha256').update(value).digest();
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const fail = (reply: FastifyReply, status: number, type: string, code: string, message: string, param?: string) =>
  reply.code(status).send({ error: { type, code, message, ...(param ? { param } : {}) } });
const invalid = (reply: FastifyReply, code: string, message: string, param?: string) =>
  fail(reply, 400, 'invalid_request_error', code, message, param);
const missing = (reply: FastifyReply, what: string, id: string) =>
  fail(reply, 404, 'invalid_request_error', 'resource_missing', `No such ${what}: '${id}'`, 'id');

/** The merchant's side under `/v1`; `/pay/{id}` for the payer. */
export async function startStripe(options: StripeOptions): Promise<RunningService> {
  const intents = new Intents(join(options.dataDir, 'stripe.jsonl'));
  const callbacks = new Callbacks({
    secret: options.webhookSecret,
    header: 'stripe-signature',
    retryMs: options.retryMs ?? 500,
    settle: intents.settle,
  });
  const app = newServer();
  await app.register(formbody);
  let ownUrl = '';
  const tell = (type: string, object: object) => {
    if (options.webhookUrl) callbacks.schedule(intents.event(type, object, options.webhookUrl));
  };
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  await app.register(
    async (merchant) => addMerchant(merchant, { intents, options, tell, pageUrl: (id) => `${ownUrl}/pay/${id}` }),
    {
      prefix: '/v1',
    },
  );
  addPayer(app, intents, tell);
  const server = await listen(app, options.port ?? 0);
  ownUrl = server.url;
  for (const callback of intents.owed()) callbacks.schedule(callback);
  return {
    url: server.url,
    async close() {
      await server.close();
      await callbacks.close();
      intents.close();
    },
  };
}

interface Service {
  readonly intents: Intents;
  readonly options: StripeOptions;
  readonly tell: (type: string, object: object) => void;
  readonly pageUrl: (id: string) => string;
}

function addMerchant(app: FastifyInstance, { intents, options, tell, pageUrl }: Service): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!same(request.headers.authorization ?? '', `Bearer ${options.secretKey}`))
      return fail(reply, 401, 'invalid_request_error', 'api_key_invalid', 'Invalid API Key provided.');
  });
  // What was asked under a key is answered as it was; the same key with other parameters is an error.
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string') return;
    const said = `${request.url} ${JSON.stringify(request.body ?? {})}`;
    const known = intents.answered(key);
    if (!known) return;
    if (known.said !== said)
      return fail(
        reply,
        400,
        'idempotency_error',
        'idempotency_key_in_use',
        'Keys can only be used with the same parameters.',
      );
    return reply.code(200).header('idempotent-replayed', 'true').type('application/json').send(known.body);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.headers['idempotency-key'];
    const said = `${request.url} ${JSON.stringify(request.body ?? {})}`;
    if (request.method === 'POST' && typeof key === 'string' && reply.statusCode === 200 && !intents.answered(key))
      intents.keepAnswer(key, { said, body: String(payload) });
    return payload;
  });
  const shown = (intent: Intent, expanded = false) => intents.shown(intent, pageUrl(intent.id), expanded);
  app.post<Asked>('/payment_intents', (request, reply) => {
    const form = request.body ?? {};
    const amount = Number(form['amount']);
    const currency = form['currency'] ?? '';
    if (!Number.isSafeInteger(amount) || amount < 1 || amount > 99_999_999)
      return invalid(reply, 'parameter_invalid_integer', 'Invalid integer: amount', 'amount');
    if (!/^[a-z]{3}$/.test(currency)) return invalid(reply, 'parameter_invalid', 'Invalid currency', 'currency');
    if (form['confirm'] !== 'true' || !form['payment_method_data[type]'])
      return invalid(
        reply,
        'parameter_missing',
        'This service confirms at once, with a method.',
        'payment_method_data[type]',
      );
    if (!URL.canParse(form['return_url'] ?? ''))
      return invalid(reply, 'parameter_missing', 'A method that leads elsewhere needs a return_url.', 'return_url');
    const { description = '', return_url: returnUrl = '' } = form;
    return reply.send(
      shown(intents.open({ amount, currency, description, returnUrl, method: form['payment_method_data[type]'] })),
    );
  });
  app.get<Asked>('/payment_intents/:id', (request, reply) => {
    const intent = intents.get(request.params.id);
    const { 'expand[]': expand } = request.query as { 'expand[]'?: string };
    return intent
      ? reply.send(shown(intent, expand === 'latest_charge'))
      : missing(reply, 'payment_intent', request.params.id);
  });
  app.post<Asked>('/refunds', (request, reply) => {
    const form = request.body ?? {};
    const intent = intents.get(form['payment_intent'] ?? '');
    if (!intent) return missing(reply, 'payment_intent', form['payment_intent'] ?? '');
    const amount = form['amount'] === undefined ? intent.amount - intent.refunded : Number(form['amount']);
    const refund = Number.isSafeInteger(amount) && amount > 0 ? intents.refund(intent, amount) : undefined;
    if (!refund)
      return invalid(reply, 'charge_already_refunded', 'More cannot be refunded than is left of the charge.', 'amount');
    tell('charge.refunded', intents.chargeOf(refund.intent));
    return reply.send({ id: refund.id, object: 'refund', amount, payment_intent: intent.id, status: 'succeeded' });
  });
  app.get('/disputes', (request, reply) => {
    const { payment_intent: id } = request.query as { payment_intent?: string };
    const intent = id ? intents.get(id) : undefined;
    return reply.send({ object: 'list', has_more: false, data: intent?.dispute ? [intents.disputeOf(intent)] : [] });
  });
  app.post<Asked>('/disputes/:id', (request, reply) => {
    const evidence = request.body?.['evidence[uncategorized_text]'] ?? '';
    const intent = intents.byDispute(request.params.id);
    if (!intent) return missing(reply, 'dispute', request.params.id);
    // As in Stripe's own test mode these words decide.
    const won = evidence.includes('winning_evidence') || !evidence.includes('losing_evidence');
    const after = request.body?.['submit'] === 'true' ? intents.endDispute(intent, won ? 'won' : 'lost') : intent;
    if (after !== intent) tell('charge.dispute.closed', intents.disputeOf(after));
    return reply.send(intents.disputeOf(after));
  });
  app.post<Asked>('/disputes/:id/close', (request, reply) => {
    const intent = intents.byDispute(request.params.id);
    if (!intent) return missing(reply, 'dispute', request.params.id);
    const after = intents.endDispute(intent, 'lost');
    if (after !== intent) tell('charge.dispute.closed', intents.disputeOf(after));
    return reply.send(intents.disputeOf(after));
  });
}

function addPayer(app: FastifyInstance, intents: Intents, tell: Service['tell']): void {
  const headersOf = ({ returnUrl }: Intent) => pageHeaders([new URL(returnUrl).origin]);
  app.get<Asked>('/pay/:id', (request, reply) => {
    const intent = intents.get(request.params.id);
    if (!intent) return missing(reply, 'page', request.params.id);
    return reply.headers(headersOf(intent)).send(payPage(intent));
  });
  app.post<Asked>('/pay/:id', (request, reply) => {
    const intent = intents.get(request.params.id);
    if (!intent) return missing(reply, 'page', request.params.id);
    const outcome = (['pays', 'fails', 'disputes'] as const).find((one) => one === request.body?.['outcome']);
    if (!outcome) return reply.code(422).headers(headersOf(intent)).send(payPage(intent));
    act(intents, intent, outcome, tell);
    const back = new URL(intent.returnUrl);
    back.searchParams.set('payment_intent', intent.id);
    back.searchParams.set('redirect_status', outcome === 'fails' ? 'failed' : 'succeeded');
    return reply.redirect(back.href, 303);
  });
}

/** Sending the page twice changes nothing the second time. */
function act(intents: Intents, intent: Intent, outcome: Outcome, tell: Service['tell']): void {
  if (intent.status !== 'requires_action') return;
  if (outcome === 'fails') {
    const failed = intents.fail(intent);
    tell('payment_intent.payment_failed', intents.shown(failed, '', false));
    return;
  }
  const paid = intents.pay(intent);
  tell('payment_intent.succeeded', intents.shown(paid, '', false));
  if (outcome === 'disputes') tell('charge.dispute.created', intents.disputeOf(intents.dispute(paid)));
}

/** Settings: STRIPE_PORT (4714), STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_WEBHOOK_URL, DEMO_DATA. */
export function stripe(): Promise<RunningService> {
  const webhookUrl = text('STRIPE_WEBHOOK_URL', '');
  return startStripe({
    dataDir: dataFolder(),
    port: portNumber('STRIPE_PORT', 4714),
    secretKey: secret('STRIPE_SECRET_KEY'),
    webhookSecret: secret('STRIPE_WEBHOOK_SECRET'),
    ...(webhookUrl && { webhookUrl }),
  });
}

if (import.meta.main) await runProgram(async () => ({ stripe: await stripe() }));
