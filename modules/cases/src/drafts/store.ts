// SPDX-License-Identifier: Apache-2.0
/** SQL of drafts: started, numbered when they are sent, deleted. */
import { isDeepStrictEqual } from 'node:util';
import { sealRow, type Tx, wordMarks } from '@stoa/kernel';
import type { Applicant, CaseFile, Scalar } from '../case/index.ts';
import { answersOf } from '../form/index.ts';

/** Draft of the same person, applicant and package version, started in the last minute, with these typed answers alone. */
export async function freshDraft(
  tx: Tx,
  like: Pick<CaseFile, 'applicantId' | 'contactKey' | 'visitId' | 'serviceId' | 'version'>,
  typed: Record<string, Scalar>,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from case_file where state = 'draft' and applicant_id = $1 and contact_key is not distinct from $2
       and service_id = $3 and version = $4 and visit_id is not distinct from $6::uuid and started_at > $5::timestamptz - interval '1 minute'
     order by started_at desc`,
    [like.applicantId, like.contactKey, like.serviceId, like.version, tx.now, like.visitId],
  );
  for (const { id } of rows) {
    const kept = (await answersOf(tx, id)).filter(({ source }) => source === 'typed');
    if (isDeepStrictEqual(Object.fromEntries(kept.map(({ field, value }) => [field, value])), typed)) return id;
  }
  return undefined;
}

/** Makes those who start the same application at the same time wait for each other. */
export const lockDraftsOf = (tx: Tx, draft: Pick<CaseFile, 'applicantId' | 'serviceId'>) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`draft ${draft.serviceId} ${draft.applicantId}`]);

type NewDraft = Applicant & Pick<CaseFile, 'id' | 'serviceId' | 'version' | 'title' | 'language'>;
export const insertDraft = (tx: Tx, draft: NewDraft) => {
  const kept = sealRow(tx, 'case_file', draft.id, { applicant_name: draft.applicantName });
  return tx.query(
    `insert into case_file (id, service_id, version, title, state, language, applicant_kind, applicant_id, applicant_name, applicant_numbers, contact_key, started_at, changed_at, sealed, name_marks, visit_id)
     values ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)`,
    [
      ...[draft.id, draft.serviceId, draft.version, draft.title, draft.language],
      ...[draft.applicantKind, draft.applicantId, kept.applicant_name, draft.applicantNumbers, draft.contactKey],
      ...[tx.now, kept.sealed, wordMarks(tx.module, draft.applicantName), draft.visitId],
    ],
  );
};

export const deleteDraft = (tx: Tx, id: string) =>
  tx.query(`delete from case_file where id = $1 and state = 'draft'`, [id]);

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
