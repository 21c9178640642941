// SPDX-License-Identifier: Apache-2.0
/** Meridia Bank: a payment provider for trying things out, with its own page, signed callbacks and refunds. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import formbody from '@fastify/formbody';
import { currency } from '@stoa/country-xm';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { Callbacks } from './bank/callbacks.ts';
import { type Checkout, type CheckoutRequest, Checkouts } from './bank/checkouts.ts';
import { checkoutPage, returnAddress, testCards } from './bank/pages.ts';
import { chooseLanguage } from './bank/texts.ts';
import { pageHeaders, stylesheet } from './html.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, secret, text, wholeNumber } from './settings.ts';

export interface BankOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** Bearer token of the merchant. */
  readonly merchantKey: string;
  /** Secret of the callbacks' signature. */
  readonly callbackSecret: string;
  /** Address under which payers reach the bank; its own when missing. */
  readonly publicUrl?: string;
  /** Hosts beside the loopback that callbacks may go to. */
  readonly callbackHosts?: readonly string[];
  /** Delay of the late card's callback; 20,000 when missing. */
  readonly lateCallbackMs?: number;
  /** Pause before a callback's second try; 500 when missing. */
  readonly callbackRetryMs?: number;
}

interface Bank {
  readonly checkouts: Checkouts;
  readonly callbacks: Callbacks;
  readonly merchantKey: string;
  readonly callbackHosts: ReadonlySet<string>;
  readonly lateCallbackMs: number;
  pageUrl(id: string): string;
}

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * `POST /v1/checkouts`, `GET /v1/checkouts/{id}`, `POST /v1/refunds` for the merchant; `/pay/{id}` for the payer. What
 * happened and which callbacks are owed survives a restart.
 */
export async function startBank(options: BankOptions): Promise<RunningService> {
  const checkouts = new Checkouts(join(options.dataDir, 'bank.jsonl'));
  const callbacks = new Callbacks({
    secret: options.callbackSecret,
    retryMs: options.callbackRetryMs ?? 500,
    settle: checkouts.settle,
  });
  let ownUrl = '';
  const bank: Bank = {
    checkouts,
    callbacks,
    merchantKey: options.merchantKey,
    callbackHosts: new Set([...loopbackHosts, ...(options.callbackHosts ?? [])]),
    lateCallbackMs: options.lateCallbackMs ?? 20_000,
    pageUrl: (id) => `${options.publicUrl ?? ownUrl}/pay/${id}`,
  };
  const app = newServer();
  await app.register(formbody);
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  await app.register(async (merchant) => addMerchantRoutes(merchant, bank), { prefix: '/v1' });
  addPayerRoutes(app, bank);
  const server = await listen(app, options.port ?? 0);
  ownUrl = server.url;
  for (const callback of checkouts.owed()) callbacks.schedule(callback);
  return {
    url: server.url,
    async close() {
      await server.close();
      await callbacks.close();
      checkouts.close();
    },
  };
}

const CheckoutBody = Type.Object(
  {
    amountMinor: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    reference: Type.String({ minLength: 1, maxLength: 200 }),
    description: Type.Optional(Type.String({ maxLength: 300 })),
    returnUrl: Type.String({ maxLength: 2_000 }),
    callbackUrl: Type.String({ maxLength: 2_000 }),
  },
  { additionalProperties: false },
);
const RefundBody = Type.Object(
  {
    checkoutId: Type.String({ maxLength: 100 }),
    /** All that is left without one. */
    amountMinor: Type.Optional(Type.Integer({ minimum: 1 })),
    /** The merchant's name for the refund. */
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  },
  { additionalProperties: false },
);
type RefundRequest = Static<typeof RefundBody>;

