// SPDX-License-Identifier: Apache-2.0
/** SQL of deliveries on their way. Many at once wherever many can be: a campaign has a million. */
import { mark, newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Language } from '@stoa/kernel/contract';
import type { Channel, MatterKind } from '../contract/matters.ts';

export interface NewDelivery {
  readonly channel: Channel;
  readonly matter: MatterKind;
  readonly priority: 0 | 1 | 2;
  readonly language: Language;
  /** An e-mail address, a telephone number, lines on an envelope, a subscription of a browser. */
  readonly address: unknown;
  readonly messageId?: string | undefined;
  readonly campaign?: string | undefined;
  readonly template?: { readonly id: string; readonly code: string; readonly version: number } | undefined;
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly dueAt?: Date | undefined;
  readonly rest?: readonly Channel[] | undefined;
  readonly sender?: string | undefined;
  readonly reference?: string | undefined;
}

/** The same mark for the same address, however its letters are written. */
export const addressMark = (tx: Pick<Tx, 'module'>, channel: Channel, address: unknown): string =>
  mark(tx.module, `${channel} ${typeof address === 'string' ? address.trim().toLowerCase() : JSON.stringify(address)}`);

const step = (state: string, at: Date, more: object = {}) => ({ at: at.toISOString(), state, ...more });

/** Ids of what is new; a message goes to one address by one channel once. */
export async function insertDeliveries(tx: Tx, all: readonly NewDelivery[]): Promise<string[]> {
  const rows = all.map((one) => {
    const id = newId();
    const { address, data = null } = one;
    const { sealed } = sealRow(tx, 'delivery', id, { address, data });
    return {
      ...{ id, sealed, message_id: one.messageId, campaign: one.campaign, channel: one.channel, matter: one.matter },
      ...{ template_code: one.template?.code, template_version: one.template?.version, priority: one.priority },
      ...{ template_version_id: one.template?.id, due_at: one.dueAt ?? tx.now, rest: one.rest ?? [] },
      ...{ language: one.language, address_mark: addressMark(tx, one.channel, address) },
      ...{ sender: one.sender, reference: one.reference, way: [step('queued', tx.now)] },
    };
  });
  const { rows: made } = await tx.prepared<{ id: string }>(
    'notifications-insert-deliveries',
    `insert into delivery (id, message_id, campaign, channel, matter, priority, template_code, template_version,
       template_version_id, state, accepted_at, due_at, wanted_at, rest, language, address_mark, sender, reference, way, sealed)
     select id, message_id, campaign, channel, matter, priority, template_code, template_version, template_version_id, 'queued',
       $2, due_at, due_at, rest, language, address_mark, sender, reference, way, sealed
     from jsonb_to_recordset($1::jsonb) as d (id uuid, message_id uuid, campaign text, channel text, matter text, priority smallint,
       template_code text, template_version integer, template_version_id uuid, due_at timestamptz, rest text[], language text,
       address_mark text, sender text, reference text, way jsonb, sealed text)
     on conflict do nothing returning id`,
    [JSON.stringify(rows), tx.now],
  );
  return made.map(({ id }) => id);
}

export interface DueRow {
  readonly id: string;
  readonly messageId: string | null;
  readonly channel: Channel;
  readonly matter: MatterKind;
  readonly templateVersionId: string | null;
  readonly templateCode: string | null;
  readonly language: Language;
  readonly attempts: number;
  readonly acceptedAt: Date;
  readonly wantedAt: Date;
  readonly rest: readonly Channel[];
  readonly sender: string | null;
  /** Whom an earlier try gave it to without learning whether it was taken. */
  readonly pinned: string | null;
  readonly address: unknown;
  readonly data: Readonly<Record<string, string>> | null;
}

/** Takes what is due for as long as one try may last. */
export async function claimDue(
  tx: Tx,
  channel: Channel,
  provider: string,
  count: number,
  leaseMs: number,
): Promise<DueRow[]> {
  const { rows } = await tx.prepared<DueRow & { sealed: string | null }>(
    'notifications-claim',
    `with due as (
       select id, case when state = 'sending' then provider end as pinned from delivery
       where channel = $1 and state in ('queued', 'sending') and due_at <= $3
       order by priority, due_at limit $4 for update skip locked)
     update delivery d set state = 'sending', attempts = attempts + 1, due_at = $5, provider = coalesce(due.pinned, $2)
     from due where d.id = due.id
     returning d.id, message_id as "messageId", channel, matter, template_version_id as "templateVersionId",
       template_code as "templateCode", language, attempts, accepted_at as "acceptedAt", wanted_at as "wantedAt", rest, sender,
       due.pinned, address, data, sealed`,
    [channel, provider, tx.now, count, new Date(tx.now.getTime() + leaseMs)],
  );
  return rows.map((row) => openRow(tx, 'delivery', row.id, row));
}

export type Outcome =
  | { readonly kind: 'sent'; readonly ref?: string | undefined }
  /** Not taken for sure: anybody may try again. */
  | { readonly kind: 'again'; readonly reason: string }
  /** Perhaps taken: only the same provider may be asked again, with the same key. */
  | { readonly kind: 'uncertain'; readonly reason: string }
  | {
      readonly kind: 'failed';
      readonly permanent: boolean;
      readonly reason: string;
      readonly suppress?: 'bounced' | 'gone';
    };

