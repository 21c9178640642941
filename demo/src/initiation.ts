// SPDX-License-Identifier: Apache-2.0
/**
 * A payer's bank that lets others initiate payments after the Berlin Group's NextGenPSD2 (Payment Initiation Service, redirect
 * approach): SEPA credit transfers, their status, and the page on which the payer agrees. Errors are `tppMessages`.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { type AppendFile, openAppendFile } from './append-file.ts';
import { html, page, pageHeaders, stylesheet } from './html.ts';
import { listen, newServer, type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber } from './settings.ts';

export interface InitiationOptions {
  readonly dataDir: string;
  readonly port?: number;
}

const Transfer = Type.Object(
  {
    endToEndIdentification: Type.Optional(Type.String({ maxLength: 35 })),
    instructedAmount: Type.Object({
      currency: Type.String({ pattern: '^[A-Z]{3}$' }),
      amount: Type.String({ pattern: '^\\d{1,14}(\\.\\d{1,3})?$' }),
    }),
    debtorAccount: Type.Optional(Type.Object({ iban: Type.String() })),
    creditorAccount: Type.Object({ iban: Type.String({ pattern: '^[A-Z]{2}\\d{2}[A-Z0-9]{1,30}$' }) }),
    creditorName: Type.String({ minLength: 1, maxLength: 70 }),
    remittanceInformationUnstructured: Type.Optional(Type.String({ maxLength: 140 })),
  },
  { additionalProperties: false },
);
interface Payment {
  readonly id: string;
  readonly requestId: string;
  readonly transfer: Type.Static<typeof Transfer>;
  readonly redirectUri: string;
  /** ISO 20022: received, technically valid, settled on the payer's account, rejected. */
  readonly status: 'RCVD' | 'ACTC' | 'ACSC' | 'RJCT';
}
interface Bank {
  readonly file: AppendFile<Payment>;
  readonly byId: Map<string, Payment>;
  readonly ownUrl: () => string;
}
type Asked = { Params: { id: string }; Body: Type.Static<typeof Transfer>; Querystring: object };

const product = '/v1/payments/sepa-credit-transfers';
const refuse = (reply: FastifyReply, status: number, code: string, text: string) =>
  reply.code(status).send({ tppMessages: [{ category: 'ERROR', code, text }] });
const unknown = (reply: FastifyReply) => refuse(reply, 404, 'RESOURCE_UNKNOWN', 'There is no such payment.');

function keep({ file, byId }: Bank, payment: Payment): Payment {
  file.append(payment);
  byId.set(payment.id, payment);
  return payment;
}

export async function startInitiation({ dataDir, port = 0 }: InitiationOptions): Promise<RunningService> {
  const file = openAppendFile<Payment>(join(dataDir, 'initiation.jsonl'));
  let ownUrl = '';
  const bank: Bank = { file, byId: new Map(file.earlier.map((one) => [one.id, one])), ownUrl: () => ownUrl };
  const app = newServer();
  await app.register(formbody);
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  addService(app, bank);
  addPayer(app, bank);
  const server = await listen(app, port);
  ownUrl = server.url;
  return {
    url: server.url,
    async close() {
      await server.close();
      file.close();
    },
  };
}

