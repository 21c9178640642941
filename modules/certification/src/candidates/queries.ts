// SPDX-License-Identifier: Apache-2.0
import type { PackageContent } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { CandidateState, Check, Report, RunState } from '../contract/candidates.ts';
import type { Suite } from '../contract/regulation.ts';

export interface CandidateRow {
  id: string;
  organisationId: string;
  serviceId: string;
  version: string;
  title: LocalText;
  state: CandidateState;
  submittedBy: string;
  submittedName: string;
  submittedAt: Date;
  decidedBy: string | null;
  decidedName: string | null;
  decidedAt: Date | null;
  reason: string | null;
  appealedAt: Date | null;
  appeal: string | null;
  lawRun: string | null;
  lawName: string | null;
  lawAt: Date | null;
  lawSince: Date | null;
}
const columns = `id, organisation_id as "organisationId", service_id as "serviceId", version, title, state,
  submitted_by as "submittedBy", submitted_name as "submittedName", submitted_at as "submittedAt", decided_by as "decidedBy",
  decided_name as "decidedName", decided_at as "decidedAt", reason, appealed_at as "appealedAt", appeal, law_run as "lawRun",
  law_name as "lawName", law_at as "lawAt", law_since as "lawSince"`;

export async function candidateById(tx: Tx, id: string, lock = false): Promise<CandidateRow | undefined> {
  const { rows } = await tx.query<CandidateRow>(
    `select ${columns} from candidate where id = $1 ${lock ? 'for update' : ''}`,
    [id],
  );
  return rows[0];
}

export async function filesOf(tx: Tx, candidateId: string): Promise<PackageContent> {
  const { rows } = await tx.query<{ files: PackageContent }>('select files from candidate where id = $1', [
    candidateId,
  ]);
  return rows[0]?.files ?? {};
}

/** @param own institutions whose candidates are seen; undefined is all */
export async function candidatesAfter(
  tx: Tx,
  asked: { state?: string | undefined; service?: string | undefined; own: string[] | undefined },
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<CandidateRow[]> {
  const { rows } = await tx.query<CandidateRow>(
    `select ${columns} from candidate where ($1::text is null or state = $1) and ($2::text is null or service_id = $2)
       and ($3::text[] is null or organisation_id = any($3))
       and ($4::timestamptz is null or (submitted_at, id) < ($4, $5::uuid))
     order by submitted_at desc, id desc limit $6`,
    [asked.state ?? null, asked.service ?? null, asked.own ?? null, at ?? null, id ?? null, limit],
  );
  return rows;
}

export interface RunRow {
  id: string;
  candidateId: string;
  suite: Suite;
  regulation: string;
  state: RunState;
  done: number;
  of: number;
  queuedAt: Date;
  finishedAt: Date | null;
  report: { checks: Check[]; figures: Report['figures'] } | null;
}
const runColumns = `id, candidate_id as "candidateId", suite, regulation, state, done, of, queued_at as "queuedAt",
  finished_at as "finishedAt", report`;

/** The last of each suite. */
export async function lastRuns(tx: Tx, candidateId: string): Promise<RunRow[]> {
  const { rows } = await tx.query<RunRow>(
    `select distinct on (suite) ${runColumns} from suite_run where candidate_id = $1 order by suite, queued_at desc, id desc`,
    [candidateId],
  );
  return rows;
}

export async function runById(tx: Tx, id: string): Promise<RunRow | undefined> {
  const { rows } = await tx.query<RunRow>(`select ${runColumns} from suite_run where id = $1`, [id]);
  return rows[0];
}

export interface ExceptionRow {
  suite: Suite;
  personId: string;
  name: string;
  reason: string;
  until: string;
  at: Date;
}
export async function exceptionsOf(tx: Tx, candidateId: string): Promise<ExceptionRow[]> {
  const { rows } = await tx.query<ExceptionRow>(
    `select suite, person_id as "personId", name, reason, until, at from exception where candidate_id = $1 order by suite, at`,
    [candidateId],
  );
  return rows;
}

export async function isUnderWay(
  tx: Tx,
  { serviceId, version }: Pick<CandidateRow, 'serviceId' | 'version'>,
): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from candidate where service_id = $1 and version = $2 and state = 'submitted'`,
    [serviceId, version],
  );
  return rows.length > 0;
}