export interface Settled {
  readonly id: string;
  readonly state: 'queued' | 'sending' | 'sent' | 'failed-permanent' | 'failed-temporary';
  readonly reason?: string | undefined;
  readonly ref?: string | undefined;
  readonly dueAt?: Date | undefined;
}

/** One statement for a batch of outcomes. */
export async function settle(tx: Tx, provider: string, all: readonly Settled[]): Promise<void> {
  const rows = all.map((one) => ({
    ...{ id: one.id, state: one.state, reason: one.reason ?? null, ref: one.ref ?? null, due_at: one.dueAt ?? null },
    step: [step(one.state, tx.now, { provider, ...(one.reason ? { reason: one.reason } : {}) })],
  }));
  await tx.prepared(
    'notifications-settle',
    `update delivery d set state = s.state, reason = s.reason, provider_ref = coalesce(s.ref, d.provider_ref),
       due_at = coalesce(s.due_at, d.due_at), sent_at = case when s.state = 'sent' then $2 else d.sent_at end,
       settled_at = case when s.state like 'failed%' then $2::timestamptz end, way = d.way || s.step
     from jsonb_to_recordset($1::jsonb) as s (id uuid, state text, reason text, ref text, due_at timestamptz, step jsonb)
     where d.id = s.id and d.state = 'sending'`,
    [JSON.stringify(rows), tx.now],
  );
}

export interface Counted {
  readonly template: string;
  readonly channel: Channel;
  readonly sent?: number;
  readonly delivered?: number;
  readonly failed?: number;
  readonly inTime?: number;
}
/** Adds to the figures of a day. */
export async function count(tx: Tx, all: readonly Counted[]): Promise<void> {
  if (all.length === 0) return;
  const day = tx.module.country.calendar.localDate(tx.now);
  await tx.prepared(
    'notifications-count',
    `insert into tally (day, template, channel, sent, delivered, failed, in_time)
     select $1, template, channel, sum(coalesce(sent, 0)), sum(coalesce(delivered, 0)), sum(coalesce(failed, 0)), sum(coalesce("inTime", 0))
     from jsonb_to_recordset($2::jsonb) as c (template text, channel text, sent integer, delivered integer, failed integer, "inTime" integer)
     group by template, channel order by template, channel
     on conflict (day, template, channel) do update set sent = tally.sent + excluded.sent,
       delivered = tally.delivered + excluded.delivered, failed = tally.failed + excluded.failed,
       in_time = tally.in_time + excluded.in_time`,
    [day, JSON.stringify(all)],
  );
}

export interface ReceiptRow {
  readonly id: string;
  readonly messageId: string | null;
  readonly channel: Channel;
  readonly templateCode: string | null;
  readonly sender: string | null;
  readonly rest: readonly Channel[];
  readonly addressMark: string;
  readonly before: string;
}
/**
 * What a provider says became of it. States only go forward: a late or repeated receipt changes nothing, and what was
 * delivered stays so. Undefined where nothing changed.
 */
export async function receive(
  tx: Tx,
  where: { readonly id: string } | { readonly provider: string; readonly ref: string },
  state: 'delivered' | 'failed-permanent' | 'failed-temporary',
  reason: string | undefined,
): Promise<ReceiptRow | undefined> {
  const [sql, values] =
    'id' in where
      ? ['id = $1', [where.id, null]]
      : ['provider = $1 and provider_ref = $2', [where.provider, where.ref]];
  const { rows } = await tx.query<ReceiptRow>(
    `with was as (select id as was_id, state as before from delivery where ${sql} and ($2::text is null or true) for update)
     update delivery d set state = $3, reason = $4, settled_at = $5, way = d.way || $6::jsonb from was
     where d.id = was_id and (before in ('sending', 'sent') or (before = 'failed-temporary' and $3 = 'delivered'))
     returning d.id, message_id as "messageId", channel, template_code as "templateCode", sender, rest, address_mark as "addressMark", before`,
    [...values, state, reason ?? null, tx.now, JSON.stringify([step(state, tx.now, reason ? { reason } : {})])],
  );
  return rows[0];
}

/** A receipt and the note of handing over wait for each other: neither may miss the other. Held until the transaction ends. */
export const lockRefs = (tx: Tx, provider: string, refs: readonly string[]) =>
  tx.prepared(
    'notifications-lock-refs',
    'select pg_advisory_xact_lock(hashtextextended($1 || ref, 18)) from (select unnest($2::text[]) as ref order by 1) r',
    [provider, refs],
  );

export const keepEarly = (tx: Tx, provider: string, ref: string, state: string, reason: string | undefined) =>
  tx.query(
    'insert into early_receipt (provider, provider_ref, state, reason, at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [...[provider, ref, state, reason ?? null, tx.now]],
  );
export async function takeEarly(tx: Tx, provider: string, refs: readonly string[]) {
  const { rows } = await tx.prepared<{
    ref: string;
    state: 'delivered' | 'failed-permanent' | 'failed-temporary';
    reason: string | null;
  }>(
    'notifications-early',
    `delete from early_receipt where provider = $1 and provider_ref = any($2) returning provider_ref as ref, state, reason`,
    [provider, refs],
  );
  return rows;
}
export async function knowsRef(tx: Tx, provider: string, ref: string): Promise<boolean> {
  const sql = 'select 1 from delivery where provider = $1 and provider_ref = $2';
  return (await tx.query(sql, [provider, ref])).rowCount > 0;
}
