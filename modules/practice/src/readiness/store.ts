// SPDX-License-Identifier: Apache-2.0
/** SQL of readiness: runs, their results, and what came to the practice partner. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import { type Evidence, type Report, type Scenario, scenarios } from '../contract.ts';
import type { Place } from '../tasks/scene.ts';

export interface RunRow {
  readonly id: string;
  readonly institutionId: string;
  readonly played: boolean | null;
  readonly posts: Place['posts'] | null;
  readonly byName: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly outcome: 'passed' | 'failed' | null;
}
const runColumns = `id, institution_id as "institutionId", played, posts, by_name as "byName", started_at as "startedAt",
  ended_at as "endedAt", outcome`;

/** Undefined where one of the institution is under way. */
export async function insertRun(tx: Tx, run: Pick<RunRow, 'institutionId' | 'byName'>): Promise<string | undefined> {
  const id = newId();
  const { rowCount } = await tx.query(
    `insert into readiness (id, institution_id, by_name, started_at) values ($1, $2, $3, $4)
     on conflict (institution_id) where ended_at is null do nothing`,
    [id, run.institutionId, run.byName, tx.now],
  );
  if (rowCount !== 1) return undefined;
  await tx.query(
    `insert into readiness_result (readiness_id, scenario, state) select $1, s, 'runs' from unnest($2::text[]) s`,
    [id, scenarios],
  );
  return id;
}

export const takeUp = (tx: Tx, runId: string, played: boolean, posts: Place['posts']) =>
  tx.query('update readiness set played = $2, posts = $3 where id = $1', [runId, played, jsonOf(posts)]);

export const openRuns = async (tx: Tx): Promise<RunRow[]> =>
  (await tx.query<RunRow>(`select ${runColumns} from readiness where ended_at is null order by id`)).rows;
export const findRun = async (tx: Tx, id: string): Promise<RunRow | undefined> =>
  (await tx.query<RunRow>(`select ${runColumns} from readiness where id = $1`, [id])).rows[0];
export const latestRuns = async (tx: Tx, institutionId: string, count: number): Promise<RunRow[]> =>
  (
    await tx.query<RunRow>(`select ${runColumns} from readiness where institution_id = $1 order by id desc limit $2`, [
      institutionId,
      count,
    ])
  ).rows;

export interface ResultRow {
  readonly runId: string;
  readonly scenario: Scenario;
  readonly state: 'runs' | 'passed' | 'failed';
  readonly marks: Readonly<Record<string, string>>;
  readonly evidence: readonly Evidence[];
  readonly why: string | null;
  readonly endedAt: Date | null;
}
export const resultsOf = async (tx: Tx, runIds: readonly string[]): Promise<ResultRow[]> =>
  (
    await tx.query<ResultRow>(
      `select readiness_id as "runId", scenario, state, marks, evidence, why, ended_at as "endedAt" from readiness_result
       where readiness_id = any ($1::uuid[]) order by array_position($2::text[], scenario)`,
      [runIds, scenarios],
    )
  ).rows;

export const mark = (tx: Tx, runId: string, scenario: Scenario, key: string, value: string) =>
  tx.query('update readiness_result set marks = marks || $3::jsonb where readiness_id = $1 and scenario = $2', [
    runId,
    scenario,
    jsonOf({ [key]: value }),
  ]);
export const setResult = (
  tx: Tx,
  runId: string,
  scenario: Scenario,
  result: { state: ResultRow['state']; evidence: readonly Evidence[]; why?: string | undefined },
) =>
  tx.query(
    `update readiness_result set state = $3, evidence = $4, why = $5, ended_at = case when $3 = 'runs' then null else $6::timestamptz end
     where readiness_id = $1 and scenario = $2 and state = 'runs'`,
    [runId, scenario, result.state, jsonOf(result.evidence), result.why ?? null, tx.now],
  );
/** Once nothing of it runs any more. */
export const endRun = (tx: Tx, runId: string) =>
  tx.query(
    `update readiness set ended_at = $2, outcome = case when exists (select 1 from readiness_result
       where readiness_id = $1 and state = 'failed') then 'failed' else 'passed' end
     where id = $1 and ended_at is null
       and not exists (select 1 from readiness_result where readiness_id = $1 and state = 'runs')`,
    [runId, tx.now],
  );

export interface PartnerMessage {
  readonly id: string;
  readonly requestId: string | null;
  readonly what: 'answer' | 'envelope' | 'receipt' | 'recall';
  readonly envelopeId: string | null;
  readonly sender: string;
  readonly content: unknown;
}
export const keepMessage = (tx: Tx, one: PartnerMessage) =>
  tx.query(
    `insert into partner_message (id, request_id, what, envelope_id, sender, content, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing`,
    [one.id, one.requestId, one.what, one.envelopeId, one.sender, jsonOf(one.content), tx.now],
  );
const messageColumns = 'id, request_id as "requestId", what, envelope_id as "envelopeId", sender, content';
export const messagesWhere = async (tx: Tx, where: string, values: readonly unknown[]): Promise<PartnerMessage[]> =>
  (
    await tx.query<PartnerMessage>(`select ${messageColumns} from partner_message where ${where} order by at, id`, [
      ...values,
    ])
  ).rows;

export const shown = (run: RunRow, results: readonly ResultRow[]): Report => ({
  ...{ id: run.id, institutionId: run.institutionId, byName: run.byName, startedAt: run.startedAt.toISOString() },
  ...(run.endedAt ? { endedAt: run.endedAt.toISOString() } : {}),
  ...(run.outcome ? { outcome: run.outcome } : {}),
  results: results
    .filter(({ runId }) => runId === run.id)
    .map(({ scenario, state, why, evidence, endedAt }) => ({
      ...{ scenario, state, evidence: [...evidence] },
      ...(why ? { why } : {}),
      ...(endedAt ? { endedAt: endedAt.toISOString() } : {}),
    })),
});
