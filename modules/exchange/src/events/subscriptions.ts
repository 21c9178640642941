// SPDX-License-Identifier: Apache-2.0
/** Subscriptions: made with a right, changed and ended by the subscriber alone. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { ChangedSubscription, NewSubscription, Subscription } from '../contract.ts';
import type { Directory } from '../directory/index.ts';
import { openBody, sealBody } from '../log/index.ts';
import type { Decision } from '../rights/index.ts';
import { webhookSecret } from '../wire/index.ts';
import { addSubscription, putSecrets, putSettings, removeSubscription } from './store.ts';
import { getEventType } from './types.ts';

/** How long a replaced secret still signs, milliseconds. */
const overlapMs = 86_400_000;

interface Secret {
  readonly secret: string;
  readonly until?: string;
}

export interface SubscriptionRow {
  id: string;
  subscriber: string;
  type: string;
  subject_prefix: string;
  delivery: 'push' | 'pull';
  url: string | null;
  purpose: string | null;
  ttl_seconds: number | null;
  secrets: Buffer | null;
  position: number;
}
export const subscriptionColumns = `s.id, s.subscriber_id as subscriber, s.type_id as type, s.subject_prefix, s.delivery, s.url,
  s.purpose, s.ttl_seconds, s.secrets, s.position`;

/** Whether the subscriber may have events with this subject; its right may end at any time. */
export const decideOn = (
  { rights }: Directory,
  row: Pick<SubscriptionRow, 'subscriber' | 'type' | 'purpose'>,
  subject: string,
  at: Date,
): Decision =>
  rights.decide({
    consumer: row.subscriber,
    target: row.type,
    method: 'GET',
    path: `/${subject}`,
    purpose: row.purpose ?? undefined,
    at,
  });

export function requireRight(directory: Directory, consumer: string, type: string, at: Date): void {
  if (directory.rights.of(consumer, type, at).length === 0)
    refuse(
      'forbidden',
      'exchange.access-denied',
      `${consumer} has no right to events of the type ${type}. Ask its publisher to grant it.`,
    );
}

export async function subscribe(
  tx: Tx,
  directory: Directory,
  subscriber: string,
  wanted: NewSubscription,
): Promise<Subscription & { secret?: string }> {
  const type = await getEventType(tx, wanted.type);
  requireRight(directory, subscriber, type.id, tx.now);
  const purposes = directory.rights.of(subscriber, type.id, tx.now).map((right) => right.purposes);
  const named = wanted.purpose !== undefined;
  if (named ? !purposes.some((codes) => codes.includes(wanted.purpose ?? '')) : purposes.every((c) => c.length > 1))
    refuse('invalid', 'exchange.purpose-missing', 'Say for which of the purposes of the right the events are wanted.');
  if (wanted.url !== undefined) requirePushUrl(wanted.url);
  if (wanted.url !== undefined && wanted.delivery === 'pull')
    refuse('invalid', 'exchange.subscription-not-push', 'Only events that are pushed have an address.');
  const secret = wanted.delivery === 'push' ? webhookSecret() : undefined;
  const id = newId();
  const secrets = secret ? sealSecrets(tx, subscriber, [{ secret }]) : null;
  const added = await addSubscription(tx, id, subscriber, wanted, secrets, type.latest);
  if (!added)
    refuse('conflict', 'exchange.subscription-exists', 'There is such a subscription already. Change or end that one.');
  const made = await describeOwn(tx, subscriber, id);
  return secret ? { ...made, secret } : made;
}

/** Whether the connector may go there is for its own settings to say. */
function requirePushUrl(text: string): void {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.hash)
    refuse('invalid', 'exchange.push-url-refused', 'The address must be an https or http URL without credentials.');
}

const sealSecrets = (tx: Tx, subscriber: string, secrets: readonly Secret[]) =>
  sealBody(tx.module.keys, subscriber, Buffer.from(JSON.stringify(secrets)));

/** Those that are valid now, newest first. */
export function secretsOf({ module, now }: Pick<Tx, 'module' | 'now'>, row: SubscriptionRow): string[] {
  if (!row.secrets) return [];
  const secrets = JSON.parse(openBody(module.keys, row.subscriber, row.secrets).toString()) as Secret[];
  return secrets.filter(({ until }) => until === undefined || new Date(until) > now).map(({ secret }) => secret);
}

