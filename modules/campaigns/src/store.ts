// SPDX-License-Identifier: Apache-2.0
/** SQL of campaigns: recipients are written and read in parts of thousands. */
import { openRow, sealRow, textArray, type Tx } from '@stoa/kernel';
import type { Campaign } from './contract.ts';

export interface CampaignRow {
  readonly id: string;
  readonly title: string;
  readonly template: string;
  readonly personalisation: Record<string, string>;
  readonly audience: Campaign['audience'];
  readonly duty: string | null;
  readonly state: Campaign['state'];
  readonly perMinute: number;
  readonly total: number;
  readonly refused: number;
  readonly queued: number;
  readonly gatheredAfter: string | null;
  readonly lastStepAt: Date | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly approverName: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}
const columns = `id, title, template, personalisation, audience, duty, state, per_minute as "perMinute", total, refused, queued,
  gathered_after as "gatheredAfter", last_step_at as "lastStepAt", author_id as "authorId", author_name as "authorName",
  approver_name as "approverName", created_at as "createdAt", started_at as "startedAt", ended_at as "endedAt"`;

type New = Pick<
  CampaignRow,
  | 'id'
  | 'title'
  | 'template'
  | 'personalisation'
  | 'audience'
  | 'duty'
  | 'state'
  | 'perMinute'
  | 'authorId'
  | 'authorName'
  | 'createdAt'
>;
export const insert = (tx: Tx, row: New) =>
  tx.query(
    `insert into campaign (id, title, template, personalisation, audience, duty, state, per_minute, author_id, author_name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[row.id, row.title, row.template, JSON.stringify(row.personalisation), row.audience, row.duty, row.state],
      ...[row.perMinute, row.authorId, row.authorName, row.createdAt],
    ],
  );
export const list = (tx: Tx, cursor: string | undefined, state: string | undefined, count: number) =>
  tx.query<CampaignRow>(
    `select ${columns} from campaign where ($1::uuid is null or id < $1) and ($2::text is null or state = $2) order by id desc limit $3`,
    [cursor ?? null, state ?? null, count],
  );
export async function find(tx: Tx, id: string, lock = false): Promise<CampaignRow | undefined> {
  return (
    await tx.query<CampaignRow>(`select ${columns} from campaign where id = $1 ${lock ? 'for update' : ''}`, [id])
  ).rows[0];
}
export async function openIds(tx: Tx): Promise<string[]> {
  const sql = `select id from campaign where state in ('gathering', 'running') order by id`;
  return (await tx.query<{ id: string }>(sql)).rows.map(({ id }) => id);
}
type Changes = Partial<
  Record<
    'state' | 'approver_name' | 'gathered_after' | 'last_step_at' | 'started_at' | 'ended_at' | 'queued' | 'refused',
    unknown
  >
>;
export const change = (tx: Tx, id: string, changes: Changes) => {
  const names = Object.keys(changes);
  const set = names.map((name, at) => `${name} = $${at + 2}`).join(', ');
  return tx.query(`update campaign set ${set} where id = $1`, [id, ...Object.values(changes)]);
};

export interface NewRecipient {
  readonly who: string;
  readonly email?: string | undefined;
}
/** Each person once: who is there already is passed over. */
export async function addRecipients(tx: Tx, id: string, all: readonly NewRecipient[]): Promise<number> {
  if (all.length === 0) return 0;
  const sealed = all.map(({ who, email }) =>
    email ? sealRow(tx, 'recipient', `${id} ${who}`, { address: email }).sealed : null,
  );
  const { rows } = await tx.query<{ added: number }>(
    `with known as (select total from campaign where id = $1),
     added as (insert into recipient (campaign_id, place, who, sealed)
       select $1, (select total from known) + row_number() over (), who, sealed
       from (select who, min(sealed) as sealed from unnest($2::text[], $3::text[]) as t (who, sealed)
             where not exists (select 1 from recipient r where r.campaign_id = $1 and r.who = t.who) group by who) n
       on conflict do nothing returning 1)
     update campaign set total = total + (select count(*) from added)::int where id = $1
     returning (select count(*) from added)::int as added`,
    [id, textArray(all.map(({ who }) => who)), textArray(sealed)],
  );
  return rows[0]?.added ?? 0;
}
export const refuseLines = (tx: Tx, id: string, lines: readonly { line: number; reason: string }[]) =>
  tx.query(
    `insert into refused_line (campaign_id, line, reason) select $1, line, reason from jsonb_to_recordset($2::jsonb) as l (line integer, reason text)`,
    [id, JSON.stringify(lines)],
  );
export async function refusedLines(tx: Tx, id: string): Promise<{ line: number; reason: string }[]> {
  const sql = 'select line, reason from refused_line where campaign_id = $1 order by line limit 100';
  return (await tx.query<{ line: number; reason: string }>(sql, [id])).rows;
}
export async function recipientsAfter(tx: Tx, id: string, place: number, count: number) {
  type Row = { place: number; who: string; address: string | null; sealed: string | null };
  const sql = `select place, who, address, sealed from recipient where campaign_id = $1 and place > $2 order by place limit $3`;
  const { rows } = await tx.query<Row>(sql, [id, place, count]);
  return rows.map((row) => openRow(tx, 'recipient', `${id} ${row.who}`, row));
}
