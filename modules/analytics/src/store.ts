// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Histogram, ResponseFacts } from '@stoa/surveys/contract';
import type { KnownPlace } from './queries.ts';

/** In the place of an organisation, for answers that are of none (blind ones): counted with region and sphere, shown nowhere as one. */
const nobodys = ({ regionCode, sector }: ResponseFacts): string => `~${regionCode}~${sector}`;

export interface Pending extends Pick<ResponseFacts, 'regionCode' | 'sector' | 'day' | 'answers' | 'serviceCode'> {
  readonly organisationId: string;
  readonly responseId: string;
  /** -1 takes a withdrawn response out again. */
  readonly sign: number;
}

/** A cell of a rollup and what is added to it. */
export interface Cell {
  readonly key: readonly string[];
  readonly counts: Histogram;
}

export const insertPending = (tx: Tx, response: ResponseFacts, sign: 1 | -1) =>
  tx.prepared(
    'analytics-insert-pending',
    `insert into pending_fold (response_id, sign, organisation_id, region_code, sector, day, answers, service_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      response.id,
      sign,
      response.organisationId ?? nobodys(response),
      response.regionCode,
      response.sector,
      response.day,
      JSON.stringify(response.answers),
      response.serviceCode ?? null,
    ],
  );

export async function takePending(tx: Tx, limit: number): Promise<Pending[]> {
  const { rows } = await tx.query<Pending>(
    `delete from pending_fold where (response_id, sign) in (
       select response_id, sign from pending_fold order by response_id, sign limit $1 for update skip locked)
     returning response_id as "responseId", sign, organisation_id as "organisationId", region_code as "regionCode",
       sector, day, answers, service_code as "serviceCode"`,
    [limit],
  );
  return rows;
}

const columnsOf = (cells: readonly Cell[], keys: number): unknown[][] => [
  ...Array.from({ length: keys }, (_, column) => cells.map((cell) => cell.key[column])),
  ...Array.from({ length: 5 }, (_, point) => cells.map((cell) => cell.counts[point])),
];
const added = (table: string) =>
  [1, 2, 3, 4, 5].map((point) => `c${point} = ${table}.c${point} + excluded.c${point}`).join(', ');

export const addToOrganisations = (tx: Tx, cells: readonly Cell[]) =>
  tx.query(
    `insert into rollup_organisation (organisation_id, month, question, c1, c2, c3, c4, c5)
     select * from unnest($1::text[], $2::date[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
     on conflict (organisation_id, month, question) do update set ${added('rollup_organisation')}`,
    columnsOf(cells, 3),
  );

export const addToRegions = (tx: Tx, cells: readonly Cell[]) =>
  tx.query(
    `insert into rollup_region (region_code, sector, day, question, c1, c2, c3, c4, c5)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[])
     on conflict (region_code, sector, day, question) do update set ${added('rollup_region')}`,
    columnsOf(cells, 4),
  );

/** Answers to the question `overall` by service, organisation and month. */
export const addToServices = (tx: Tx, cells: readonly Cell[]) =>
  tx.query(
    `insert into rollup_service (service_code, organisation_id, month, c1, c2, c3, c4, c5)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
     on conflict (service_code, month, organisation_id) do update set ${added('rollup_service')}`,
    columnsOf(cells, 3),
  );

/** Steps of the card so far; the row stays locked. */
export async function lockProgress(tx: Tx, cardId: string): Promise<readonly string[]> {
  await tx.query(`insert into progress (card_id, steps) values ($1, '{}') on conflict do nothing`, [cardId]);
  const { rows } = await tx.query<{ steps: string[] }>('select steps from progress where card_id = $1 for update', [
    cardId,
  ]);
  return rows[0]?.steps ?? [];
}

export const setProgress = (tx: Tx, cardId: string, steps: readonly string[]) =>
  tx.query('update progress set steps = $2 where card_id = $1', [cardId, steps]);

/** @param change by how much each step's counter moves: card, delivered, opened, answered */
export const addToFunnel = (
  tx: Tx,
  of: { organisationId: string; regionCode: string; month: string },
  change: readonly number[],
) =>
  tx.query(
    `insert into funnel (organisation_id, region_code, month, card, delivered, opened, answered)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation_id, month) do update set card = funnel.card + excluded.card,
       delivered = funnel.delivered + excluded.delivered, opened = funnel.opened + excluded.opened,
       answered = funnel.answered + excluded.answered`,
    [of.organisationId, of.regionCode, of.month, ...change],
  );

export interface Rendered {
  readonly organisationId: string;
  readonly regionCode: string;
  /** Its first day. */
  readonly month: string;
  readonly rendered: number;
}
/** What was said last holds. */
export const putRendered = (tx: Tx, months: readonly Rendered[]) =>
  tx.query(
    `insert into funnel (organisation_id, region_code, month, rendered)
     select "organisationId", "regionCode", month, rendered from jsonb_to_recordset($1::jsonb)
       as f("organisationId" text, "regionCode" text, month date, rendered bigint)
     on conflict (organisation_id, month) do update set rendered = excluded.rendered`,
    [JSON.stringify(months)],
  );

/** Organisations of the directory as they are now; what has not changed is not written. */
export const putPlaces = (tx: Tx, places: readonly KnownPlace[]) =>
  tx.query(
    `insert into place (organisation_id, name, region_code, sphere, until_on, successor_id)
     select code, name, "regionCode", sphere, until, "successorId" from jsonb_to_recordset($1::jsonb)
       as p(code text, name jsonb, "regionCode" text, sphere text, until date, "successorId" text)
     on conflict (organisation_id) do update set name = excluded.name, region_code = excluded.region_code,
       sphere = excluded.sphere, until_on = excluded.until_on, successor_id = excluded.successor_id
     where (place.name, place.region_code, place.sphere, place.until_on, place.successor_id)
       is distinct from (excluded.name, excluded.region_code, excluded.sphere, excluded.until_on, excluded.successor_id)`,
    [JSON.stringify(places)],
  );

/** Whether more may come to the history; the row stays locked. */
export async function openHistory(tx: Tx, source: string, untilOn: string): Promise<boolean> {
  await tx.query('insert into history (source, until_on, complete) values ($1, $2, false) on conflict do nothing', [
    source,
    untilOn,
  ]);
  const { rows } = await tx.query<{ complete: boolean }>('select complete from history where source = $1 for update', [
    source,
  ]);
  return rows[0]?.complete === false;
}

/** Whether the part is taken for the first time. */
export async function takePart(tx: Tx, source: string, part: string): Promise<boolean> {
  const sql = 'insert into history_part (source, part) values ($1, $2) on conflict do nothing';
  return ((await tx.query(sql, [source, part])).rowCount ?? 0) > 0;
}

export const completeHistory = (tx: Tx, source: string) =>
  tx.query('update history set complete = true where source = $1', [source]);

export interface FunnelMonth {
  readonly organisationId: string;
  readonly regionCode: string;
  readonly month: string;
  readonly cards: number;
  readonly delivered: number;
  readonly opened: number;
  readonly answered: number;
}
export const addMonthsToFunnel = (tx: Tx, months: readonly FunnelMonth[]) =>
  tx.query(
    `insert into funnel (organisation_id, region_code, month, card, delivered, opened, answered)
     select "organisationId", "regionCode", month, cards, delivered, opened, answered from jsonb_to_recordset($1::jsonb)
       as f("organisationId" text, "regionCode" text, month date, cards bigint, delivered bigint, opened bigint, answered bigint)
     on conflict (organisation_id, month) do update set card = funnel.card + excluded.card,
       delivered = funnel.delivered + excluded.delivered, opened = funnel.opened + excluded.opened,
       answered = funnel.answered + excluded.answered`,
    [JSON.stringify(months)],
  );
