// SPDX-License-Identifier: Apache-2.0
/** One attempt to deliver one event through the tunnel of the subscriber's connector. */
import { describeError, type ModuleRuntime, newId } from '@stoa/kernel';
import { type LoggedMessage, openBody, signatureFacts } from '../log/index.ts';
import { HubRefusal } from '../messages/index.ts';
import type { Directory } from '../directory/index.ts';
import type { Sessions, TunnelAnswer, Tunnels } from '../lines/index.ts';
import {
  bodyFits,
  bodyOf,
  readSignature,
  responseBase,
  type Signature,
  signRequestHead,
  tunnelAuthority,
  webhookHeaders,
} from '../wire/index.ts';
import { decideOn, secretsOf, type SubscriptionRow } from './subscriptions.ts';

/** Code under which a connector takes events; no service is called so. */
export const eventService = 'events';

export type Outcome =
  | { readonly kind: 'delivered'; readonly entry: LoggedMessage }
  /** `final`: another try cannot help. */
  | { readonly kind: 'failed'; readonly error: string; readonly final: boolean; readonly entry: LoggedMessage }
  /** Nobody was asked: there is no connector, or no right at the moment. */
  | { readonly kind: 'not-now'; readonly error: string }
  /** The right does not cover this subject. */
  | { readonly kind: 'unwanted' };

/** An event that one subscription has still to be given. */
export interface Due {
  readonly id: string;
  readonly position: number;
  readonly attempts: number;
  readonly publisher: string;
  readonly subject: string;
  readonly content: Buffer;
  readonly published_at: Date;
}

/** Longest time to the subscriber's answer, milliseconds; its connector gives its system less. */
const timeoutMs = 15_000;
const away = 'server.serverproxy.service_unavailable';
const answerBytes = 64 * 1024;

/** What of the hub deliveries go through. */
export interface DeliveryParts {
  readonly module: ModuleRuntime;
  readonly directory: Directory;
  readonly tunnels: Tunnels;
  readonly sessions: Sessions;
}

export async function attempt(hub: DeliveryParts, row: SubscriptionRow, due: Due): Promise<Outcome> {
  const { module, directory } = hub;
  const now = module.clock.now();
  const decision = decideOn(directory, row, due.subject, now);
  if (typeof decision === 'string')
    return directory.rights.of(row.subscriber, row.type, now).length === 0
      ? { kind: 'not-now', error: 'exchange.access-denied' }
      : { kind: 'unwanted' };
  const entry = (rest: Partial<LoggedMessage>): LoggedMessage => ({
    direction: 'response',
    kind: 'event',
    messageId: due.id,
    client: due.publisher,
    target: `${row.subscriber}/${eventService}`,
    outcome: 'accepted',
    ...rest,
    facts: { subscription: row.id, attempt: due.attempts, purpose: decision.purpose, ...rest.facts },
  });
  const failed = (error: string, final = false, rest: Partial<LoggedMessage> = {}): Outcome => ({
    kind: 'failed',
    error,
    final,
    entry: entry({ outcome: 'failed', code: error, ...rest }),
  });
  if (row.ttl_seconds !== null && due.published_at.getTime() + row.ttl_seconds * 1000 < now.getTime())
    return failed('exchange.event-expired', true);
  try {
    const { answer, signature } = await send(hub, row, due, now);
    const rest = {
      body: answer.body,
      signature,
      facts: {
        status: answer.status,
        requestHash: answer.headers['x-road-request-hash'],
        ...signatureFacts(answer.headers),
      },
    };
    if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered', entry: entry(rest) };
    const said = answer.headers['x-stoa-failure'] ?? '';
    return failed(/^[a-z.-]{1,60}$/.test(said) ? said : `status ${answer.status}`, false, rest);
  } catch (error) {
    if (!(error instanceof HubRefusal)) {
      module.log.error({ err: describeError(error), event: due.id }, 'an event could not be sent');
      return failed('exchange.delivery-failed');
    }
    return error.code === away ? { kind: 'not-now', error: error.code } : failed(error.code);
  }
}

async function send(
  { tunnels, sessions, module }: DeliveryParts,
  row: SubscriptionRow,
  due: Due,
  now: Date,
): Promise<{ answer: TunnelAnswer; signature: Signature }> {
  const document = openBody(module.keys, due.publisher, due.content);
  const body = bodyOf(document);
  const path = `/r1/${row.subscriber.split('/').map(encodeURIComponent).join('/')}/${eventService}/${row.id}`;
  const target = row.url === null ? path : `${path}?to=${encodeURIComponent(row.url)}`;
  const headers = {
    'content-type': 'application/cloudevents+json',
    'content-digest': body.digest,
    'x-road-client': due.publisher,
    'x-road-id': due.id,
    'x-road-request-id': newId(),
    ...webhookHeaders(secretsOf({ module, now }, row), due.id, document, now),
  };
  const limits = {
    limit: answerBytes,
    spool: () => {
      throw new Error('an answer to an event is small');
    },
  };
  const { answer, instance } = await tunnels.request(row.subscriber, timeoutMs, limits, (to) => {
    const line = sessions.ofInstance(to);
    if (!line) throw new HubRefusal(away, 'The connector has no session with the hub.');
    const head = { method: 'POST', target, authority: tunnelAuthority, headers };
    return { method: 'POST', target, body, headers: { ...headers, ...signRequestHead(line.sent.signer, head, now) } };
  });
  const signature = readSignature(answer.headers);
  const session = signature && sessions.get(signature.keyId);
  const good =
    signature &&
    session?.instance === instance &&
    session.subsystem === row.subscriber &&
    answer.headers['x-road-id'] === due.id &&
    bodyFits(answer.headers['content-digest'], answer.body) &&
    session.received.take(signature, responseBase(answer, signature), module.clock.now().getTime()) === 'good';
  if (!good)
    throw new HubRefusal('server.serverproxy.invalid_response', 'The answer of the connector is not properly signed.');
  return { answer, signature };
}