/** The subscription, locked until the transaction ends. Somebody else's is as good as none. */
export async function lockSubscription(tx: Tx, subscriber: string, id: string): Promise<SubscriptionRow> {
  const { rows } = await tx.query<SubscriptionRow>(
    `select ${subscriptionColumns} from event_subscription s where s.id = $1 and s.subscriber_id = $2 for update`,
    [id, subscriber],
  );
  return rows[0] ?? unknown();
}
export const unknown = (): never =>
  refuse('missing', 'exchange.subscription-unknown', 'There is no subscription of that id by this subsystem.');

export async function rotateSecret(tx: Tx, subscriber: string, id: string): Promise<{ secret: string }> {
  const row = await lockSubscription(tx, subscriber, id);
  const [latest] = secretsOf(tx, row);
  if (latest === undefined)
    return refuse('conflict', 'exchange.subscription-not-push', 'Only events that are pushed are signed.');
  const secret = webhookSecret();
  const until = new Date(tx.now.getTime() + overlapMs).toISOString();
  await putSecrets(tx, id, sealSecrets(tx, subscriber, [{ secret }, { secret: latest, until }]));
  return { secret };
}

export async function changeSubscription(
  tx: Tx,
  subscriber: string,
  id: string,
  { url, ttlSeconds, paused }: ChangedSubscription,
): Promise<Subscription> {
  const row = await lockSubscription(tx, subscriber, id);
  if (url !== undefined) requirePushUrl(url);
  if (row.delivery === 'pull' && (url !== undefined || paused !== undefined))
    refuse('conflict', 'exchange.subscription-not-push', 'Only events that are pushed have an address and a pause.');
  await putSettings(tx, id, { url, ttlSeconds, paused });
  return describeOwn(tx, subscriber, id);
}

/** What waits for it is not delivered any more. */
export async function unsubscribe(tx: Tx, subscriber: string, id: string): Promise<void> {
  await lockSubscription(tx, subscriber, id);
  await removeSubscription(tx, id);
}

interface StateRow extends SubscriptionRow {
  latest: number;
  waiting: number;
  dead: number;
  first_waiting: number | null;
  paused_at: Date | null;
  failing_since: Date | null;
  last_error: string | null;
}

/** In the order of their ids, from the one after the cursor on. */
export async function listSubscriptions(
  tx: Tx,
  {
    subscriber,
    observed,
    id,
    cursor,
    limit = 1000,
  }: {
    subscriber?: string;
    /** Subsystems that read or publish them. */
    observed?: readonly string[];
    id?: string;
    cursor?: string;
    limit?: number;
  },
): Promise<Subscription[]> {
  const { rows } = await tx.query<StateRow>(
    `select ${subscriptionColumns}, s.paused_at, s.failing_since, s.last_error, t.last_position as latest,
       count(d.position) filter (where d.state = 'waiting') as waiting, count(d.position) filter (where d.state = 'dead') as dead,
       min(d.position) filter (where d.state = 'waiting') as first_waiting
     from event_subscription s join event_type t on t.id = s.type_id left join event_delivery d on d.subscription_id = s.id
     where ($1::text is null or s.subscriber_id = $1) and ($2::uuid is null or s.id = $2) and ($3::uuid is null or s.id > $3)
       and ($5::text[] is null or s.subscriber_id = any($5) or t.publisher_id = any($5))
     group by s.id, t.last_position order by s.id limit $4`,
    [subscriber ?? null, id ?? null, cursor ?? null, limit, observed ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    subscriber: row.subscriber,
    type: row.type,
    subjectPrefix: row.subject_prefix,
    delivery: row.delivery,
    ...(row.url === null ? {} : { url: row.url }),
    ...(row.ttl_seconds === null ? {} : { ttlSeconds: row.ttl_seconds }),
    position: row.delivery === 'pull' ? row.position : row.first_waiting === null ? row.latest : row.first_waiting - 1,
    latest: row.latest,
    waiting: row.waiting,
    dead: row.dead,
    ...(row.paused_at ? { pausedAt: row.paused_at.toISOString() } : {}),
    ...(row.failing_since ? { failingSince: row.failing_since.toISOString() } : {}),
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
  }));
}

const describeOwn = async (tx: Tx, subscriber: string, id: string): Promise<Subscription> =>
  (await listSubscriptions(tx, { subscriber, id }))[0] ?? unknown();
