// SPDX-License-Identifier: Apache-2.0
import type { PackageContent } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { CandidateState, Report } from '../contract/candidates.ts';
import type { Suite } from '../contract/regulation.ts';

export interface NewCandidate {
  readonly id: string;
  readonly organisationId: string;
  readonly serviceId: string;
  readonly version: string;
  readonly title: LocalText;
  readonly files: PackageContent;
  readonly state: CandidateState;
  readonly submittedBy: string;
  readonly submittedName: string;
  readonly submittedAt: Date;
}

/** False where it is there already, or another of the same version is under way. */
export async function insertCandidate(tx: Tx, one: NewCandidate): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into candidate (id, organisation_id, service_id, version, title, files, state, submitted_by, submitted_name, submitted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    [
      ...[one.id, one.organisationId, one.serviceId, one.version, one.title, JSON.stringify(one.files), one.state],
      ...[one.submittedBy, one.submittedName, one.submittedAt],
    ],
  );
  return rowCount === 1;
}

export const decide = (
  tx: Tx,
  id: string,
  to: { state: CandidateState; by: string | null; name: string; reason?: string | undefined; at?: Date },
) =>
  tx.query(
    'update candidate set state = $2, decided_by = $3, decided_name = $4, decided_at = $5, reason = $6 where id = $1',
    [id, to.state, to.by, to.name, to.at ?? tx.now, to.reason ?? null],
  );

export const withdraw = (tx: Tx, id: string) =>
  tx.query(`update candidate set state = 'withdrawn' where id = $1`, [id]);

export const appeal = (tx: Tx, id: string, words: string) =>
  tx.query(`update candidate set state = 'submitted', appealed_at = $2, appeal = $3 where id = $1`, [
    id,
    tx.now,
    words,
  ]);

/** The law is to be looked at again: what was signed before does not count. */
export const reopen = (tx: Tx, id: string) =>
  tx.query(
    `update candidate set state = 'submitted', law_run = null, law_name = null, law_at = null, law_since = $2 where id = $1`,
    [id, tx.now],
  );

export const signLaw = (tx: Tx, id: string, runId: string, name: string) =>
  tx.query('update candidate set law_run = $2, law_name = $3, law_at = $4 where id = $1', [id, runId, name, tx.now]);

/** False where the suite waits or is under way already. */
export async function queueRun(tx: Tx, run: { id: string; candidateId: string; suite: Suite; regulation: string }) {
  const { rowCount } = await tx.query(
    `insert into suite_run (id, candidate_id, suite, regulation, state, queued_at) values ($1, $2, $3, $4, 'queued', $5)
     on conflict (candidate_id, suite) where state in ('queued', 'running') do nothing`,
    [run.id, run.candidateId, run.suite, run.regulation, tx.now],
  );
  return rowCount === 1;
}

/** What was entered as it was then. */
export const insertOverRun = (
  tx: Tx,
  run: { id: string; candidateId: string; suite: Suite; regulation: string; state: string; at: Date; report: object },
) =>
  tx.query(
    `insert into suite_run (id, candidate_id, suite, regulation, state, done, of, queued_at, finished_at, report)
     values ($1, $2, $3, $4, $5, 1, 1, $6, $6, $7) on conflict do nothing`,
    [run.id, run.candidateId, run.suite, run.regulation, run.state, run.at, JSON.stringify(run.report)],
  );

const leaseSeconds = 60;

/** The candidate and suite where the run waits, or whoever had it let its lease go by. */
export async function claimRun(
  tx: Tx,
  id: string,
  claim: string,
): Promise<{ candidateId: string; suite: Suite } | undefined> {
  const { rows } = await tx.query<{ candidateId: string; suite: Suite }>(
    `update suite_run set state = 'running', claim = $2, lease_until = $3::timestamptz + make_interval(secs => $4)
     where id = $1 and (state = 'queued' or (state = 'running' and lease_until < $3))
     returning candidate_id as "candidateId", suite`,
    [id, claim, tx.now, leaseSeconds],
  );
  return rows[0];
}

/** False where it was stopped, or somebody else has taken it over. */
export async function keepClaim(tx: Tx, id: string, claim: string, done: number, of: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update suite_run set done = $3, of = $4, lease_until = $5::timestamptz + make_interval(secs => $6)
     where id = $1 and claim = $2 and state = 'running'`,
    [id, claim, Math.floor(done), Math.floor(of), tx.now, leaseSeconds],
  );
  return rowCount === 1;
}

export async function finishRun(
  tx: Tx,
  id: string,
  claim: string,
  to: { state: 'passed' | 'failed'; report: Pick<Report, 'checks' | 'figures'> },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update suite_run set state = $3, report = $4, finished_at = $5, done = of, claim = null, lease_until = null
     where id = $1 and claim = $2 and state = 'running'`,
    [id, claim, to.state, JSON.stringify(to.report), tx.now],
  );
  return rowCount === 1;
}

export async function stopRun(tx: Tx, id: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update suite_run set state = 'stopped', finished_at = $2, claim = null, lease_until = null
     where id = $1 and state in ('queued', 'running')`,
    [id, tx.now],
  );
  return rowCount === 1;
}

export const stopRunsOf = (tx: Tx, candidateId: string) =>
  tx.query(
    `update suite_run set state = 'stopped', finished_at = $2, claim = null, lease_until = null
     where candidate_id = $1 and state in ('queued', 'running')`,
    [candidateId, tx.now],
  );

export async function allowException(
  tx: Tx,
  one: { candidateId: string; suite: Suite; personId: string; name: string; reason: string; until: string },
): Promise<number> {
  await tx.query(
    `insert into exception (candidate_id, suite, person_id, name, reason, until, at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (candidate_id, suite, person_id) do update set reason = $5, until = $6, at = $7`,
    [one.candidateId, one.suite, one.personId, one.name, one.reason, one.until, tx.now],
  );
  const { rows } = await tx.query<{ count: number }>(
    'select count(*) as count from exception where candidate_id = $1 and suite = $2',
    [one.candidateId, one.suite],
  );
  return rows[0]?.count ?? 0;
}
