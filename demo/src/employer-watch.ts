// SPDX-License-Identifier: Apache-2.0
/** A system of the Ministry of Labour that is told when an employer's record changes, and believes only what is signed. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { eventTypes, subsystems } from '@stoa/country-xm';
import { type CloudEvent, connectorClient, ExchangeError } from '@stoa/exchange/contract';
import { openAppendFile } from './append-file.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text } from './settings.ts';

export interface EmployerWatchOptions {
  readonly connectorUrl: string;
  /** With what it knows this system. */
  readonly connectorToken?: string | undefined;
  readonly dataDir: string;
  readonly port?: number;
  /** Until it asks for its subscription again, milliseconds. */
  readonly retryMs?: number;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;
interface Noted {
  readonly id: string;
  readonly inn: string;
  readonly at: string;
  readonly data: unknown;
}

/** Standard Webhooks 1.0: one of the signatures is by the secret, over these very bytes, within five minutes. */
function isSigned(secret: string, headers: Headers, body: Buffer): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const own = createHmac('sha256', key)
    .update(`${String(id)}.${String(timestamp)}.`)
    .update(body)
    .digest();
  return String(signatures)
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
      return given.length === own.length && timingSafeEqual(given, own);
    });
}

/** `POST /events` for its connector, `GET /changes` for people. Notes each event once, however often it comes. */
export async function startEmployerWatch(options: EmployerWatchOptions): Promise<RunningService> {
  const noted = openAppendFile<Noted>(join(options.dataDir, 'employer-changes.jsonl'));
  const secrets = openAppendFile<{ secret: string }>(join(options.dataDir, 'employer-watch.jsonl'));
  const known = new Map(noted.earlier.map((one) => [one.id, one]));
  let secret = secrets.earlier.at(-1)?.secret;
  const app = newServer();
  app.addContentTypeParser('application/cloudevents+json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health', () => ({ status: 'up' }));
  app.get('/changes', () => ({ subscribed: secret !== undefined, changes: [...known.values()] }));
  app.post<{ Body: Buffer }>('/events', (request, reply) => {
    if (secret === undefined || !isSigned(secret, request.headers, request.body))
      return sendProblem(reply, 401, 'watch.unsigned', 'The event is not signed by our secret.');
    const id = String(request.headers['webhook-id']);
    const event = JSON.parse(request.body.toString()) as CloudEvent;
    if (!known.has(id)) {
      const one = { id, inn: event.subject ?? '', at: event.time ?? '', data: event.data };
      noted.append(one);
      known.set(id, one);
    }
    return reply.code(204).send();
  });
  const server = await listen(app, options.port ?? 0);
  const stopping = new AbortController();

  /** Where the secret was lost on the way, another takes its place. */
  async function subscribe(): Promise<string | undefined> {
    const connector = connectorClient(options.connectorUrl, subsystems.labour, options.connectorToken);
    const type = eventTypes.companyChanged;
    try {
      return (await connector.subscribe({ type, delivery: 'push' })).secret;
    } catch (error) {
      if (!(error instanceof ExchangeError) || error.code !== 'exchange.subscription-exists') return undefined;
      const { items } = await connector.subscriptions();
      const own = items.find((one) => one.type === type && one.delivery === 'push');
      return own && (await connector.rotateSecret(own.id)).secret;
    }
  }
  const subscribing = (async () => {
    while (secret === undefined && !stopping.signal.aborted) {
      const given = await subscribe().catch(() => undefined);
      if (given) {
        secrets.append({ secret: given });
        secret = given;
      } else await wait(options.retryMs ?? 1000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    url: server.url,
    close: async () => {
      stopping.abort();
      await subscribing;
      await server.close();
      noted.close();
      secrets.close();
    },
  };
}

/** Settings: EMPLOYER_WATCH_PORT (4711), LABOUR_CONNECTOR_URL, LABOUR_CONNECTOR_TOKEN, DEMO_DATA. */
export const employerWatch = () =>
  startEmployerWatch({
    connectorToken: process.env.LABOUR_CONNECTOR_TOKEN,
    connectorUrl: text('LABOUR_CONNECTOR_URL', 'http://127.0.0.1:4801'),
    dataDir: dataFolder(),
    port: portNumber('EMPLOYER_WATCH_PORT', 4711),
  });

if (import.meta.main) await runProgram(async () => ({ employerWatch: await employerWatch() }));
