// SPDX-License-Identifier: Apache-2.0
/** SQL of assessments and claims. */
import { newId, type Tx } from '@stoa/kernel';

export interface AssessmentRow {
  readonly id: string;
  readonly organisationId: string;
  readonly year: number;
  readonly model: number;
  readonly state: 'draft' | 'sent' | 'examined';
  readonly levels: Record<string, number> | null;
  readonly score: string | null;
  readonly sentByName: string | null;
  readonly sentAt: Date | null;
  readonly examinedByName: string | null;
  readonly examinedAt: Date | null;
}
const columns = `id, organisation_id as "organisationId", year, model, state, levels, score, sent_by_name as "sentByName", sent_at as "sentAt",
  examined_by_name as "examinedByName", examined_at as "examinedAt"`;

/** That of the year; made where there is none. */
export async function ensureAssessment(
  tx: Tx,
  one: { organisationId: string; year: number; model: number },
): Promise<string> {
  await tx.query(
    `insert into assessment (id, organisation_id, year, model, state) values ($1, $2, $3, $4, 'draft') on conflict do nothing`,
    [newId(), one.organisationId, one.year, one.model],
  );
  const { rows } = await tx.query<{ id: string }>(
    'select id from assessment where organisation_id = $1 and year = $2',
    [one.organisationId, one.year],
  );
  return rows[0]?.id ?? '';
}
export const findAssessment = async (tx: Tx, id: string, lock = false): Promise<AssessmentRow | undefined> =>
  (await tx.query<AssessmentRow>(`select ${columns} from assessment where id = $1 ${lock ? 'for update' : ''}`, [id]))
    .rows[0];
/** Examined ones of everybody, others of these bodies; null for all. */
export const listAssessments = async (
  tx: Tx,
  asked: { year: number | undefined; organisationId: string | undefined; bodies: readonly string[] | null },
): Promise<AssessmentRow[]> =>
  (
    await tx.query<AssessmentRow>(
      `select ${columns} from assessment where ($1::integer is null or year = $1) and ($2::text is null or organisation_id = $2)
         and (state = 'examined' or $3::text[] is null or organisation_id = any ($3)) order by organisation_id, year limit 2000`,
      [asked.year ?? null, asked.organisationId ?? null, asked.bodies],
    )
  ).rows;
export const setAssessment = (
  tx: Tx,
  id: string,
  to: {
    state: 'draft' | 'sent' | 'examined';
    levels: Record<string, number>;
    score: number;
    byName: string;
    at?: Date;
  },
) =>
  tx.query(
    `update assessment set state = $2, levels = $3, score = $4,
       sent_by_name = case when $2 = 'sent' then $5 else sent_by_name end, sent_at = case when $2 = 'sent' then $6 else sent_at end,
       examined_by_name = case when $2 = 'examined' then $5 else examined_by_name end,
       examined_at = case when $2 = 'examined' then $6 else examined_at end where id = $1`,
    [id, to.state, JSON.stringify(to.levels), to.score, to.byName, to.at ?? tx.now],
  );

export interface ClaimRow {
  readonly criterion: string;
  readonly met: boolean;
  readonly evidence: string;
  readonly granted: boolean | null;
  readonly note: string | null;
  readonly version: number;
}
export const claimsOf = async (tx: Tx, assessmentId: string): Promise<ClaimRow[]> =>
  (
    await tx.query<ClaimRow>(
      'select criterion, met, evidence, granted, note, version from claim where assessment_id = $1 order by criterion',
      [assessmentId],
    )
  ).rows;
export const putClaim = (tx: Tx, assessmentId: string, one: { criterion: string; met: boolean; evidence: string }) =>
  tx.query(
    `insert into claim (assessment_id, criterion, met, evidence) values ($1, $2, $3, $4) on conflict (assessment_id, criterion)
     do update set met = excluded.met, evidence = excluded.evidence, version = claim.version + 1`,
    [assessmentId, one.criterion, one.met, one.evidence],
  );
export const ruleClaims = (tx: Tx, assessmentId: string, refused: readonly { criterion: string; note: string }[]) =>
  tx.query(
    `update claim set granted = claim.met and r.note is null, note = r.note from claim c
       left join jsonb_to_recordset($2::jsonb) as r(criterion text, note text) on r.criterion = c.criterion
     where claim.assessment_id = $1 and c.assessment_id = $1 and c.criterion = claim.criterion`,
    [assessmentId, JSON.stringify(refused)],
  );
