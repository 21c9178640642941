// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { openRow, refuse, soughtMarks, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { listSearch, listSearchValues } from '@stoa/kernel/text';
import type { CaseFile, Scalar } from './case-file.ts';
import type { DeliveryState, RuleReason } from './views.ts';

const caseColumns = `id, number, service_id as "serviceId", version, title, state, outcome, language,
  applicant_kind as "applicantKind", applicant_id as "applicantId", applicant_name, sealed,
  applicant_numbers as "applicantNumbers", contact_key as "contactKey", office_id as "officeId", region_code as "regionCode",
  office_name as "officeName", revision, started_at as "startedAt", changed_at as "changedAt", submitted_at as "submittedAt",
  due_on as "dueOn", paused_at as "pausedAt", decision, decided_at as "decidedAt", closed_at as "closedAt", taken`;

type Sealed = { readonly sealed: string | null };
type CaseRow = Omit<CaseFile, 'applicantName'> & Sealed & { readonly applicant_name: string };

function openCase(tx: Tx, sealed: CaseRow): CaseFile {
  const { applicant_name: applicantName, ...row } = openRow(tx, 'case_file', sealed.id, sealed);
  return { ...row, applicantName };
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

/** Draft of the same person, applicant and package version, started in the last minute, with these typed answers alone. */
export async function freshDraft(
  tx: Tx,
  like: Pick<CaseFile, 'applicantId' | 'contactKey' | 'serviceId' | 'version'>,
  typed: Record<string, Scalar>,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from case_file where state = 'draft' and applicant_id = $1 and contact_key is not distinct from $2
       and service_id = $3 and version = $4 and started_at > $5::timestamptz - interval '1 minute'
     order by started_at desc`,
    [like.applicantId, like.contactKey, like.serviceId, like.version, tx.now],
  );
  for (const { id } of rows) {
    const kept = (await answersOf(tx, id)).filter(({ source }) => source === 'typed');
    if (isDeepStrictEqual(Object.fromEntries(kept.map(({ field, value }) => [field, value])), typed)) return id;
  }
  return undefined;
}

export interface Page {
  readonly cursor?: string;
  readonly limit?: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id a page ends with. */
export function cursorId(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  return uuid.test(cursor)
    ? cursor
    : refuse('invalid', 'kernel.input-invalid', 'This page does not exist any more. Start from the first one.');
}

/** Newest first. `applicantId` undefined finds the sent ones of everybody. */
export async function listCases(
  tx: Tx,
  filter: Page & { applicantId?: string; drafts?: boolean; search?: string },
): Promise<{ items: CaseFile[]; nextCursor?: string }> {
  const limit = filter.limit ?? 20;
  const { rows } = await tx.query<CaseRow>(
    `select ${caseColumns} from case_file c
     where ($1::text is null or applicant_id = $1) and ($2::boolean is null or (state = 'draft') = $2)
       and ($3::uuid is null or id < $3) and ${listSearch(searched, '$5', '$6', '$7')}
     order by id desc limit $4`,
    [
      ...[filter.applicantId, filter.drafts, cursorId(filter.cursor), limit + 1, ...listSearchValues(filter.search)],
      soughtMarks(tx.module, filter.search ?? ''),
    ],
  );
  const items = rows.slice(0, limit).map((row) => openCase(tx, row));
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last ? { nextCursor: last.id } : {}) };
}

/** Where a case is found by number or applicant; names are clear in rows of the release before. */
export const searched = { number: 'c.number', name: 'c.applicant_name', marks: 'c.name_marks' };

export interface Answer {
  readonly field: string;
  readonly value: Scalar;
  readonly source: 'typed' | 'register' | 'officer';
  readonly at: Date;
  readonly register: string | null;
  readonly messageId: string | null;
  /** The save that wrote it, and the form it came by; null for what was not typed on a form. */
  readonly revision: number | null;
  readonly formKey: string | null;
}
export interface Reading {
  readonly register: string;
  readonly path: string;
  readonly state: 'received' | 'not-found' | 'failed';
  readonly body: Record<string, unknown> | null;
  readonly at: Date;
  readonly messageId: string | null;
}
export interface Message {
  readonly id: string;
  readonly caseId: string;
  readonly kind: 'sync' | 'request' | 'card';
  readonly node: string | null;
  readonly checkName: string | null;
  readonly type: string;
  readonly content: unknown;
  readonly state: DeliveryState;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly answeredAt: Date | null;
  readonly responseId: string | null;
  readonly sender: string | null;
  readonly response: unknown;
  readonly rejection: { code: string; description: string } | null;
}
interface Invoice {
  readonly node: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly reasons: RuleReason[];
  readonly paidAt: Date | null;
  readonly refundedAt: Date | null;
}
export interface Clarification {
  readonly id: string;
  readonly taskId: string;
  readonly field: string;
  readonly question: string;
  readonly previous: Scalar | null;
  readonly askedAt: Date;
  readonly answeredAt: Date | null;
  readonly answer: Scalar | null;
  readonly note: string | null;
}

const of = async <R extends object>(tx: Tx, name: string, sql: string, caseId: string): Promise<R[]> =>
  (await tx.prepared<R>(`cases-${name}`, sql, [caseId])).rows;

const answers = `select field, value, sealed, source, at, register, message_id as "messageId", revision, form_key as "formKey"
   from answer where case_id = $1`;
export const answersOf = async (tx: Tx, id: string): Promise<Answer[]> =>
  (await of<Answer & Sealed>(tx, 'answers', answers, id)).map((row) =>
    openRow(tx, 'answer', `${id}/${row.field}`, row),
  );

const readings =
  'select register, path, state, body, sealed, at, message_id as "messageId" from reading where case_id = $1';
export const readingsOf = async (tx: Tx, id: string): Promise<Reading[]> =>
  (await of<Reading & Sealed>(tx, 'readings', readings, id)).map((row) =>
    openRow(tx, 'reading', `${id}/${row.register}`, row),
  );

const messageColumns = `id, case_id as "caseId", kind, node, check_name as "checkName", type, content, state,
  created_at as "createdAt", sent_at as "sentAt", answered_at as "answeredAt", response_id as "responseId", sender, response, rejection, sealed`;

const openMessage = (tx: Tx, row: Message & Sealed): Message => openRow(tx, 'message', row.id, row);
const messages = `select ${messageColumns} from message where case_id = $1 order by created_at, id`;
export const messagesOf = async (tx: Tx, id: string): Promise<Message[]> =>
  (await of<Message & Sealed>(tx, 'messages', messages, id)).map((row) => openMessage(tx, row));

export async function findMessage(tx: Tx, id: string): Promise<Message | undefined> {
  const { rows } = await tx.query<Message & Sealed>(`select ${messageColumns} from message where id = $1`, [id]);
  return rows[0] && openMessage(tx, rows[0]);
}

export const invoicesOf = (tx: Tx, id: string) =>
  of<Invoice>(
    tx,
    'invoices',
    `select node, invoice_id as "invoiceId", amount_minor as "amountMinor", currency, reasons, paid_at as "paidAt", refunded_at as "refundedAt" from invoice where case_id = $1`,
    id,
  );

const clarifications = `select id, task_id as "taskId", field, question, previous, asked_at as "askedAt",
  answered_at as "answeredAt", answer, note, sealed from clarification where case_id = $1 order by asked_at desc`;
export const clarificationsOf = async (tx: Tx, id: string): Promise<Clarification[]> =>
  (await of<Clarification & Sealed>(tx, 'clarifications', clarifications, id)).map((row) =>
    openRow(tx, 'clarification', row.id, row),
  );

export const subjectsOf = async (tx: Tx, id: string): Promise<string[]> =>
  (await of<{ key: string }>(tx, 'subjects', 'select person_key as key from subject where case_id = $1', id)).map(
    (row) => row.key,
  );

export interface TokenRow {
  readonly id: string;
  readonly node: string;
  readonly arrivedBy?: string;
  readonly state: 'waiting' | 'failed';
  readonly error: string | null;
}

export async function tokensOf(tx: Tx, id: string): Promise<TokenRow[]> {
  const sql = 'select id, node, arrived_by as "arrivedBy", state, error from token where case_id = $1 order by id';
  const rows = await of<Omit<TokenRow, 'arrivedBy'> & { arrivedBy: string | null }>(tx, 'tokens', sql, id);
  return rows.map(({ arrivedBy, ...row }) => ({ ...row, ...(arrivedBy ? { arrivedBy } : {}) }));
}

export interface OutputRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly code: string;
  readonly title: LocalText;
  readonly number: string;
  readonly verificationCode: string;
  readonly issuedAt: Date;
  readonly validUntil: string | null;
  readonly revokedAt: Date | null;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly facts: { label: LocalText; value: string }[];
}

const outputColumns = `o.id, o.case_id as "caseId", c.number as "caseNumber", o.code, o.title, o.number,
  o.verification_code as "verificationCode", o.issued_at as "issuedAt", o.valid_until as "validUntil", o.revoked_at as "revokedAt",
  o.sha256, octet_length(o.pdf) as "sizeBytes", o.facts, o.sealed`;
const openOutput = (tx: Tx, row: OutputRow & Sealed): OutputRow => openRow(tx, 'output', row.id, row);
const outputTables = 'output o join case_file c on c.id = o.case_id';

export const outputsOf = async (tx: Tx, caseId: string): Promise<OutputRow[]> => {
  const sql = `select ${outputColumns} from ${outputTables} where o.case_id = $1 order by o.issued_at`;
  return (await of<OutputRow & Sealed>(tx, 'outputs', sql, caseId)).map((row) => openOutput(tx, row));
};

export async function findOutput(
  tx: Tx,
  by: 'id' | 'verification_code',
  value: string,
): Promise<OutputRow | undefined> {
  const sql = `select ${outputColumns} from ${outputTables} where o.${by} = $1`;
  return (await tx.query<OutputRow & Sealed>(sql, [value])).rows.map((row) => openOutput(tx, row))[0];
}

export async function pdfOf(tx: Tx, outputId: string): Promise<Buffer | undefined> {
  return (await tx.query<{ pdf: Buffer }>('select pdf from output where id = $1', [outputId])).rows[0]?.pdf;
}

/** Outputs of the applicant and those about the person, newest first. */
export async function listOutputs(
  tx: Tx,
  filter: Page & { applicantId: string; personKey: string | null },
): Promise<{ items: OutputRow[]; nextCursor?: string }> {
  const limit = filter.limit ?? 20;
  const { rows } = await tx.query<OutputRow & Sealed>(
    `select ${outputColumns} from ${outputTables}
     where (c.applicant_id = $1 or exists (select 1 from subject s where s.case_id = c.id and s.person_key = $2))
       and ($3::uuid is null or o.id < $3) order by o.id desc limit $4`,
    [filter.applicantId, filter.personKey, cursorId(filter.cursor), limit + 1],
  );
  const items = rows.slice(0, limit).map((row) => openOutput(tx, row));
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last ? { nextCursor: last.id } : {}) };
}