function addService(app: FastifyInstance, bank: Bank): void {
  app.addHook('onSend', async (request, reply) => {
    const id = request.headers['x-request-id'];
    if (typeof id === 'string') reply.header('x-request-id', id);
  });
  app.addHook('preValidation', async (request, reply) => {
    if (!request.url.startsWith(product)) return;
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(request.headers['x-request-id'])))
      return refuse(reply, 400, 'FORMAT_ERROR', 'X-Request-ID has to be a UUID.');
  });
  app.post<Asked>(product, { schema: { body: Transfer } }, (request, reply) => {
    const redirectUri = String(request.headers['tpp-redirect-uri'] ?? '');
    if (!request.headers['psu-ip-address']) return refuse(reply, 400, 'FORMAT_ERROR', 'PSU-IP-Address is missing.');
    if (!URL.canParse(redirectUri)) return refuse(reply, 400, 'FORMAT_ERROR', 'TPP-Redirect-URI is missing.');
    const requestId = String(request.headers['x-request-id']);
    // Asked again under the same request: the same payment.
    const payment =
      [...bank.byId.values()].find((one) => one.requestId === requestId) ??
      keep(bank, {
        id: randomBytes(18).toString('hex'),
        requestId,
        transfer: request.body,
        redirectUri,
        status: 'RCVD',
      });
    return reply.code(201).send(started(bank, payment));
  });
  app.get<Asked>(`${product}/:id`, (request, reply) => {
    const payment = bank.byId.get(request.params.id);
    return payment ? reply.send({ ...payment.transfer, transactionStatus: payment.status }) : unknown(reply);
  });
  app.get<Asked>(`${product}/:id/status`, (request, reply) => {
    const payment = bank.byId.get(request.params.id);
    return payment ? reply.send({ transactionStatus: payment.status }) : unknown(reply);
  });
}

const started = (bank: Bank, { id, status }: Payment) => ({
  transactionStatus: status,
  paymentId: id,
  _links: {
    scaRedirect: { href: `${bank.ownUrl()}/agree/${id}` },
    self: { href: `${product}/${id}` },
    status: { href: `${product}/${id}/status` },
  },
});

function addPayer(app: FastifyInstance, bank: Bank): void {
  const send = (reply: FastifyReply, payment: Payment) =>
    reply.headers(pageHeaders([new URL(payment.redirectUri).origin])).send(agreePage(payment));
  app.get<Asked>('/agree/:id', (request, reply) => {
    const payment = bank.byId.get(request.params.id);
    if (!payment) return unknown(reply);
    return send(reply, payment.status === 'RCVD' ? keep(bank, { ...payment, status: 'ACTC' }) : payment);
  });
  app.post<{ Params: { id: string }; Body: { decision?: string } | undefined }>('/agree/:id', (request, reply) => {
    const payment = bank.byId.get(request.params.id);
    if (!payment) return unknown(reply);
    const decided = { agree: 'ACSC', refuse: 'RJCT' } as const;
    const status = decided[request.body?.decision as keyof typeof decided];
    if (status && (payment.status === 'RCVD' || payment.status === 'ACTC')) keep(bank, { ...payment, status });
    return reply.redirect(payment.redirectUri, 303);
  });
}

function agreePage({ id, transfer, redirectUri, status }: Payment): string {
  const open = status === 'RCVD' || status === 'ACTC';
  const form = html`<form method="post" action="/agree/${id}"><button name="decision" value="agree">Agree to the transfer</button>
<button name="decision" value="refuse" class="quiet">Refuse</button></form>`;
  const body = html`<header><span class="brand">Steppe Savings Bank</span></header><main><h1>Agree to a transfer</h1>
<p class="amount">${transfer.instructedAmount.amount} ${transfer.instructedAmount.currency}</p>
<dl><dt>To</dt><dd><bdi>${transfer.creditorName}</bdi></dd><dt>IBAN</dt><dd><bdi dir="ltr">${transfer.creditorAccount.iban}</bdi></dd>
<dt>For</dt><dd><bdi>${transfer.remittanceInformationUnstructured ?? ''}</bdi></dd></dl>
${open ? form : html`<p class="good">This transfer is over: ${status}.</p><p><a href="${redirectUri}">Return</a></p>`}
<p><small>A bank for trying things out: no real money moves.</small></p></main>`;
  return page('Agree to a transfer', body, 'en');
}

/** Settings: INITIATION_PORT (4715), DEMO_DATA. */
export const initiation = (): Promise<RunningService> =>
  startInitiation({ dataDir: dataFolder(), port: portNumber('INITIATION_PORT', 4715) });

if (import.meta.main) await runProgram(async () => ({ initiation: await initiation() }));
