// SPDX-License-Identifier: Apache-2.0
/** SQL of what is entered with its own dates, and of keys of those who have no inbox. */
import { canonicalJson, mark, newId, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { hash } from 'node:crypto';
import type { enterDemoMessages } from '../contract.ts';
import type { TemplateContent } from '../contract/templates.ts';
import type { VersionRow } from '../templates/store.ts';

/** Those of whom this campaign has not heard before. */
export async function newKeys<One extends { readonly key: string }>(
  tx: Tx,
  campaign: string,
  all: readonly One[],
): Promise<One[]> {
  if (all.length === 0) return [];
  const { rows } = await tx.query<{ key: string }>(
    'insert into campaign_key (campaign, key) select $1, unnest($2::text[]) on conflict do nothing returning key',
    [campaign, all.map(({ key }) => key)],
  );
  const fresh = new Set(rows.map(({ key }) => key));
  return all.filter(({ key }) => fresh.has(key));
}

type Input = InputOf<typeof enterDemoMessages>;

export async function enterTemplate(tx: Tx, code: string, content: TemplateContent, at: Date): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    'insert into template (id, code, created_at) values ($1, $2, $3) on conflict do nothing returning id',
    [newId(), code, at],
  );
  if (!rows[0]) return;
  await tx.query(
    `insert into template_version (id, template_id, version, content, digest, author_id, author_name, changed_at, publisher_name, published_at)
     values ($1, $2, 1, $3, $4, 'demo', 'Pavel Gromov', $5, 'Elena Petrova', $5)`,
    [newId(), rows[0].id, JSON.stringify(content), hash('sha256', canonicalJson(content)), at],
  );
}

export const enterFigures = (tx: Tx, figures: Input['figures']) =>
  tx.query(
    `insert into tally (day, template, channel, sent, delivered, failed, in_time)
     select day, template, channel, sent, delivered, failed, "inTime" from jsonb_to_recordset($1::jsonb)
       as f (day date, template text, channel text, sent integer, delivered integer, failed integer, "inTime" integer)
     on conflict do nothing`,
    [JSON.stringify(figures)],
  );

type Entered = Input['deliveries'][number] & {
  readonly who: string;
  readonly messageId: string;
  readonly deliveryId: string;
  readonly version: VersionRow;
};
export async function enterDelivery(
  tx: Tx,
  one: Entered,
  sealedMessage: string,
  sealedDelivery: string,
): Promise<number> {
  const at = new Date(one.at);
  const { matter } = one.version.content;
  const { rows } = await tx.query<{ id: string }>(
    `insert into message (id, key, person_key, matter, template_version_id, sealed, sent_at, read_at, email_state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (key) do nothing returning id`,
    [
      ...[one.messageId, `demo:${one.key}`, one.who, matter, one.version.id, sealedMessage, at],
      one.read ? new Date(at.getTime() + 3_600_000) : null,
      one.channel === 'email' ? (one.state.startsWith('failed') ? 'failed' : 'sent') : null,
    ],
  );
  if (!rows[0]) return 0;
  const settled = new Date(at.getTime() + 4000);
  const provider = { push: 'push', email: 'mail', sms: 'sms-centre', letter: 'print' }[one.channel];
  const way = [
    { at: one.at, state: 'queued' },
    { at: new Date(at.getTime() + 1500).toISOString(), state: 'sent', provider },
    ...(one.state === 'sent'
      ? []
      : [{ at: settled.toISOString(), state: one.state, ...(one.reason ? { reason: one.reason } : {}) }]),
  ];
  await tx.query(
    `insert into delivery (id, message_id, channel, template_code, template_version, template_version_id, matter, state, reason,
       provider, attempts, accepted_at, due_at, wanted_at, sent_at, settled_at, address_mark, way, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $11, $11, $12, $13, $14, $15, $16)`,
    [
      ...[
        one.deliveryId,
        one.messageId,
        one.channel,
        one.template,
        one.version.version,
        one.version.id,
        matter,
        one.state,
      ],
      ...[one.reason ?? null, provider, at, new Date(at.getTime() + 1500), one.state === 'sent' ? null : settled],
      ...[mark(tx.module, `demo ${one.number}`), JSON.stringify(way), sealedDelivery],
    ],
  );
  return 1;
}