/** The address parsed; undefined when it is not an http address. */
function webAddress(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
const sameSecret = (given: string, known: string) => timingSafeEqual(digest(given), digest(known));

function addMerchantRoutes(app: FastifyInstance, bank: Bank): void {
  const shown = (checkout: Checkout) => ({ ...checkout, pageUrl: bank.pageUrl(checkout.id) });
  app.addHook('onRequest', async (request, reply) => {
    if (!sameSecret(request.headers.authorization ?? '', `Bearer ${bank.merchantKey}`))
      return sendProblem(reply, 401, 'bank.merchant-unknown', 'Give the merchant key as a bearer token.');
  });
  app.post<{ Body: CheckoutRequest }>('/checkouts', { schema: { body: CheckoutBody } }, (request, reply) => {
    const { body } = request;
    if (!currency(body.currency))
      return sendProblem(reply, 422, 'bank.currency-unknown', 'Give an ISO 4217 currency code.');
    const callbackUrl = webAddress(body.callbackUrl);
    if (!webAddress(body.returnUrl) || !callbackUrl)
      return sendProblem(
        reply,
        422,
        'bank.address-malformed',
        'Give http or https addresses as returnUrl and callbackUrl.',
      );
    if (!bank.callbackHosts.has(callbackUrl.hostname))
      return sendProblem(
        reply,
        422,
        'bank.callback-host-refused',
        'Callbacks go to this machine or to hosts set in BANK_CALLBACK_HOSTS.',
      );
    const checkout = bank.checkouts.open(body);
    if (!checkout)
      return sendProblem(reply, 409, 'bank.reference-taken', 'This reference stands for another amount or currency.');
    return reply.code(201).send(shown(checkout));
  });
  app.get<{ Params: { id: string } }>('/checkouts/:id', (request, reply) => {
    const checkout = bank.checkouts.get(request.params.id);
    if (!checkout) return sendProblem(reply, 404, 'bank.checkout-unknown', 'There is no such checkout.');
    return reply.send(shown(checkout));
  });
  app.post<{ Body: RefundRequest }>('/refunds', { schema: { body: RefundBody } }, (request, reply) => {
    const { checkoutId, amountMinor, reference } = request.body;
    const before = bank.checkouts.get(checkoutId);
    if (!before) return sendProblem(reply, 404, 'bank.checkout-unknown', 'There is no such checkout.');
    if (reference && before.refunds?.[reference] !== undefined) return reply.code(201).send(shown(before));
    const callback = bank.checkouts.refund(checkoutId, amountMinor, reference);
    if (callback) bank.callbacks.schedule(callback);
    const after = bank.checkouts.get(checkoutId) ?? before;
    if (!callback && after.state !== 'refunded')
      return sendProblem(
        reply,
        409,
        'bank.not-paid',
        'Only what was paid can be given back, and no more than is left of it.',
      );
    return reply.code(201).send(shown(after));
  });
}

interface PayerRequest {
  Params: { id: string };
  Querystring: { lang?: unknown };
  Body: Readonly<Record<string, unknown>> | undefined;
}

function addPayerRoutes(app: FastifyInstance, bank: Bank): void {
  const headersOf = (checkout: Checkout) => pageHeaders([new URL(checkout.returnUrl).origin]);
  app.get<PayerRequest>('/pay/:id', (request, reply) => {
    const checkout = bank.checkouts.get(request.params.id);
    if (!checkout) return sendProblem(reply, 404, 'bank.checkout-unknown', 'There is no such payment page.');
    const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
    return reply.headers(headersOf(checkout)).send(checkoutPage(checkout, language));
  });
  app.post<PayerRequest>('/pay/:id', (request, reply) => {
    const checkout = bank.checkouts.get(request.params.id);
    if (!checkout) return sendProblem(reply, 404, 'bank.checkout-unknown', 'There is no such payment page.');
    const problem = checkout.state === 'open' ? settlePage(bank, checkout, request.body ?? {}) : undefined;
    if (!problem) return reply.redirect(returnAddress(checkout), 303);
    const language = chooseLanguage(request.query.lang, request.headers['accept-language']);
    return reply
      .code(422)
      .headers(headersOf(checkout))
      .send(checkoutPage(checkout, language, problem));
  });
}

/** Does what the payer chose; the answer is what stands in the way. Sending the page twice changes nothing the second time. */
function settlePage(
  bank: Bank,
  checkout: Checkout,
  form: Readonly<Record<string, unknown>>,
): 'declined' | 'noCard' | undefined {
  if (form['action'] === 'leave') {
    const callback = bank.checkouts.abandon(checkout.id);
    if (callback) bank.callbacks.schedule(callback);
    return undefined;
  }
  const effect = Object.entries(testCards).find(([card]) => card === form['card'])?.[1];
  if (!effect) return 'noCard';
  if (effect === 'declines') return 'declined';
  const callback = bank.checkouts.pay(checkout.id, {
    delayMs: effect === 'paysLate' ? bank.lateCallbackMs : 0,
    copies: effect === 'paysRepeatedly' ? 3 : 1,
  });
  if (callback) bank.callbacks.schedule(callback);
  return undefined;
}

/**
 * Settings: BANK_PORT (4705), BANK_MERCHANT_KEY, BANK_CALLBACK_SECRET, BANK_PUBLIC_URL, BANK_CALLBACK_HOSTS (comma
 * list), BANK_LATE_CALLBACK_MS (20000), BANK_CALLBACK_RETRY_MS (500), DEMO_DATA.
 */
export function bank(): Promise<RunningService> {
  const publicUrl = process.env['BANK_PUBLIC_URL'];
  return startBank({
    dataDir: dataFolder(),
    port: portNumber('BANK_PORT', 4705),
    merchantKey: secret('BANK_MERCHANT_KEY'),
    callbackSecret: secret('BANK_CALLBACK_SECRET'),
    ...(publicUrl && { publicUrl: publicUrl.replace(/\/$/, '') }),
    callbackHosts: text('BANK_CALLBACK_HOSTS', '')
      .split(',')
      .filter((host) => host !== ''),
    lateCallbackMs: wholeNumber('BANK_LATE_CALLBACK_MS', 20_000),
    callbackRetryMs: wholeNumber('BANK_CALLBACK_RETRY_MS', 500),
  });
}

if (import.meta.main) await runProgram(async () => ({ bank: await bank() }));
