// SPDX-License-Identifier: Apache-2.0
import { openRow, soughtMarks, type Tx } from '@stoa/kernel';
import { listSearch, listSearchValues } from '@stoa/kernel/text';
import type { CaseFile, Draft } from './case-file.ts';

export interface History {
  readonly at: Date;
  readonly kind: string;
  readonly node: string | null;
  readonly actor: string | null;
  readonly internal: boolean;
  readonly facts: Record<string, unknown>;
}

export const historyOf = async (tx: Tx, caseId: string): Promise<History[]> => {
  const sql = 'select id, at, kind, node, actor, internal, facts, sealed from history where case_id = $1 order by id';
  type Row = History & { id: string; sealed: string | null };
  const { rows } = await tx.prepared<Row>('cases-history', sql, [caseId]);
  return rows.map((row) => openRow(tx, 'history', row.id, row));
};

const caseColumns = `id, number, service_id as "serviceId", version, title, state, outcome, language,
  applicant_kind as "applicantKind", applicant_id as "applicantId", applicant_name, sealed,
  applicant_numbers as "applicantNumbers", contact_key as "contactKey", visit_id as "visitId", office_id as "officeId", region_code as "regionCode",
  office_name as "officeName", revision, started_at as "startedAt", changed_at as "changedAt", submitted_at as "submittedAt",
  due_on as "dueOn", paused_at as "pausedAt", decision, decided_at as "decidedAt", closed_at as "closedAt"`;

export type Sealed = { readonly sealed: string | null };
type CaseRow = Omit<Draft, 'applicantName'> & Sealed & { readonly applicant_name: string };

function openCase(tx: Tx, sealed: CaseRow): CaseFile {
  const { applicant_name: applicantName, ...row } = openRow(tx, 'case_file', sealed.id, sealed);
  // A constraint of the table ties what is given on sending to the state.
  return { ...row, applicantName: applicantName ?? '—' } as CaseFile;
}

export async function findCase(tx: Tx, id: string): Promise<CaseFile | undefined> {
  const sql = `select ${caseColumns} from case_file where id = $1`;
  return (await tx.prepared<CaseRow>('cases-find', sql, [id])).rows.map((row) => openCase(tx, row))[0];
}

/** The case, locked until the transaction ends: every step of its process is taken under this lock. */
export async function lockCase(tx: Tx, id: string): Promise<CaseFile | undefined> {
  const sql = `select ${caseColumns} from case_file where id = $1 for update`;
  return (await tx.prepared<CaseRow>('cases-lock', sql, [id])).rows.map((row) => openCase(tx, row))[0];
}

/** Newest first. `applicantId` undefined finds the sent ones of everybody. */
export async function listCases(
  tx: Tx,
  filter: {
    cursor?: string;
    applicantId?: string;
    services?: string[];
    visitId?: string | undefined;
    drafts?: boolean;
    search?: string;
  },
  count: number,
): Promise<CaseFile[]> {
  const { rows } = await tx.query<CaseRow>(
    `select ${caseColumns} from case_file c
     where ($1::text is null or applicant_id = $1) and ($2::boolean is null or (state = 'draft') = $2)
       and ($3::uuid is null or id < $3) and ($8::text[] && array['*', service_id])
       and ($9::uuid is null or visit_id = $9) and ${listSearch(searched, '$5', '$6', '$7')}
     order by id desc limit $4`,
    [
      ...[filter.applicantId, filter.drafts, filter.cursor, count, ...listSearchValues(filter.search)],
      soughtMarks(tx.module, filter.search ?? ''),
      ...[filter.services ?? ['*'], filter.visitId],
    ],
  );
  return rows.map((row) => openCase(tx, row));
}

/** Where a case is found by number or applicant; names are clear in rows of the release before. */
export const searched = { number: 'c.number', name: 'c.applicant_name', marks: 'c.name_marks' };

export const rowsOf = async <R extends object>(tx: Tx, name: string, sql: string, caseId: string): Promise<R[]> =>
  (await tx.prepared<R>(`cases-${name}`, sql, [caseId])).rows;

export const subjectsOf = async (tx: Tx, id: string): Promise<string[]> =>
  (await rowsOf<{ key: string }>(tx, 'subjects', 'select person_key as key from subject where case_id = $1', id)).map(
    (row) => row.key,
  );
