// SPDX-License-Identifier: Apache-2.0
/** SQL of answers. */
import { jsonOf, openRow, sealRow, type Tx } from '@stoa/kernel';
import { rowsOf, type Sealed, type Value } from '../case/index.ts';

export interface Answer {
  readonly field: string;
  readonly value: Value;
  readonly source: 'typed' | 'register' | 'officer';
  readonly at: Date;
  readonly register: string | null;
  readonly messageId: string | null;
  /** The save that wrote it, and the form it came by; null for what was not typed on a form. */
  readonly revision: number | null;
  readonly formKey: string | null;
}

const answers = `select field, value, sealed, source, at, register, message_id as "messageId", revision, form_key as "formKey"
   from answer where case_id = $1`;
export const answersOf = async (tx: Tx, id: string): Promise<Answer[]> =>
  (await rowsOf<Answer & Sealed>(tx, 'answers', answers, id)).map((row) =>
    openRow(tx, 'answer', `${id}/${row.field}`, row),
  );

interface AnswerSource {
  readonly source: 'typed' | 'register' | 'officer';
  readonly register?: string;
  readonly messageId?: string | null;
  readonly revision?: number;
  readonly formKey?: string | undefined;
}

export const putAnswer = (tx: Tx, caseId: string, field: string, value: Value, from: AnswerSource) => {
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

/** Of questions that are not asked after all, with the files that were attached there. */
export const removeWithFiles = async (tx: Tx, caseId: string, fields: readonly string[]) => {
  await removeAnswers(tx, caseId, fields);
  await tx.query('delete from attachment where case_id = $1 and field = any($2)', [caseId, fields]);
};

export const removeAnswers = (tx: Tx, caseId: string, fields: readonly string[]) =>
  tx.query('delete from answer where case_id = $1 and field = any($2)', [caseId, fields]);
