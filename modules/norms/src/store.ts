// SPDX-License-Identifier: Apache-2.0
/** SQL of acts, clauses, methodologies and consultations. */
import { jsonOf, newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Clause, Step } from './contract.ts';

export interface ActRow {
  readonly id: string;
  readonly code: string;
  readonly kind: 'law' | 'rules' | 'methodology';
  readonly title: LocalText;
  readonly number: string | null;
  readonly adopted: string;
}
const actColumns = 'id, code, kind, title, number, adopted';
export const listActs = async (tx: Tx, day: string): Promise<ActRow[]> =>
  (
    await tx.query<ActRow>(
      `select ${actColumns} from act where adopted <= $1 order by kind = 'methodology', adopted, code`,
      [day],
    )
  ).rows;
export const lockAct = async (tx: Tx, code: string): Promise<ActRow | undefined> =>
  (await tx.query<ActRow>(`select ${actColumns} from act where code = $1 for update`, [code])).rows[0];
export const insertAct = async (
  tx: Tx,
  one: Omit<ActRow, 'number'> & { number: string | undefined },
): Promise<boolean> =>
  (
    await tx.query(
      'insert into act (id, code, kind, title, number, adopted, at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing',
      [one.id, one.code, one.kind, jsonOf(one.title), one.number ?? null, one.adopted, tx.now],
    )
  ).rowCount === 1;

export interface ClauseRow {
  readonly id: string;
  readonly code: string;
  readonly act: LocalText;
  readonly number: string;
  readonly text: LocalText;
  readonly from: string;
  readonly until: string | null;
}
/** In force on the day. */
export const clausesOn = async (
  tx: Tx,
  day: string,
  asked: { code?: string; number?: string } = {},
): Promise<ClauseRow[]> =>
  (
    await tx.query<ClauseRow>(
      `select c.id, a.code, a.title as act, c.number, c.text, c.valid_from as "from", c.valid_until as "until"
       from clause c join act a on a.id = c.act_id where c.valid_from <= $1 and (c.valid_until is null or c.valid_until > $1)
         and ($2::text is null or a.code = $2) and ($3::text is null or c.number = $3)
       order by a.code, length(c.number), c.number limit 5000`,
      [day, asked.code ?? null, asked.number ?? null],
    )
  ).rows;
export const openClause = async (
  tx: Tx,
  actId: string,
  number: string,
): Promise<{ id: string; from: string } | undefined> =>
  (
    await tx.query<{ id: string; from: string }>(
      `select id, valid_from as "from" from clause where act_id = $1 and number = $2 and valid_until is null`,
      [actId, number],
    )
  ).rows[0];
export const endClause = (tx: Tx, id: string, day: string) =>
  tx.query('update clause set valid_until = $2 where id = $1', [id, day]);
export const insertClause = (
  tx: Tx,
  actId: string,
  one: Pick<Clause, 'id' | 'number' | 'text' | 'from'> & { until?: string },
) =>
  tx.query('insert into clause (id, act_id, number, text, valid_from, valid_until) values ($1, $2, $3, $4, $5, $6)', [
    ...[one.id, actId, one.number, jsonOf(one.text), one.from, one.until ?? null],
  ]);

export const insertMethodology = async (tx: Tx, code: string, from: string, steps: readonly Step[]): Promise<number> =>
  (
    await tx.query<{ version: number }>(
      `insert into methodology (code, version, valid_from, steps)
       select $1, coalesce(max(version), 0) + 1, $2, $3::jsonb from methodology where code = $1 returning version`,
      [code, from, JSON.stringify(steps)],
    )
  ).rows[0]?.version ?? 0;
export const methodologyNow = async (tx: Tx, code: string, day: string): Promise<number | undefined> =>
  (
    await tx.query<{ version: number }>(
      'select version from methodology where code = $1 and valid_from <= $2 order by version desc limit 1',
      [code, day],
    )
  ).rows[0]?.version;
export const stepsOfMethodology = async (tx: Tx, code: string, version: number): Promise<Step[]> =>
  (await tx.query<{ steps: Step[] }>('select steps from methodology where code = $1 and version = $2', [code, version]))
    .rows[0]?.steps ?? [];

export interface ConsultationRow {
  readonly id: string;
  readonly organisationId: string;
  readonly topic: string;
  readonly question: string;
  readonly askedByName: string;
  readonly askedAt: Date;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly clauses: string[];
  readonly publicQuestion: string | null;
  readonly publicAnswer: string | null;
  readonly publishedAt: Date | null;
}
const columns = `id, organisation_id as "organisationId", topic, question, asked_by_name as "askedByName", asked_at as "askedAt", answer,
  answered_at as "answeredAt", clauses, public_question as "publicQuestion", public_answer as "publicAnswer", published_at as "publishedAt"`;
/** Words of others' questions are those that were published. */
export const listConsultations = async (
  tx: Tx,
  asked: { bodies: readonly string[] | null; words: readonly string[]; open: boolean; after: string | undefined },
  count: number,
): Promise<ConsultationRow[]> =>
  (
    await tx.query<ConsultationRow>(
      `select ${columns} from consultation where (published_at is not null or $1::text[] is null or organisation_id = any ($1))
         and ($2::text[] = '{}' or (case when $1::text[] is null or organisation_id = any ($1) then words
           else lower(topic || ' ' || public_question || ' ' || public_answer) end) like all ($2))
         and (not $3 or answered_at is null) and ($4::uuid is null or id < $4) order by id desc limit $5`,
      [
        asked.bodies,
        asked.words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`),
        asked.open,
        asked.after ?? null,
        count,
      ],
    )
  ).rows;
export const lockConsultation = async (tx: Tx, id: string): Promise<ConsultationRow | undefined> =>
  (await tx.query<ConsultationRow>(`select ${columns} from consultation where id = $1 for update`, [id])).rows[0];
export const hasConsultation = async (tx: Tx, organisationId: string, askedAt: Date): Promise<boolean> =>
  (await tx.query('select 1 from consultation where organisation_id = $1 and asked_at = $2', [organisationId, askedAt]))
    .rows.length > 0;
const folded = (...texts: readonly string[]) => texts.join(' ').normalize('NFKC').toLowerCase();
export const insertConsultation = async (
  tx: Tx,
  one: { organisationId: string; topic: string; question: string; askedByName: string; at?: Date },
): Promise<string> => {
  const id = newId();
  await tx.query(
    `insert into consultation (id, organisation_id, topic, question, asked_by_name, asked_at, words) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      id,
      one.organisationId,
      one.topic,
      one.question,
      one.askedByName,
      one.at ?? tx.now,
      folded(one.topic, one.question),
    ],
  );
  return id;
};
export const setAnswer = (
  tx: Tx,
  id: string,
  to: { answer: string; byName: string; clauses: readonly string[]; at?: Date },
) =>
  tx.query(
    `update consultation set answer = $2, answered_by_name = $3, clauses = $4, answered_at = $5, words = words || ' ' || $6 where id = $1`,
    [id, to.answer, to.byName, to.clauses, to.at ?? tx.now, folded(to.answer)],
  );
export const publish = (tx: Tx, id: string, to: { question: string; answer: string; at?: Date }) =>
  tx.query('update consultation set public_question = $2, public_answer = $3, published_at = $4 where id = $1', [
    ...[id, to.question, to.answer, to.at ?? tx.now],
  ]);
