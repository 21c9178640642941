// SPDX-License-Identifier: Apache-2.0
import { sealRow, type Tx } from '@stoa/kernel';
import type { AnswerMode, RatedCard, ResponseFacts, TemplateVersion } from './contract.ts';

/** Makes the template if it is new, keeps others from publishing it, and answers its newest version. */
export async function lockTemplate(tx: Tx, code: string) {
  await tx.query('insert into template (code) values ($1) on conflict do nothing', [code]);
  await tx.query('select 1 from template where code = $1 for update', [code]);
  const { rows } = await tx.query<{ id: string; version: number; digest: string }>(
    `select id, version, content_digest as digest from template_version where template_code = $1
     order by version desc limit 1`,
    [code],
  );
  return rows[0];
}

export const insertVersion = (tx: Tx, version: TemplateVersion, content: object, digest: string) =>
  tx.query(
    `insert into template_version (id, template_code, version, content, content_digest, published_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [version.id, version.templateCode, version.version, JSON.stringify(content), digest, tx.now],
  );

export const upsertAssignment = (
  tx: Tx,
  rule: {
    organisationType: string;
    level: string;
    templateCode: string;
    mode: AnswerMode;
    bound: boolean;
    sms: boolean;
  },
) =>
  tx.query(
    `insert into assignment (organisation_type, level, template_code, mode, bound, sms) values ($1, $2, $3, $4, $5, $6)
     on conflict (organisation_type, level)
       do update set template_code = excluded.template_code, mode = excluded.mode, bound = excluded.bound,
         sms = excluded.sms`,
    [rule.organisationType, rule.level, rule.templateCode, rule.mode, rule.bound, rule.sms],
  );

/** Questionnaires assigned by codes of before stand under those of now; where one stands there already, it goes on. */
export async function renameTypes(tx: Tx, codes: Readonly<Record<string, string>>): Promise<void> {
  for (const [former, now] of Object.entries(codes))
    await tx.query(
      `update assignment a set organisation_type = $2 where organisation_type = $1 and $1 <> $2
         and not exists (select 1 from assignment b where b.organisation_type = $2 and b.level = a.level)`,
      [former, now],
    );
}

/** Whether the response is new. */
export async function insertResponse(tx: Tx, response: ResponseFacts, digest: string, comment: string | undefined) {
  const { rowCount } = await tx.prepared(
    'surveys-insert-response',
    `insert into response (id, template_version_id, organisation_id, region_code, sector, day, answers, content_digest, service_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [
      response.id,
      response.templateVersionId,
      response.organisationId ?? null,
      response.regionCode,
      response.sector,
      response.day,
      JSON.stringify(response.answers),
      digest,
      response.serviceCode ?? null,
    ],
  );
  if (rowCount === 0) return false;
  if (comment) {
    const kept = sealRow(tx, 'response_comment', response.id, { text: comment });
    await tx.query('insert into response_comment (response_id, text, sealed) values ($1, $2, $3)', [
      response.id,
      kept.text,
      kept.sealed,
    ]);
  }
  return true;
}

export const insertCard = (tx: Tx, responseId: string, { id, organisationName, inn, ogrn, kpp }: RatedCard) =>
  tx.query(
    `insert into response_card (response_id, card_id, organisation_name, inn, ogrn, kpp) values ($1, $2, $3, $4, $5, $6)`,
    [responseId, id, organisationName, inn, ogrn, kpp],
  );

/** The response if this call withdrew it; undefined when it is unknown or was withdrawn before. */
export async function markWithdrawn(tx: Tx, id: string): Promise<ResponseFacts | undefined> {
  const { rows } = await tx.query<ResponseFacts & { serviceCode: string | null }>(
    `update response set withdrawn = true where id = $1 and not withdrawn
     returning id, template_version_id as "templateVersionId", organisation_id as "organisationId",
       region_code as "regionCode", sector, day, answers, service_code as "serviceCode"`,
    [id],
  );
  const [found] = rows;
  if (found)
    for (const table of ['response_comment', 'response_card'])
      await tx.query(`delete from ${table} where response_id = $1`, [id]);
  if (!found) return undefined;
  const { serviceCode, ...response } = found;
  return { ...response, ...(serviceCode !== null && { serviceCode }) };
}

/** Whether there is such a comment that may become this: decided on while it waits, waiting again once it was decided on. */
export async function moveComment(tx: Tx, id: string, state: 'waiting' | 'released' | 'withheld'): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update response_comment set state = $2, decided_by = $3, decided_at = case when state = $2 then decided_at else $4 end
     where response_id = $1 and ($2 = 'waiting' or state in ('waiting', $2))`,
    [id, state, tx.principal.kind === 'person' ? tx.principal.id : null, state === 'waiting' ? null : tx.now],
  );
  return (rowCount ?? 0) > 0;
}

/** A number of nobody in the place of the card's; whether there is such a response. */
export async function severCard(tx: Tx, responseId: string): Promise<boolean> {
  await tx.query('update response_card set card_id = gen_random_uuid() where response_id = $1', [responseId]);
  // The digest of what was handed in is one of the card as well.
  const severed = `update response set content_digest = 'severed' where id = $1`;
  return (await tx.query(severed, [responseId])).rowCount === 1;
}

export const upsertDraft = (
  tx: Tx,
  code: string,
  content: object,
  digest: string,
  author: { id: string; name: string },
) =>
  tx.query(
    `with known as (insert into template (code) values ($1) on conflict do nothing)
     insert into template_draft (template_code, content, content_digest, author_id, author_name, changed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (template_code) do update set content = excluded.content, content_digest = excluded.content_digest,
       author_id = excluded.author_id, author_name = excluded.author_name, changed_at = excluded.changed_at`,
    [code, JSON.stringify(content), digest, author.id, author.name, tx.now],
  );

export const deleteDraft = (tx: Tx, code: string) =>
  tx.query('delete from template_draft where template_code = $1', [code]);
