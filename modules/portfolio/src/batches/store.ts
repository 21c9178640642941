// SPDX-License-Identifier: Apache-2.0
/** SQL of batches and their lines. */
import type { Answer } from '@stoa/catalogue/contract';
import { jsonOf, openRow, sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { Language, LocalText } from '@stoa/kernel/contract';
import type { Batch, Fault, LineState } from '../contract.ts';
import type { Person } from '../shared.ts';

export interface BatchRow {
  readonly id: string;
  readonly holderKind: 'person' | 'organisation';
  readonly holderId: string;
  readonly madeBy: string;
  readonly maker: Person;
  readonly serviceId: string;
  readonly version: string;
  readonly title: LocalText;
  readonly language: Language;
  readonly fileName: string;
  readonly state: Batch['state'];
  readonly send: boolean | null;
  readonly madeAt: Date;
  readonly settledAt: Date | null;
}
export interface LineRow {
  readonly batchId: string;
  readonly number: number;
  readonly answers: Record<string, Answer>;
  readonly faults: Fault[];
  readonly state: LineState;
  readonly caseId: string | null;
}
type Sealed<Row> = Row & { readonly sealed: string | null };

const columns = `id, holder_kind as "holderKind", holder_id as "holderId", made_by as "madeBy", maker, sealed, service_id as "serviceId",
  version, title, language, file_name as "fileName", state, send, made_at as "madeAt", settled_at as "settledAt"`;
const openBatch = (tx: Tx, rows: readonly Sealed<BatchRow>[]): BatchRow[] =>
  rows.map((row) => openRow(tx, 'batch', row.id, row));
const lineColumns = `batch_id as "batchId", number, answers, faults, sealed, state, case_id as "caseId"`;
const keyOf = ({ batchId, number }: Pick<LineRow, 'batchId' | 'number'>) => `${batchId} ${number}`;
const openLines = (tx: Tx, rows: readonly Sealed<LineRow>[]): LineRow[] =>
  rows.map((row) => openRow(tx, 'line', keyOf(row), row));

/** Whether it is new. */
export async function insertBatch(tx: Tx, one: BatchRow): Promise<boolean> {
  const kept = sealRow(tx, 'batch', one.id, { maker: one.maker });
  const { rowCount } = await tx.query(
    `insert into batch (id, holder_kind, holder_id, made_by, maker, sealed, service_id, version, title, language, file_name, state,
       send, made_at, settled_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing`,
    [
      ...[
        one.id,
        one.holderKind,
        one.holderId,
        one.madeBy,
        jsonOf(kept.maker),
        kept.sealed,
        one.serviceId,
        one.version,
      ],
      ...[one.title, one.language, one.fileName, one.state, one.send, one.madeAt, one.settledAt],
    ],
  );
  return rowCount === 1;
}
export async function insertLine(tx: Tx, one: LineRow): Promise<void> {
  const kept = sealRow(tx, 'line', keyOf(one), { answers: one.answers, faults: one.faults });
  await tx.query(
    'insert into line (batch_id, number, answers, faults, sealed, state, case_id) values ($1, $2, $3, $4, $5, $6, $7)',
    [one.batchId, one.number, jsonOf(kept.answers), jsonOf(kept.faults), kept.sealed, one.state, one.caseId],
  );
}

export async function findBatch(tx: Tx, id: string, lock = false): Promise<BatchRow | undefined> {
  const sql = `select ${columns} from batch where id = $1 ${lock ? 'for update' : ''}`;
  return openBatch(tx, (await tx.query<Sealed<BatchRow>>(sql, [id])).rows)[0];
}
export async function batchesOf(
  tx: Tx,
  { holderId, services, after }: { holderId: string; services: readonly string[]; after: string | null },
  count: number,
): Promise<BatchRow[]> {
  const { rows } = await tx.query<Sealed<BatchRow>>(
    `select ${columns} from batch where holder_id = $1 and $2::text[] && array['*', service_id]
       and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [holderId, services, after, count],
  );
  return openBatch(tx, rows);
}
export async function countLines(tx: Tx, id: string): Promise<Batch['counts']> {
  const { rows } = await tx.query<{ state: LineState; count: number }>(
    'select state, count(*)::int as count from line where batch_id = $1 group by state',
    [id],
  );
  const none = { wrong: 0, waiting: 0, draft: 0, incomplete: 0, sent: 0, failed: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) };
}
export async function linesOf(
  tx: Tx,
  id: string,
  { after, states }: { after: number; states: readonly LineState[] | null },
  count: number,
): Promise<LineRow[]> {
  const { rows } = await tx.query<Sealed<LineRow>>(
    `select ${lineColumns} from line where batch_id = $1 and number > $2 and ($3::text[] is null or state = any($3))
     order by number limit $4`,
    [id, after, states, count],
  );
  return openLines(tx, rows);
}
export async function findLine(tx: Tx, batchId: string, number: number): Promise<LineRow | undefined> {
  const sql = `select ${lineColumns} from line where batch_id = $1 and number = $2`;
  return openLines(tx, (await tx.query<Sealed<LineRow>>(sql, [batchId, number])).rows)[0];
}

export async function setState(
  tx: Tx,
  id: string,
  { state, send, maker, settledAt }: { state: Batch['state']; send?: boolean; maker?: Person; settledAt?: Date },
): Promise<void> {
  const kept = maker && (await sealMore(tx, 'batch', id, { maker }));
  await tx.query(
    `update batch set state = $2, send = coalesce($3, send), settled_at = $4, maker = case when $5 then $6::jsonb else maker end,
       sealed = case when $5 then $7 else sealed end where id = $1`,
    [
      id,
      state,
      send ?? null,
      settledAt ?? null,
      maker !== undefined,
      jsonOf(kept?.maker ?? null),
      kept?.sealed ?? null,
    ],
  );
}
/** Settled once: done again it stays as it was. */
export async function settleLine(
  tx: Tx,
  { batchId, number, answers }: LineRow,
  { state, caseId, faults }: { state: LineState; caseId: string | null; faults: Fault[] },
): Promise<void> {
  const kept = sealRow(tx, 'line', keyOf({ batchId, number }), { answers, faults });
  await tx.query(
    `update line set state = $3, case_id = $4, faults = $5, sealed = $6 where batch_id = $1 and number = $2 and state = 'waiting'`,
    [batchId, number, state, caseId, jsonOf(kept.faults), kept.sealed],
  );
}
export const deleteBatch = (tx: Tx, id: string) => tx.query('delete from batch where id = $1', [id]);

export async function ownBatches(tx: Tx, personKey: string, after: string | null, count: number) {
  const { rows } = await tx.query<Sealed<BatchRow>>(
    `select ${columns} from batch where holder_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [personKey, after, count],
  );
  return openBatch(tx, rows).map(({ maker: _, ...row }) => row);
}
/** With their lines; the applications stay. */
export async function eraseBatches(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from batch where id in (select id from batch where coalesce(settled_at, made_at) < $1 and state <> 'running'
       order by made_at limit $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
