// SPDX-License-Identifier: Apache-2.0
/** SQL of campaigns, questionnaires and their elements. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { AnswerState, Values, Verdict } from '../contract.ts';

export interface CampaignRow {
  readonly id: string;
  readonly title: string;
  readonly opens: string;
  readonly due: string;
  readonly version: number;
  readonly closedAt: Date | null;
  readonly bodies: number;
  readonly states: { state: AnswerState; count: number }[];
  readonly late: number;
}
const late = `a.state in ('preparing', 'open', 'clarify') and c.due < $1::date`;
const campaigns = `select c.id, c.title, c.opens, c.due, c.version, c.closed_at as "closedAt",
    (select count(*)::integer from answer a where a.campaign_id = c.id) as bodies,
    (select count(*)::integer from answer a where a.campaign_id = c.id and ${late}) as late,
    coalesce((select jsonb_agg(s) from (select a.state, count(*)::integer as count from answer a where a.campaign_id = c.id
      group by 1 order by 1) s), '[]') as states
  from campaign c`;
export const listCampaigns = async (tx: Tx, day: string, after: string | undefined, count: number) =>
  (
    await tx.query<CampaignRow>(`${campaigns} where ($2::uuid is null or c.id < $2) order by c.id desc limit $3`, [
      ...[day, after ?? null, count],
    ])
  ).rows;
export const findCampaign = async (tx: Tx, day: string, id: string): Promise<CampaignRow | undefined> =>
  (await tx.query<CampaignRow>(`${campaigns} where c.id = $2`, [day, id])).rows[0];
export const campaignOf = async (tx: Tx, title: string, opens: string): Promise<string | undefined> =>
  (await tx.query<{ id: string }>('select id from campaign where title = $1 and opens = $2', [title, opens])).rows[0]
    ?.id;
export const insertCampaign = (
  tx: Tx,
  one: { id: string; title: string; opens: string; due: string; version: number; byName: string; at?: Date },
) =>
  tx.query(
    `insert into campaign (id, title, opens, due, version, opened_by_name, opened_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [one.id, one.title, one.opens, one.due, one.version, one.byName, one.at ?? tx.now],
  );
export const lockCampaign = async (tx: Tx, id: string): Promise<{ closedAt: Date | null } | undefined> =>
  (
    await tx.query<{ closedAt: Date | null }>('select closed_at as "closedAt" from campaign where id = $1 for update', [
      id,
    ])
  ).rows[0];
export const closeCampaign = (tx: Tx, id: string, byName: string, at: Date = tx.now) =>
  tx.query('update campaign set closed_at = $2, closed_by_name = $3 where id = $1', [id, at, byName]);

export const insertAnswers = (tx: Tx, campaignId: string, bodies: readonly { id: string; organisationId: string }[]) =>
  tx.query(
    `insert into answer (id, campaign_id, organisation_id, state)
     select b.id, $1, b."organisationId", 'preparing' from jsonb_to_recordset($2::jsonb) as b(id uuid, "organisationId" text)`,
    [campaignId, JSON.stringify(bodies)],
  );
export interface AnswerRow {
  readonly id: string;
  readonly campaignId: string;
  readonly organisationId: string;
  readonly state: AnswerState;
  readonly facts: Values;
  readonly factsVersion: number;
  readonly changeIds: string[];
  readonly sentAt: Date | null;
  readonly sentByName: string | null;
  readonly acceptedAt: Date | null;
  readonly acceptedByName: string | null;
  readonly reminders: number;
  readonly title: string;
  readonly opens: string;
  readonly due: string;
  readonly version: number;
  readonly closedAt: Date | null;
}
const columns = `a.id, a.campaign_id as "campaignId", a.organisation_id as "organisationId", a.state, a.facts, a.facts_version as "factsVersion",
  a.change_ids as "changeIds", a.sent_at as "sentAt", a.sent_by_name as "sentByName", a.accepted_at as "acceptedAt",
  a.accepted_by_name as "acceptedByName", a.reminders, c.title, c.opens, c.due, c.version, c.closed_at as "closedAt"`;
export const findAnswer = async (tx: Tx, id: string): Promise<AnswerRow | undefined> =>
  (
    await tx.query<AnswerRow>(
      `select ${columns} from answer a join campaign c on c.id = a.campaign_id where a.id = $1`,
      [id],
    )
  ).rows[0];
/** Whoever writes waits for the closing of its campaign, and it for them. */
export const lockAnswer = async (tx: Tx, id: string): Promise<AnswerRow | undefined> =>
  (
    await tx.query<AnswerRow>(
      `select ${columns} from answer a join campaign c on c.id = a.campaign_id where a.id = $1 for update of a for share of c`,
      [id],
    )
  ).rows[0];
