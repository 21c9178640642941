// SPDX-License-Identifier: Apache-2.0
/** SQL of examiners, assignments, remarks and opinions. */
import { newId, type Tx } from '@stoa/kernel';
import { rows } from '../store.ts';
import type { Outcome, Remark } from '../contract.ts';
import type { Candidate } from './proposing.ts';

type Certificates = readonly {
  readonly body: 'TOGAF' | 'OMG' | 'IIBA' | 'PMI';
  readonly title: string;
  readonly until: string;
}[];
export interface ExaminerRow extends Candidate {
  readonly certificates: Certificates;
  readonly done: number;
}
export const examiners = async (tx: Tx, states: readonly string[]): Promise<ExaminerRow[]> =>
  await rows<ExaminerRow>(
    tx,
    `select e.person_id as "personId", e.name, e.organisation_id as "organisationId", e.competences, e.certificates, e.interests, e.active,
         count(*) filter (where d.state = any ($1))::int as load, count(*) filter (where d.decided_at is not null)::int as done
       from examiner e left join assignment a on a.person_id = e.person_id and a.recused_at is null
         left join dossier d on d.id = a.dossier_id and d.round = a.round
       group by e.person_id order by e.name, e.person_id`,
    [states],
  );
export const putExaminer = (tx: Tx, one: Omit<ExaminerRow, 'load' | 'done'>) =>
  tx.query(
    `insert into examiner (person_id, name, organisation_id, competences, certificates, interests, active) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (person_id) do update set name = excluded.name, organisation_id = excluded.organisation_id,
       competences = excluded.competences, certificates = excluded.certificates, interests = excluded.interests, active = excluded.active`,
    [
      ...[
        one.personId,
        one.name,
        one.organisationId,
        JSON.stringify(one.competences),
        JSON.stringify(one.certificates),
      ],
      ...[JSON.stringify(one.interests), one.active],
    ],
  );

export interface AssignmentRow {
  readonly round: number;
  readonly personId: string;
  readonly name: string;
  readonly assignedAt: Date;
  readonly acceptedAt: Date | null;
  readonly recusedAt: Date | null;
  readonly reason: string | null;
  readonly opinion: Outcome | null;
  readonly opinionText: string | null;
  readonly opinionAt: Date | null;
}
const assignmentColumns = `round, person_id as "personId", name, assigned_at as "assignedAt", accepted_at as "acceptedAt",
  recused_at as "recusedAt", reason, opinion, opinion_text as "opinionText", opinion_at as "opinionAt"`;
/** Of all rounds. */
export const assignmentsOf = async (tx: Tx, dossierId: string): Promise<AssignmentRow[]> =>
  await rows<AssignmentRow>(
    tx,
    `select ${assignmentColumns} from assignment where dossier_id = $1 order by round, assigned_at, name, person_id`,
    [dossierId],
  );
export const namesOf = async (tx: Tx, dossierIds: readonly string[]): Promise<Map<string, string[]>> =>
  new Map(
    (
      await rows<{ id: string; names: string[] }>(
        tx,
        `select a.dossier_id as id, array_agg(a.name order by a.name) as names from assignment a join dossier d on d.id = a.dossier_id and d.round = a.round
         where a.dossier_id = any ($1) and a.recused_at is null group by 1`,
        [dossierIds],
      )
    ).map(({ id, names }) => [id, names]),
  );
export const insertAssignment = (tx: Tx, one: { dossierId: string; round: number; personId: string; name: string }) =>
  tx.query(
    `insert into assignment (dossier_id, round, person_id, name, assigned_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [one.dossierId, one.round, one.personId, one.name, tx.now],
  );
interface Place {
  readonly dossierId: string;
  readonly round: number;
  readonly personId: string;
}
const place = ({ dossierId, round, personId }: Place) => [dossierId, round, personId];
const here = 'dossier_id = $1 and round = $2 and person_id = $3';
export const setAccepted = (tx: Tx, at: Place) =>
  tx.query(`update assignment set accepted_at = coalesce(accepted_at, $4) where ${here}`, [...place(at), tx.now]);
export const setRecused = (tx: Tx, at: Place, reason: string) =>
  tx.query(`update assignment set recused_at = $4, reason = $5 where ${here}`, [...place(at), tx.now, reason]);
export const setOpinion = (tx: Tx, at: Place, outcome: Outcome, text: string) =>
  tx.query(`update assignment set opinion = $4, opinion_text = $5, opinion_at = $6 where ${here}`, [
    ...[...place(at), outcome, text, tx.now],
  ]);

export interface RemarkRow extends Omit<Remark, 'turns' | 'may'> {
  readonly byId: string;
}
const remarkColumns = 'id, number, part, clause, state, by_id as "byId", by_name as "byName"';
export const remarksOf = async (tx: Tx, dossierId: string): Promise<RemarkRow[]> =>
  (await tx.query<RemarkRow>(`select ${remarkColumns} from remark where dossier_id = $1 order by number`, [dossierId]))
    .rows;
export interface TurnRow {
  readonly remarkId: string;
  readonly what: Remark['turns'][number]['what'];
  readonly text: string;
  readonly byName: string;
  readonly at: Date;
}
export const turnsOf = async (tx: Tx, dossierId: string): Promise<TurnRow[]> =>
  await rows<TurnRow>(
    tx,
    `select t.remark_id as "remarkId", t.what, t.text, t.by_name as "byName", t.at from remark_turn t join remark r on r.id = t.remark_id
       where r.dossier_id = $1 order by t.id`,
    [dossierId],
  );
export async function insertRemark(
  tx: Tx,
  one: { dossierId: string; part: string; clause: string; byId: string; byName: string },
): Promise<string> {
  const id = newId();
  await tx.query(
    `insert into remark (id, dossier_id, number, part, clause, state, by_id, by_name)
     select $1, $2, coalesce(max(number), 0) + 1, $3, $4, 'written', $5, $6 from remark where dossier_id = $2`,
    [id, one.dossierId, one.part, one.clause, one.byId, one.byName],
  );
  return id;
}
export const insertTurn = (tx: Tx, one: Omit<TurnRow, 'at'>) =>
  tx.query('insert into remark_turn (id, remark_id, what, text, by_name, at) values ($1, $2, $3, $4, $5, $6)', [
    ...[newId(), one.remarkId, one.what, one.text, one.byName, tx.now],
  ]);
export const setRemark = (tx: Tx, id: string, state: Remark['state']) =>
  tx.query('update remark set state = $2 where id = $1', [id, state]);
export const openRemarks = (tx: Tx, dossierId: string) =>
  tx.query(`update remark set state = 'open' where dossier_id = $1 and state = 'written'`, [dossierId]);
