// SPDX-License-Identifier: Apache-2.0
/** SQL of templates. */
import { newId, type Tx } from '@stoa/kernel';
import type { Template } from '../contract.ts';

export interface TemplateRow extends Omit<Template, 'institutionId' | 'proposedAt' | 'decidedBy' | 'current'> {
  readonly institutionId: string | null;
  readonly proposedAt: Date;
  readonly proposedById: string | null;
  readonly decidedBy: string | null;
}
const columns = `id, institution_id as "institutionId", code, kind, language, version, title, form, fields, state,
  in_force_from as "inForceFrom", proposed_by as "proposedBy", proposed_by_id as "proposedById", proposed_at as "proposedAt",
  decided_by as "decidedBy"`;

export async function templatesOf(tx: Tx, institutionId: string): Promise<TemplateRow[]> {
  const { rows } = await tx.query<TemplateRow>(
    `select ${columns} from template where institution_id = $1 or institution_id is null
     order by kind, code, language, institution_id nulls last, version desc`,
    [institutionId],
  );
  return rows;
}

export async function contentOf(tx: Tx, id: string) {
  const { rows } = await tx.query<{ body: string | null; content: Buffer | null }>(
    'select body, content from template where id = $1',
    [id],
  );
  return rows[0];
}

type New = Pick<Template, 'code' | 'kind' | 'language' | 'title' | 'form' | 'fields' | 'inForceFrom' | 'state'> & {
  readonly institutionId: string | null;
  readonly body: string | null;
  readonly content: Buffer | null;
  readonly by: { readonly name: string; readonly id: string | null };
};
export async function insertTemplate(tx: Tx, one: New): Promise<{ id: string; version: number }> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `papers template ${one.institutionId} ${one.code} ${one.language}`,
  ]);
  const { rows } = await tx.query<{ id: string; version: number }>(
    `insert into template (id, institution_id, code, kind, language, version, title, form, body, content, fields, state, in_force_from,
       proposed_by, proposed_by_id, proposed_at)
     select $1, $2, $3, $4, $5, coalesce(max(version), 0) + 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 from template
     where institution_id is not distinct from $2 and code = $3 and language = $5 returning id, version`,
    [
      ...[newId(), one.institutionId, one.code, one.kind, one.language, one.title, one.form, one.body, one.content],
      ...[one.fields, one.state, one.inForceFrom, one.by.name, one.by.id, tx.now],
    ],
  );
  return rows[0] as { id: string; version: number };
}

/** False where somebody else was faster. */
export const decide = async (tx: Tx, id: string, state: 'in-force' | 'declined', by: string): Promise<boolean> =>
  (
    await tx.query(
      `update template set state = $2, decided_by = $3, decided_at = $4 where id = $1 and state = 'proposed'`,
      [id, state, by, tx.now],
    )
  ).rowCount === 1;