export interface ProgressRow extends AnswerRow {
  readonly items: number;
  readonly same: number;
  readonly changed: number;
  readonly gone: number;
  readonly missing: number;
  readonly remarks: number;
}
const progress = `select ${columns}, i.*, (select count(*)::integer from answer_remark r where r.answer_id = a.id) as remarks
  from answer a join campaign c on c.id = a.campaign_id
  cross join lateral (select count(*)::integer as items, count(*) filter (where verdict = 'same')::integer as same,
    count(*) filter (where verdict = 'changed')::integer as changed, count(*) filter (where verdict = 'gone')::integer as gone,
    count(*) filter (where verdict = 'missing')::integer as missing from answer_item i where i.answer_id = a.id) i`;
export const progressOf = async (
  tx: Tx,
  asked: { campaignId?: string; id?: string; bodies: readonly string[] | null },
): Promise<ProgressRow[]> =>
  (
    await tx.query<ProgressRow>(
      `${progress} where ($1::uuid is null or a.campaign_id = $1) and ($2::uuid is null or a.id = $2)
         and ($3::text[] is null or a.organisation_id = any ($3)) order by a.campaign_id desc, a.organisation_id`,
      [asked.campaignId ?? null, asked.id ?? null, asked.bodies],
    )
  ).rows;
export const setAnswer = (
  tx: Tx,
  id: string,
  to: {
    state: AnswerState;
    changeIds?: readonly string[];
    sent?: { byName: string; at: Date };
    accepted?: { byName: string; at: Date };
    facts?: Values;
  },
) =>
  tx.query(
    `update answer set state = $2, change_ids = coalesce($3::uuid[], change_ids), sent_at = coalesce($4, sent_at),
       sent_by_name = coalesce($5, sent_by_name), accepted_at = $6, accepted_by_name = $7, facts = coalesce($8::jsonb, facts) where id = $1`,
    [
      ...[id, to.state, to.changeIds ?? null, to.sent?.at ?? null, to.sent?.byName ?? null],
      ...[to.accepted?.at ?? null, to.accepted?.byName ?? null, to.facts ? JSON.stringify(to.facts) : null],
    ],
  );
export const setFacts = (tx: Tx, id: string, facts: Values) =>
  tx.query('update answer set facts = $2, facts_version = facts_version + 1 where id = $1', [
    id,
    JSON.stringify(facts),
  ]);

export interface NewItem {
  readonly section: string;
  readonly elementId: string;
  readonly kind: string;
  readonly code: string;
  readonly name: LocalText;
  readonly revision: number;
  readonly facts: Values;
}
export const insertItems = (tx: Tx, answerId: string, rows: readonly NewItem[]) =>
  tx.query(
    `insert into answer_item (id, answer_id, section, element_id, kind, code, name, revision, facts)
     select i.id, $1, i.section, i."elementId", i.kind, i.code, i.name, i.revision, i.facts from jsonb_to_recordset($2::jsonb)
       as i(id uuid, section text, "elementId" uuid, kind text, code text, name jsonb, revision integer, facts jsonb)
     on conflict do nothing`,
    [answerId, JSON.stringify(rows.map((row) => ({ ...row, id: newId() })))],
  );
export interface ItemRow extends NewItem {
  readonly id: string;
  readonly verdict: Verdict | null;
  readonly changed: Values;
  readonly reason: string | null;
  readonly version: number;
  readonly byName: string | null;
}
const itemColumns = `id, section, element_id as "elementId", kind, code, name, revision, facts, verdict, changed, reason, version, by_name as "byName"`;
export const itemsOf = async (
  tx: Tx,
  answerId: string,
  asked: { section: string; after: readonly [string, string] | undefined; count: number },
): Promise<ItemRow[]> =>
  (
    await tx.query<ItemRow>(
      `select ${itemColumns} from answer_item where answer_id = $1 and section = $2
         and ($3::text is null or (code, id) > ($3, $4::uuid)) order by code, id limit $5`,
      [answerId, asked.section, asked.after?.[0] ?? null, asked.after?.[1] ?? null, asked.count],
    )
  ).rows;
