// SPDX-License-Identifier: Apache-2.0
/** Addresses that are not written to any more: they bounced, or somebody wants no more of a kind. Kept as marks, not in clear. */
import { newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { type Channel, channels, type MatterKind } from '../contract/matters.ts';
import { addressMark } from '../sending/store.ts';

export interface Suppressing {
  readonly channel: Channel;
  readonly reason: 'bounced' | 'unsubscribed' | 'gone' | 'complained';
  readonly matter?: MatterKind | undefined;
  readonly detail?: string | undefined;
}
export const suppress = (tx: Tx, { address, ...rest }: Suppressing & { readonly address: unknown }) =>
  suppressMark(tx, { ...rest, mark: addressMark(tx, rest.channel, address) });

export const suppressMark = (
  tx: Tx,
  { channel, mark, reason, matter, detail }: Suppressing & { readonly mark: string },
) =>
  tx.query(
    `insert into suppression (id, channel, address_mark, reason, matter, detail, since) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [newId(), channel, mark, reason, matter ?? null, detail?.slice(0, 200) ?? null, tx.now],
  );

export async function isSuppressed(tx: Tx, channel: Channel, address: unknown, matter: MatterKind): Promise<boolean> {
  const sql = `select 1 from suppression where channel = $1 and address_mark = $2 and lifted_at is null
    and (matter is null or matter = $3)`;
  return (
    (await tx.prepared('notifications-suppressed', sql, [channel, addressMark(tx, channel, address), matter]))
      .rowCount > 0
  );
}

interface Row {
  readonly id: string;
  readonly channel: Channel;
  readonly reason: Suppressing['reason'];
  readonly matter: MatterKind | null;
  readonly detail: string | null;
  readonly since: Date;
}
export async function listSuppressions(
  tx: Tx,
  { search, reason, cursor, limit }: InputOf<typeof contract.listSuppressions>,
): Promise<OutputOf<typeof contract.listSuppressions>> {
  const marks = search?.trim() ? channels.map((channel) => addressMark(tx, channel, search)) : null;
  return pageOfRows(
    { limit },
    (count) =>
      tx.query<Row>(
        `select id, channel, reason, matter, detail, since from suppression where lifted_at is null and ($1::uuid is null or id < $1)
           and ($2::text is null or reason = $2) and ($3::text[] is null or address_mark = any($3)) order by id desc limit $4`,
        [cursor ?? null, reason ?? null, marks, count],
      ),
    ({ matter, detail, since, ...row }) => ({
      ...{ ...row, since: since.toISOString() },
      ...(matter ? { matter } : {}),
      ...(detail ? { detail } : {}),
    }),
  );
}

export async function liftSuppression(tx: Tx, id: string): Promise<{ id: string }> {
  const sql = 'update suppression set lifted_at = $2 where id = $1 and lifted_at is null';
  const { rowCount } = await tx.query(sql, [id, tx.now]);
  if (rowCount === 0) refuse('missing', 'notifications.suppression-unknown', 'This address is written to already.');
  return { id };
}

/** A delivery to an address that is not written to any more is over before it begins; whoever asked for it learns that. */
export async function suppressedOutcome(
  tx: Tx,
  id: string,
  channel: Channel,
  address: unknown,
  matter: MatterKind,
): Promise<void> {
  if (!(await isSuppressed(tx, channel, address, matter))) return;
  await tx.query(
    `update delivery set state = 'failed-permanent', reason = 'suppressed', settled_at = $2, way = way || $3::jsonb where id = $1`,
    [id, tx.now, JSON.stringify([{ at: tx.now.toISOString(), state: 'failed-permanent', reason: 'suppressed' }])],
  );
}
