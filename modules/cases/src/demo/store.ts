// SPDX-License-Identifier: Apache-2.0
/** SQL of cases of the demo: one that is played, its rows read, and rows of many written at once. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Applicant } from '../case/index.ts';

export const begin = (tx: Tx) => tx.query('savepoint played');
export const undo = (tx: Tx) => tx.query('rollback to savepoint played');

/** What PostgreSQL refused says its SQLSTATE. */
export const isOfDatabase = (error: Error): boolean => 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));

/** Of copies, by the end of their ids, which are there. */
export async function known(tx: Tx, endings: readonly string[]): Promise<ReadonlySet<string>> {
  const sql = 'select substring(id::text from 20) as ending from case_file where substring(id::text from 20) = any($1)';
  return new Set((await tx.query<{ ending: string }>(sql, [endings])).rows.map(({ ending }) => ending));
}

export async function numbers(tx: Tx, count: number): Promise<number[]> {
  const sql = `select nextval('case_number') as next from generate_series(1, $1)`;
  return (await tx.query<{ next: string }>(sql, [count])).rows.map(({ next }) => Number(next));
}

export const insertCase = (tx: Tx, { id, pkg, ...applicant }: { id: string; pkg: ServicePackage } & Applicant) => {
  const kept = sealRow(tx, 'case_file', id, { applicant_name: applicant.applicantName });
  return tx.query(
    `insert into case_file (id, service_id, version, title, state, language, applicant_kind, applicant_id, applicant_name,
       applicant_numbers, contact_key, started_at, changed_at, sealed, name_marks)
     values ($1, $2, $3, $4, 'draft', 'en', $5, $6, null, $7, $8, $9, $9, $10, '{}')`,
    [
      ...[id, pkg.serviceId, pkg.version, pkg.facts.title, applicant.applicantKind, applicant.applicantId],
      ...[applicant.applicantNumbers, applicant.contactKey, tx.now, kept.sealed],
    ],
  );
};

export const markSent = (tx: Tx, id: string, office: { officeId: string; regionCode: string; officeName: object }) =>
  tx.query(
    `update case_file set state = 'submitted', number = 'played', office_id = $2, region_code = $3, office_name = $4,
       submitted_at = $5 where id = $1`,
    [id, office.officeId, office.regionCode, office.officeName, tx.now],
  );

export async function openTasks(tx: Tx, id: string): Promise<number> {
  return (await tx.query(`select 1 from task where case_id = $1 and state = 'open'`, [id])).rowCount;
}

export type Row = Record<string, unknown>;
interface Table {
  readonly name: string;
  /** Which case it belongs to. */
  readonly holder: string;
  readonly order: string;
  /** As the module seals it: the name of a row, and its columns. */
  readonly sealed?: { readonly key: (row: Row) => string; readonly columns: readonly string[] };
}
const byId = (row: Row) => String(row.id);
/** In the order in which they are written. */
export const tables: readonly Table[] = [
  { name: 'case_file', holder: 'id', order: 'id', sealed: { key: byId, columns: ['decision', 'applicant_name'] } },
  {
    ...{ name: 'answer', holder: 'case_id', order: 'field' },
    sealed: { key: (row) => `${String(row.case_id)}/${String(row.field)}`, columns: ['value'] },
  },
  {
    ...{ name: 'reading', holder: 'case_id', order: 'register' },
    sealed: { key: (row) => `${String(row.case_id)}/${String(row.register)}`, columns: ['path', 'body'] },
  },
  {
    ...{ name: 'message', holder: 'case_id', order: 'created_at, id' },
    sealed: { key: byId, columns: ['content', 'response', 'rejection'] },
  },
  { name: 'task', holder: 'case_id', order: 'id', sealed: { key: byId, columns: ['about'] } },
  { name: 'history', holder: 'case_id', order: 'id', sealed: { key: byId, columns: ['actor', 'facts'] } },
  { name: 'process_run', holder: 'holder_id', order: 'holder_id' },
  { name: 'process_step', holder: 'holder_id', order: 'id', sealed: { key: byId, columns: ['result'] } },
  { name: 'process_token', holder: 'holder_id', order: 'id' },
  { name: 'process_timer', holder: 'holder_id', order: 'due_at' },
];

/** Rows of one case by table, with what they keep sealed laid open. */
export type Rows = ReadonlyMap<string, readonly Row[]>;

export async function rowsOf(tx: Tx, caseId: string): Promise<Rows> {
  const found = new Map<string, Row[]>();
  for (const { name, holder, order, sealed } of tables) {
    const sql = `select to_jsonb(t) as row from ${name} t where ${holder} = $1 order by ${order}`;
    const { rows } = await tx.query<{ row: Row & { sealed: string | null } }>(sql, [caseId]);
    found.set(
      name,
      rows.map(({ row }) =>
        sealed && row.sealed !== null ? { ...openRow(tx, name, sealed.key(row), row), isSealed: true } : row,
      ),
    );
  }
  return found;
}

/** Rows as they are kept: what the module seals is sealed for the row that it stands in now. */
export function sealedAgain(tx: Tx, { name, sealed }: Table, { isSealed, ...row }: Row): Row {
  if (!sealed || isSealed !== true) return row;
  const values = Object.fromEntries(sealed.columns.map((column) => [column, row[column] ?? null]));
  return { ...row, ...sealRow(tx, name, sealed.key(row), values) };
}

export async function insert(tx: Tx, copies: readonly Rows[]): Promise<void> {
  for (const { name } of [...tables, { name: 'subject' }]) {
    const rows = copies.flatMap((copy) => copy.get(name) ?? []);
    const [first] = rows;
    if (!first) continue;
    const columns = Object.keys(first).join(', ');
    const sql = `insert into ${name} (${columns}) select ${columns} from jsonb_populate_recordset(null::${name}, $1::jsonb)`;
    await tx.query(sql, [JSON.stringify(rows)]);
  }
}
