// SPDX-License-Identifier: Apache-2.0
/** SQL that only reads. */
import { openRow, type Tx } from '@stoa/kernel';
import type { Language, LocalText } from '@stoa/kernel/contract';
import type { State } from './states.ts';

export interface VisitRow {
  readonly id: string;
  readonly officeId: string;
  readonly office: LocalText;
  readonly clerkId: string;
  readonly clerkName: string;
  readonly personKey: string;
  readonly personName: string;
  readonly document: string;
  readonly reason: string | null;
  readonly scan: string | null;
  readonly scanType: string | null;
  readonly serviceId: string;
  readonly service: LocalText;
  readonly language: Language;
  readonly way: 'code' | 'paper';
  readonly state: State;
  readonly tries: number;
  readonly askedAt: Date;
  readonly openedAt: Date | null;
  readonly until: Date | null;
  readonly endedAt: Date | null;
}
type Sealed = Omit<VisitRow, 'personName'> & { readonly person_name: string | null; readonly sealed: string | null };

/** Of lists the scan is left out: it is large. */
const columns = (
  scan = 'null::text as scan',
) => `id, office_id as "officeId", office_name as office, clerk_id as "clerkId",
  clerk_name as "clerkName", person_key as "personKey", person_name, document, reason, ${scan}, scan_type as "scanType", sealed,
  service_id as "serviceId", service_title as service, language, way, state, tries, asked_at as "askedAt",
  opened_at as "openedAt", until_at as until, ended_at as "endedAt"`;

const opened = (tx: Tx, rows: readonly Sealed[]): VisitRow[] =>
  rows.map((row) => {
    const { person_name: personName, ...rest } = openRow(tx, 'visit', row.id, row);
    return { ...rest, personName: personName ?? '—' } as VisitRow;
  });

export async function findVisit(tx: Tx, id: string): Promise<VisitRow | undefined> {
  return opened(tx, (await tx.query<Sealed>(`select ${columns('scan')} from visit where id = $1`, [id])).rows)[0];
}
export async function lockVisit(tx: Tx, id: string): Promise<VisitRow | undefined> {
  const sql = `select ${columns()} from visit where id = $1 for update`;
  return opened(tx, (await tx.query<Sealed>(sql, [id])).rows)[0];
}
export async function openVisitOf(tx: Tx, clerkId: string): Promise<VisitRow | undefined> {
  const sql = `select ${columns()} from visit where clerk_id = $1 and state = 'open' and until_at > $2`;
  return opened(tx, (await tx.query<Sealed>(sql, [clerkId, tx.now])).rows)[0];
}
export async function visitsOfClerk(
  tx: Tx,
  clerkId: string,
  before: string | null,
  count: number,
): Promise<VisitRow[]> {
  const sql = `select ${columns()} from visit where clerk_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`;
  return opened(tx, (await tx.query<Sealed>(sql, [clerkId, before, count])).rows);
}
export async function visitsOfDay(
  tx: Tx,
  { officeId, from, to, before }: { officeId: string; from: Date; to: Date; before: string | null },
  count: number,
): Promise<VisitRow[]> {
  const sql = `select ${columns()} from visit where office_id = $1 and asked_at >= $2 and asked_at < $3
    and ($4::uuid is null or id < $4) order by id desc limit $5`;
  return opened(tx, (await tx.query<Sealed>(sql, [officeId, from, to, before, count])).rows);
}

export async function ownVisits(tx: Tx, personKey: string, after: string | null, count: number): Promise<VisitRow[]> {
  const sql = `select ${columns()} from visit where person_key = $1 and ($2::uuid is null or id > $2) order by id limit $3`;
  return opened(tx, (await tx.query<Sealed>(sql, [personKey, after, count])).rows);
}

export interface PaperRow {
  readonly code: string;
  readonly kind: 'consent' | 'receipt';
  readonly number: string | null;
  readonly sha256: string;
  readonly madeAt: Date;
  readonly office: LocalText;
  readonly service: LocalText;
}
export async function findPaper(tx: Tx, code: string): Promise<PaperRow | undefined> {
  const { rows } = await tx.query<PaperRow>(
    `select code, kind, number, sha256, made_at as "madeAt", office_name as office, service_title as service
     from paper join visit on id = visit_id where code = $1`,
    [code],
  );
  return rows[0];
}

export async function askedSince(tx: Tx, personKey: string, since: Date): Promise<number> {
  const sql = 'select count(*)::int as asked from visit where person_key = $1 and asked_at > $2';
  return (await tx.query<{ asked: number }>(sql, [personKey, since])).rows[0]?.asked ?? 0;
}

export interface Count {
  readonly of: string | null;
  readonly name: string | null;
  readonly title: LocalText | null;
  readonly visits: number;
  readonly opened: number;
  readonly refused: number;
  readonly paper: number;
  readonly averageMinutes: number | null;
}
const by = { all: 'null', clerk: 'clerk_id::text', service: 'service_id' } as const;
export async function countsOfDay(
  tx: Tx,
  { officeId, from, to }: { officeId: string; from: Date; to: Date },
  what: keyof typeof by,
): Promise<Count[]> {
  const { rows } = await tx.query<Count>(
    `select ${by[what]} as of, min(clerk_name) as name, (array_agg(service_title order by id desc))[1] as title,
       count(*)::int as visits, count(opened_at)::int as opened,
       count(*) filter (where state in ('refused', 'failed'))::int as refused,
       count(*) filter (where way = 'paper')::int as paper,
       round(extract(epoch from avg(ended_at - opened_at)) / 60, 1)::float as "averageMinutes"
     from visit where office_id = $1 and asked_at >= $2 and asked_at < $3 group by 1 order by visits desc, 1`,
    [officeId, from, to],
  );
  return rows;
}
