// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type {
  AnswerMode,
  countAnswers as countAnswersOperation,
  Histogram,
  SurveyLevel,
  TemplateContent,
  TemplateVersion,
} from './contract.ts';

interface VersionRow {
  id: string;
  template_code: string;
  version: number;
  content: TemplateContent;
}
const columns = 'v.id, v.template_code, v.version, v.content';
const versionOf = (row: VersionRow): TemplateVersion => ({
  id: row.id,
  templateCode: row.template_code,
  version: row.version,
  ...row.content,
});

export async function versionById(tx: Tx, id: string): Promise<TemplateVersion | undefined> {
  const { rows } = await tx.query<VersionRow>(`select ${columns} from template_version v where v.id = $1`, [id]);
  return rows[0] && versionOf(rows[0]);
}

export async function newestVersions(tx: Tx): Promise<TemplateVersion[]> {
  const { rows } = await tx.query<VersionRow>(
    `select distinct on (v.template_code) ${columns} from template_version v order by v.template_code, v.version desc`,
  );
  return rows.map(versionOf);
}

/** The newest version of what the closest rule names: a rule for the type goes before one for the level. */
export async function versionFor(tx: Tx, organisationType: string, level: SurveyLevel) {
  const { rows } = await tx.query<VersionRow & { mode: AnswerMode; bound: boolean; sms: boolean }>(
    `select ${columns}, a.mode, a.bound, a.sms from assignment a join template_version v using (template_code)
     where a.organisation_type in ($1, '*') and a.level in ($2, '*')
     order by (a.organisation_type = '*'), (a.level = '*'), v.version desc limit 1`,
    [organisationType, level],
  );
  const [row] = rows;
  return row && { ...versionOf(row), mode: row.mode, bound: row.bound, sms: row.sms };
}

export async function templateAssignments(tx: Tx) {
  type Row = {
    organisationType: string;
    level: SurveyLevel | '*';
    templateCode: string;
    mode: AnswerMode;
    bound: boolean;
    sms: boolean;
  };
  const { rows } = await tx.query<Row>(
    `select organisation_type as "organisationType", level, template_code as "templateCode", mode, bound, sms from assignment
     order by organisation_type, level`,
  );
  return rows;
}

export async function responseDigest(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ digest: string }>('select content_digest as digest from response where id = $1', [
    id,
  ]);
  return rows[0]?.digest;
}

/** Histograms of a partition by question, counted from the stored responses; withdrawn ones are out. */
export async function answerCounts(tx: Tx, partition: InputOf<typeof countAnswersOperation>) {
  const { rows } = await tx.query<{ question: string; point: number; count: number }>(
    `select a.key as question, a.value::int as point, count(*) as count
     from response r cross join lateral jsonb_each_text(r.answers) a
     where not r.withdrawn and r.day between $1 and $2 and ($3::text is null or r.organisation_id = $3)
       and ($4::text is null or r.region_code = $4) and ($5::text is null or r.sector = $5)
     group by 1, 2 order by 1, 2`,
    [
      partition.from,
      partition.to,
      partition.organisationId ?? null,
      partition.regionCode ?? null,
      partition.sector ?? null,
    ],
  );
  const items = new Map<string, Histogram>();
  for (const { question, point, count } of rows) {
    const counts: Histogram = items.get(question) ?? [0, 0, 0, 0, 0];
    counts[point - 1] = count;
    items.set(question, counts);
  }
  return [...items].map(([question, counts]) => ({ question, counts }));
}

export interface CommentRow {
  readonly id: string;
  readonly text: string | null;
  readonly sealed: string | null;
  readonly organisationId: string;
  readonly day: string;
  readonly decidedAt: Date | null;
}

/** Of all, or of the regions and organisations named. */
export async function commentsBefore(
  tx: Tx,
  state: string,
  { regions, organisations }: { regions?: readonly string[]; organisations?: readonly string[] },
  [day, id]: readonly string[] = [],
  limit: number,
): Promise<CommentRow[]> {
  const { rows } = await tx.query<CommentRow>(
    `select r.id, c.text, c.sealed, r.organisation_id as "organisationId", r.day, c.decided_at as "decidedAt"
     from response_comment c join response r on r.id = c.response_id
     where c.state = $1
       and ($2::text[] is null and $3::text[] is null or r.region_code = any($2) or r.organisation_id = any($3))
       and ($4::timestamptz is null or (r.day::timestamp at time zone 'UTC', r.id) < ($4, $5::uuid))
     order by r.day desc, r.id desc limit $6`,
    [state, regions ?? null, organisations ?? null, day ?? null, id ?? null, limit],
  );
  return rows;
}

export async function commentCounts(tx: Tx) {
  const { rows } = await tx.query<{ waiting: number; released: number; withheld: number }>(
    `select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'released') as released,
       count(*) filter (where state = 'withheld') as withheld from response_comment`,
  );
  return rows[0] ?? { waiting: 0, released: 0, withheld: 0 };
}

export async function draftOf(tx: Tx, code: string) {
  type Row = { content: TemplateContent; digest: string; authorId: string; authorName: string; changedAt: Date };
  const { rows } = await tx.query<Row>(
    `select content, content_digest as digest, author_id as "authorId", author_name as "authorName", changed_at as "changedAt"
     from template_draft where template_code = $1`,
    [code],
  );
  return rows[0];
}

export async function versionsOf(tx: Tx, code: string) {
  const { rows } = await tx.query<VersionRow & { published_at: Date }>(
    `select ${columns}, v.published_at from template_version v where v.template_code = $1 order by v.version desc`,
    [code],
  );
  return rows.map((row) => ({
    ...{ id: row.id, version: row.version, title: row.content.title },
    publishedAt: row.published_at.toISOString(),
  }));
}

export async function allDrafts(tx: Tx) {
  const { rows } = await tx.query<{ templateCode: string; authorName: string; changedAt: Date }>(
    `select template_code as "templateCode", author_name as "authorName", changed_at as "changedAt" from template_draft order by 1`,
  );
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }));
}
