// SPDX-License-Identifier: Apache-2.0
import { jsonOf, newId, sealMore, sealRow, type Tx, wordMarks } from '@stoa/kernel';
import type { CaseFile, DecisionFacts, Scalar } from './case-file.ts';
import type { CaseState } from './contract.ts';
import type { Reading } from './queries.ts';

/** Makes those who start the same application at the same time wait for each other. */
export const lockDraftsOf = (tx: Tx, draft: Pick<CaseFile, 'applicantId' | 'serviceId'>) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`draft ${draft.serviceId} ${draft.applicantId}`]);

export const insertDraft = (
  tx: Tx,
  draft: Pick<
    CaseFile,
    | 'id'
    | 'serviceId'
    | 'version'
    | 'title'
    | 'language'
    | 'applicantKind'
    | 'applicantId'
    | 'applicantName'
    | 'applicantNumbers'
    | 'contactKey'
  >,
) => {
  const kept = sealRow(tx, 'case_file', draft.id, { applicant_name: draft.applicantName });
  return tx.query(
    `insert into case_file (id, service_id, version, title, state, language, applicant_kind, applicant_id, applicant_name, applicant_numbers, contact_key, started_at, changed_at, sealed, name_marks)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)`,
    [
      draft.id,
      draft.serviceId,
      draft.version,
      draft.title,
      draft.language,
      draft.applicantKind,
      draft.applicantId,
      kept.applicant_name,
      draft.applicantNumbers,
      draft.contactKey,
      tx.now,
      kept.sealed,
      wordMarks(tx.module, draft.applicantName),
    ],
  );
};

export const deleteDraft = (tx: Tx, id: string) =>
  tx.query(`delete from case_file where id = $1 and state = 'draft'`, [id]);

/** Counts the change; answers the new revision. */
export async function touch(tx: Tx, id: string): Promise<number> {
  const { rows } = await tx.query<{ revision: number }>(
    'update case_file set revision = revision + 1, changed_at = $2 where id = $1 returning revision',
    [id, tx.now],
  );
  return rows[0]?.revision ?? 0;
}

interface AnswerSource {
  readonly source: 'typed' | 'register' | 'officer';
  readonly register?: string;
  readonly messageId?: string | null;
  readonly revision?: number;
  readonly formKey?: string | undefined;
}

export const putAnswer = (tx: Tx, caseId: string, field: string, value: Scalar, from: AnswerSource) => {
  const kept = sealRow(tx, 'answer', `${caseId}/${field}`, { value });
  return tx.prepared(
    'cases-put-answer',
    `insert into answer (case_id, field, value, source, at, register, message_id, revision, form_key, sealed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (case_id, field) do update set value = excluded.value, source = excluded.source, at = excluded.at,
       register = excluded.register, message_id = excluded.message_id, revision = excluded.revision, form_key = excluded.form_key,
       sealed = excluded.sealed`,
    [
      ...[caseId, field, jsonOf(kept.value), from.source, tx.now, from.register ?? null, from.messageId ?? null],
      ...[from.revision ?? null, from.formKey ?? null, kept.sealed],
    ],
  );
};

export const removeAnswers = (tx: Tx, caseId: string, fields: readonly string[]) =>
  tx.query('delete from answer where case_id = $1 and field = any($2)', [caseId, fields]);

export const putReading = (tx: Tx, caseId: string, reading: Omit<Reading, 'at'>) => {
  const { path, body } = reading;
  const kept = sealRow(tx, 'reading', `${caseId}/${reading.register}`, { path, body });
  return tx.query(
    `insert into reading (case_id, register, path, state, body, at, message_id, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (case_id, register) do update set path = excluded.path, state = excluded.state, body = excluded.body,
       at = excluded.at, message_id = excluded.message_id, sealed = excluded.sealed`,
    [caseId, reading.register, kept.path, reading.state, kept.body, tx.now, reading.messageId, kept.sealed],
  );
};

export const removeReading = (tx: Tx, caseId: string, register: string) =>
  tx.query('delete from reading where case_id = $1 and register = $2', [caseId, register]);

/** A call that was answered at once; its id is the one under which the exchange logged it. */
export const keepSyncMessage = (tx: Tx, caseId: string, id: string, service: string, sender: string) =>
  tx.query(
    `insert into message (id, case_id, kind, type, state, created_at, sent_at, answered_at, sender)
     values ($1, $2, 'sync', $3, 'answered', $4, $4, $4, $5) on conflict do nothing`,
    [id, caseId, service, tx.now, sender],
  );

export async function nextNumber(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ next: number }>(`select nextval('case_number') as next`);
  return Number(rows[0]?.next);
}

export const markSubmitted = (
  tx: Tx,
  id: string,
  facts: { number: string; officeId: string; regionCode: string; officeName: object; dueOn: string | null },
) =>
  tx.query(
    `update case_file set state = 'submitted', number = $2, office_id = $3, region_code = $4, office_name = $5, due_on = $6,
       submitted_at = $7, changed_at = $7, revision = revision + 1 where id = $1`,
    [id, facts.number, facts.officeId, facts.regionCode, facts.officeName, facts.dueOn, tx.now],
  );

export const putSubject = (tx: Tx, caseId: string, key: string, role: string) =>
  tx.query('insert into subject (case_id, person_key, role) values ($1, $2, $3) on conflict do nothing', [
    caseId,
    key,
    role,
  ]);

export const setState = (tx: Tx, id: string, state: CaseState) =>
  tx.query('update case_file set state = $2, changed_at = $3, revision = revision + 1 where id = $1', [
    id,
    state,
    tx.now,
  ]);

export const setDue = (tx: Tx, id: string, dueOn: string) =>
  tx.query('update case_file set due_on = $2, overdue_at = null where id = $1', [id, dueOn]);

export const setPaused = (tx: Tx, id: string, pausedAt: Date | null) =>
  tx.query('update case_file set paused_at = $2 where id = $1', [id, pausedAt]);

export const setDecision = async (tx: Tx, id: string, decision: DecisionFacts) => {
  const kept = await sealMore(tx, 'case_file', id, { decision });
  const values = [id, jsonOf(kept.decision), tx.now, kept.sealed];
  await tx.query('update case_file set decision = $2, decided_at = $3, sealed = $4 where id = $1', values);
};

export const addTaken = (tx: Tx, id: string, flows: readonly string[]) =>
  tx.query('update case_file set taken = taken || $2::text[] where id = $1', [id, flows]);

export const closeCase = (tx: Tx, id: string, outcome: string) =>
  tx.query(
    `update case_file set state = 'closed', outcome = $2, closed_at = $3, changed_at = $3, paused_at = null, revision = revision + 1 where id = $1`,
    [id, outcome, tx.now],
  );

/** What happened: `internal` is not for the applicant. `actor` is a name, or nobody for the system. */
export const note = (
  tx: Tx,
  caseId: string,
  kind: string,
  facts: Record<string, unknown> = {},
  about: { node?: string | undefined; internal?: boolean } = {},
) => {
  const id = newId();
  const actor = tx.principal.kind === 'person' ? tx.principal.name : null;
  const kept = sealRow(tx, 'history', id, { actor, facts });
  return tx.prepared(
    'cases-note',
    'insert into history (id, case_id, at, kind, node, actor, internal, facts, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [
      ...[id, caseId, tx.now, kind, about.node ?? null],
      ...[kept.actor, about.internal ?? false, jsonOf(kept.facts), kept.sealed],
    ],
  );
};
