// SPDX-License-Identifier: Apache-2.0
/** SQL of blind answers. No column holds a time, and nothing joins the box to the receipts. */
import { randomUUID } from 'node:crypto';
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Ballot, ScaleAnswers } from '../contract.ts';

type Cell = Omit<Ballot, 'seal'>;
/** Parameters $1 to $4 of `ofCell`; no service is '' in the tables. */
const valuesOf = ({ templateVersionId, regionCode, sector, serviceCode = '' }: Cell) => [
  ...[templateVersionId, regionCode, sector, serviceCode],
];
const ofCell = 'template_version_id = $1 and region_code = $2 and sector = $3 and service_code = $4';
const cellColumns = `template_version_id as "templateVersionId", region_code as "regionCode", sector,
  nullif(service_code, '') as "serviceCode"`;

/** Nobody else casts into the cell or counts it until the transaction ends. */
export const lockCell = (tx: Tx, cell: Cell) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 43))', [valuesOf(cell).join(' ')]);

export const countIssued = (tx: Tx, cell: Cell) =>
  tx.query(
    `insert into ballot_tally (template_version_id, region_code, sector, service_code, issued) values ($1, $2, $3, $4, 1)
     on conflict (template_version_id, region_code, sector, service_code) do update set issued = ballot_tally.issued + 1`,
    valuesOf(cell),
  );

/** Whether the ballot is cast for the first time. */
export async function insertReceipt(tx: Tx, mark: Buffer, answersMac: Buffer, cell: Cell): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into ballot_receipt (template_version_id, region_code, sector, service_code, mark, answers_mac)
     values ($1, $2, $3, $4, $5, $6) on conflict (mark) do nothing`,
    [...valuesOf(cell), mark, answersMac],
  );
  return rowCount > 0;
}

export async function answersOfReceipt(tx: Tx, mark: Buffer): Promise<Buffer | undefined> {
  const sql = 'select answers_mac as mac from ballot_receipt where mark = $1';
  return (await tx.query<{ mac: Buffer }>(sql, [mark])).rows[0]?.mac;
}

export async function receiptByMark(tx: Tx, mark: Buffer) {
  type Row = { regionCode: string; sector: string; serviceCode: string | null; month: string | null };
  const { rows } = await tx.query<Row>(
    `select region_code as "regionCode", sector, nullif(service_code, '') as "serviceCode", to_char(month, 'YYYY-MM') as month
     from ballot_receipt where mark = $1`,
    [mark],
  );
  return rows[0];
}

/** Takes answers of the cell out of the box: so many at random, or all. */
export async function takeAnswers(tx: Tx, cell: Cell, most: number | null): Promise<ScaleAnswers[]> {
  type Row = { id: string; answers: ScaleAnswers | null; sealed: string | null };
  const { rows } = await tx.query<Row>(
    `delete from ballot_box where id in (select id from ballot_box where ${ofCell} order by random() limit $5)
     returning id, answers, sealed`,
    [...valuesOf(cell), most],
  );
  return rows.map((row) => openRow(tx, 'ballot_box', row.id, row).answers as ScaleAnswers);
}

export async function putAnswers(tx: Tx, cell: Cell, all: readonly ScaleAnswers[]): Promise<void> {
  const rows = all.map((answers) => {
    const id = randomUUID();
    const kept = sealRow(tx, 'ballot_box', id, { answers });
    return { id, answers: kept.answers, sealed: kept.sealed };
  });
  await tx.query(
    `insert into ballot_box (template_version_id, region_code, sector, service_code, id, answers, sealed)
     select $1, $2, $3, $4, id, answers, sealed from jsonb_to_recordset($5::jsonb) as b(id uuid, answers jsonb, sealed text)`,
    [...valuesOf(cell), JSON.stringify(rows)],
  );
}

export async function fullCells(tx: Tx, fewest: number): Promise<Cell[]> {
  const { rows } = await tx.query<Cell & { serviceCode: string | null }>(
    `select ${cellColumns} from ballot_box group by template_version_id, region_code, sector, service_code
     having count(*) >= $1`,
    [fewest],
  );
  return rows.map(({ serviceCode, ...cell }) => ({ ...cell, ...(serviceCode && { serviceCode }) }));
}

/** Every ballot of the cell that was cast is counted now. @param month its first day */
export const countReceipts = (tx: Tx, cell: Cell, month: string) =>
  tx.query(`update ballot_receipt set month = $5 where ${ofCell} and month is null`, [...valuesOf(cell), month]);

export async function tally(tx: Tx) {
  type Row = {
    readonly regionCode: string;
    readonly sector: string;
    readonly serviceCode: string | null;
    readonly issued: number;
    readonly cast: number;
    readonly counted: number;
  };
  const { rows } = await tx.query<Row>(
    `select region_code as "regionCode", sector, nullif(service_code, '') as "serviceCode", sum(t.issued)::int as issued,
       coalesce(sum(r.cast_), 0)::int as "cast", coalesce(sum(r.counted), 0)::int as counted
     from ballot_tally t left join (
       select template_version_id, region_code, sector, service_code, count(*) as cast_, count(month) as counted
       from ballot_receipt group by 1, 2, 3, 4) r using (template_version_id, region_code, sector, service_code)
     group by region_code, sector, service_code order by 1, 2, 3`,
  );
  return rows;
}