export const allItems = async (tx: Tx, answerId: string): Promise<ItemRow[]> =>
  (await tx.query<ItemRow>(`select ${itemColumns} from answer_item where answer_id = $1 order by code, id`, [answerId]))
    .rows;
export const countItems = async (
  tx: Tx,
  answerId: string,
): Promise<{ section: string; items: number; answered: number }[]> =>
  (
    await tx.query<{ section: string; items: number; answered: number }>(
      `select section, count(*)::integer as items, count(verdict)::integer as answered from answer_item where answer_id = $1 group by 1`,
      [answerId],
    )
  ).rows;
export const lockItems = async (tx: Tx, answerId: string, ids: readonly string[]): Promise<Map<string, ItemRow>> =>
  new Map(
    (
      await tx.query<ItemRow>(
        `select ${itemColumns} from answer_item where answer_id = $1 and id = any ($2) order by id for update`,
        [answerId, ids],
      )
    ).rows.map((row) => [row.id, row]),
  );
export const setVerdict = (
  tx: Tx,
  id: string,
  to: { verdict: Verdict; changed: Values; reason: string | undefined; byName: string },
) =>
  tx.query(
    `update answer_item set verdict = $2, changed = $3, reason = $4, by_name = $5, at = $6, version = version + 1 where id = $1`,
    [id, to.verdict, JSON.stringify(to.changed), to.reason ?? null, to.byName, tx.now],
  );
export const sameRest = (tx: Tx, answerId: string, section: string, byName: string) =>
  tx.query(
    `update answer_item set verdict = 'same', by_name = $3, at = $4, version = version + 1
     where answer_id = $1 and section = $2 and verdict is null`,
    [answerId, section, byName, tx.now],
  );

/** So many of the first ones are answered: some as changed, the others as still so. */
export const answerFirst = (
  tx: Tx,
  answerId: string,
  to: { answered: number; changed: number; byName: string; at: Date },
) =>
  tx.query(
    `update answer_item i set verdict = case when n.at <= $3 then 'changed' else 'same' end, by_name = $4, at = $5,
       changed = case when n.at <= $3 then i.facts else '{}' end
     from (select id, row_number() over (order by code, id) as at from answer_item where answer_id = $1) n
     where i.id = n.id and n.at <= $2`,
    [answerId, to.answered, to.changed, to.byName, to.at],
  );

export const insertRemark = (
  tx: Tx,
  one: {
    id: string;
    answerId: string;
    itemId: string | undefined;
    byIntegrator: boolean;
    byName: string;
    text: string;
  },
) =>
  tx.query(
    `insert into answer_remark (id, answer_id, item_id, by_integrator, by_name, text, at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [one.id, one.answerId, one.itemId ?? null, one.byIntegrator, one.byName, one.text, tx.now],
  );
export interface RemarkRow {
  readonly id: string;
  readonly itemId: string | null;
  readonly byIntegrator: boolean;
  readonly byName: string;
  readonly text: string;
  readonly at: Date;
}
export const remarksOf = async (tx: Tx, answerId: string): Promise<RemarkRow[]> =>
  (
    await tx.query<RemarkRow>(
      `select id, item_id as "itemId", by_integrator as "byIntegrator", by_name as "byName", text, at
       from answer_remark where answer_id = $1 order by id limit 500`,
      [answerId],
    )
  ).rows;

/** Not sent yet, due within a week or late, and not reminded within one. */
export const toRemind = async (
  tx: Tx,
  day: string,
): Promise<{ id: string; organisationId: string; reminders: number }[]> =>
  (
    await tx.query<{ id: string; organisationId: string; reminders: number }>(
      `select a.id, a.organisation_id as "organisationId", a.reminders from answer a join campaign c on c.id = a.campaign_id
       where a.state in ('open', 'clarify') and c.closed_at is null and c.due <= $1::date + 7
         and (a.reminded_at is null or a.reminded_at <= $2::timestamptz - interval '7 days') order by a.id limit 500 for update of a skip locked`,
      [day, tx.now],
    )
  ).rows;
export const setReminded = (tx: Tx, ids: readonly string[]) =>
  tx.query('update answer set reminders = reminders + 1, reminded_at = $2 where id = any ($1)', [ids, tx.now]);
