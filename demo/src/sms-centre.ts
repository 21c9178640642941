// SPDX-License-Identifier: Apache-2.0
/** A message centre: takes SMS by SMPP and by HTTP, shows them on the phones they went to, and tells later what became of each. */
import { setTimeout } from 'node:timers/promises';
import { html, page, pageHeaders, stylesheet } from './html.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, secret, wholeNumber } from './settings.ts';
import { signBody } from './signature.ts';
import { type CaughtSms, fateOf, openPhones } from './sms-centre/phones.ts';
import { listenSmpp } from './sms-centre/smpp-listener.ts';

export interface SmsCentreOptions {
  /** Of the web page and the HTTP gateway. */
  readonly port?: number;
  readonly smppPort?: number;
  /** Key of the HTTP gateway, secret of its callbacks, and the password of SMPP (its first eight letters). */
  readonly secret: string;
  /** Receipts come so much later; 500 when missing. */
  readonly receiptMs?: number;
  readonly keep?: number;
  readonly dataDir?: string;
}
export interface RunningSmsCentre extends RunningService {
  /** `smpp://stoa:…@127.0.0.1:<port>`. */
  readonly smppUrl: string;
  /** From now on messages by SMPP are answered with this status; 0 takes them again. */
  refuseWith(status: number): void;
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

interface Order {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly callbackUrl?: string;
}
const orderSchema = {
  type: 'object',
  required: ['to', 'from', 'text'],
  properties: {
    to: { type: 'string', maxLength: 20 },
    from: { type: 'string', maxLength: 20 },
    text: { type: 'string', maxLength: 2000 },
    reference: { type: 'string', maxLength: 100 },
    callbackUrl: { type: 'string', maxLength: 500 },
  },
};

/** `POST /messages` (bearer key, `Idempotency-Key`), `GET /messages?to=`, pages `GET /` and `GET /phones/:number`. */
export async function startSmsCentre(options: SmsCentreOptions): Promise<RunningSmsCentre> {
  const { secret: key, receiptMs = 500, keep = 1000, dataDir } = options;
  const phones = openPhones(dataDir, keep);
  let refusal = 0;
  const smpp = await listenSmpp({
    ...{ port: options.smppPort ?? 0, systemId: 'stoa', password: key.slice(0, 8), receiptMs, phones },
    refuseWith: () => refusal,
  });
  const app = newServer();
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  app.post<{ Body: Order }>('/messages', { schema: { body: orderSchema } }, (request, reply) => {
    const { to, from, text, callbackUrl } = request.body;
    if (request.headers.authorization !== `Bearer ${key}`)
      return sendProblem(reply, 401, 'sms.key-wrong', 'The key is not known here.');
    if (!/^\+\d{8,15}$/.test(to))
      return sendProblem(reply, 422, 'sms.number-wrong', 'The number is not international.');
    if (callbackUrl && !loopback.includes(new URL(callbackUrl).hostname))
      return sendProblem(reply, 422, 'sms.callback-refused', 'Only addresses of this machine are called.');
    const given = request.headers['idempotency-key'];
    const { message, fresh } = phones.keep(
      { to, from, text, by: 'http' },
      typeof given === 'string' ? given : undefined,
    );
    if (fresh && callbackUrl) void tell(callbackUrl, key, message, receiptMs);
    return reply.code(202).send({ id: message.id });
  });
  app.get<{ Querystring: { to?: unknown } }>('/messages', ({ query: { to } }) =>
    typeof to === 'string' ? phones.messages.filter((one) => one.to === to) : phones.messages,
  );
  app.get('/', (_request, reply) => reply.headers(pageHeaders()).send(phonesPage(phones.messages)));
  app.get<{ Params: { number: string } }>('/phones/:number', (request, reply) => {
    const number = `+${request.params.number.replace(/\D/g, '')}`;
    return reply.headers(pageHeaders()).send(
      phonePage(
        number,
        phones.messages.filter((one) => one.to === number),
      ),
    );
  });
  const web = await listen(app, options.port ?? 0).catch(async (error: unknown) => {
    await smpp.close();
    throw error;
  });
  return {
    url: web.url,
    smppUrl: `smpp://stoa:${key.slice(0, 8)}@127.0.0.1:${smpp.port}`,
    refuseWith: (status) => {
      refusal = status;
    },
    close: async () => {
      await Promise.all([web.close(), smpp.close()]);
      phones.close();
    },
  };
}

/** Told again with growing pauses until it is heard, for a few minutes. */
async function tell(url: string, key: string, message: CaughtSms, receiptMs: number): Promise<void> {
  const body = JSON.stringify({ id: message.id, state: fateOf(message.to) });
  for (let pause = receiptMs; pause < 120_000; pause = pause * 2 + 100) {
    await setTimeout(pause, undefined, { ref: false });
    const headers = { 'content-type': 'application/json', 'gateway-signature': signBody(key, body, new Date()) };
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
}

function phonesPage(messages: readonly CaughtSms[]): string {
  const numbers = [...new Set(messages.map(({ to }) => to))];
  const rows = numbers.map((to) => {
    const own = messages.filter((one) => one.to === to);
    return html`<tr><td><a href="/phones/${to.slice(1)}">${to}</a></td><td>${own.length}</td><td>${own[0]?.receivedAt.slice(0, 19).replace('T', ' ') ?? ''}</td></tr>`;
  });
  const table = html`<div class="table" role="region" aria-label="Phones" tabindex="0"><table><thead><tr><th scope="col">Phone</th><th scope="col">Messages</th><th scope="col">Last (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const body = html`<header><span class="brand">Message centre</span></header><main class="wide"><h1>Phones</h1>${numbers.length > 0 ? table : html`<p>No message yet.</p>`}</main>`;
  return page('Phones', body);
}

function phonePage(number: string, messages: readonly CaughtSms[]): string {
  const items = messages.map(
    (one) =>
      html`<li><p>${one.receivedAt.slice(0, 19).replace('T', ' ')}, ${one.from} (${one.by.toUpperCase()})</p><pre dir="auto">${one.text}</pre></li>`,
  );
  const body = html`<header><span class="brand">Message centre</span><nav aria-label="Pages"><a href="/">All phones</a></nav></header>
<main class="wide"><h1>${number}</h1>${messages.length > 0 ? html`<ul>${items}</ul>` : html`<p>No message yet.</p>`}</main>`;
  return page(number, body);
}

/** Settings: SMS_CENTRE_PORT (4717), SMS_CENTRE_SMPP_PORT (4776), SMS_CENTRE_SECRET, SMS_CENTRE_RECEIPT_MS (2000), DEMO_DATA. */
export const smsCentre = () =>
  startSmsCentre({
    port: portNumber('SMS_CENTRE_PORT', 4717),
    smppPort: portNumber('SMS_CENTRE_SMPP_PORT', 4776),
    secret: secret('SMS_CENTRE_SECRET'),
    receiptMs: wholeNumber('SMS_CENTRE_RECEIPT_MS', 2000),
    dataDir: dataFolder(),
  });

/** The centre as two named services: its page with the gateway, and its SMPP address. */
export async function smsServices(): Promise<Record<string, RunningService>> {
  const centre = await smsCentre();
  return { smsCentre: centre, smpp: { url: centre.smppUrl, close: async () => undefined } };
}

if (import.meta.main) await runProgram(smsServices);
