// SPDX-License-Identifier: Apache-2.0
/** SQL of rooms, of what was tried in them, and of certificates. */
import { jsonOf, newId, openRow, sealRow, type Tx } from '@stoa/kernel';
import type { Finding, Role, TaskCode } from '../contract.ts';
import type { Facts, Place } from '../tasks/scene.ts';

export interface RoomRow extends Place {
  readonly institutionId: string;
}
const roomColumns = `person_id as "personId", institution_id as "institutionId", practice_id as "practiceId", posts`;
export const findRoom = async (tx: Tx, personId: string): Promise<RoomRow | undefined> =>
  (await tx.query<RoomRow>(`select ${roomColumns} from room where person_id = $1`, [personId])).rows[0];

export const putRoom = (tx: Tx, { personId, institutionId, practiceId, posts }: RoomRow) =>
  tx.query(
    `insert into room (person_id, institution_id, practice_id, posts, entered_at) values ($1, $2, $3, $4, $5)
     on conflict (person_id) do update set institution_id = excluded.institution_id`,
    [personId, institutionId, practiceId, jsonOf(posts), tx.now],
  );

export interface AttemptRow {
  readonly id: string;
  readonly personId: string;
  readonly institutionId: string;
  readonly task: TaskCode;
  readonly version: number;
  readonly facts: Facts;
  readonly checks: number;
  readonly findings: readonly Finding[];
  readonly startedAt: Date;
  readonly checkedAt: Date | null;
  readonly passedAt: Date | null;
}
const attemptColumns = `id, person_id as "personId", institution_id as "institutionId", task, version, facts, checks, findings,
  started_at as "startedAt", checked_at as "checkedAt", passed_at as "passedAt"`;

export async function insertAttempt(
  tx: Tx,
  one: Pick<AttemptRow, 'personId' | 'institutionId' | 'task' | 'version' | 'facts' | 'startedAt'>,
): Promise<AttemptRow> {
  const { rows } = await tx.query<AttemptRow>(
    `insert into attempt (id, person_id, institution_id, task, version, facts, started_at) values ($1, $2, $3, $4, $5, $6, $7)
     returning ${attemptColumns}`,
    [newId(), one.personId, one.institutionId, one.task, one.version, jsonOf(one.facts), one.startedAt],
  );
  return rows[0] as AttemptRow;
}

export const findAttempt = async (tx: Tx, id: string, personId: string): Promise<AttemptRow | undefined> =>
  (await tx.query<AttemptRow>(`select ${attemptColumns} from attempt where id = $1 and person_id = $2`, [id, personId]))
    .rows[0];

/** What passed once stays so. */
export async function setChecked(
  tx: Tx,
  id: string,
  findings: readonly Finding[],
  passed: boolean,
): Promise<AttemptRow> {
  const { rows } = await tx.query<AttemptRow>(
    `update attempt set checks = checks + 1, checked_at = $2::timestamptz, passed_at = coalesce(passed_at, case when $4 then $2::timestamptz end),
       findings = case when passed_at is null then $3::jsonb else findings end
     where id = $1 returning ${attemptColumns}`,
    [id, tx.now, jsonOf(findings), passed],
  );
  return rows[0] as AttemptRow;
}

export const attemptsOf = async (
  tx: Tx,
  personId: string,
  after: readonly string[] | undefined,
  count: number,
): Promise<AttemptRow[]> =>
  (
    await tx.query<AttemptRow>(
      `select ${attemptColumns} from attempt where person_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
      [personId, after?.[0] ?? null, count],
    )
  ).rows;

/** Of each task the latest try, and when its present version was passed last. */
export const standing = async (tx: Tx, personId: string) => {
  const latest = await tx.query<AttemptRow>(
    `select distinct on (task) ${attemptColumns} from attempt where person_id = $1 order by task, id desc`,
    [personId],
  );
  const passed = await tx.query<{ task: TaskCode; version: number; at: Date }>(
    `select task, version, max(passed_at) as at from attempt where person_id = $1 and passed_at is not null group by task, version`,
    [personId],
  );
  return { latest: latest.rows, passed: passed.rows };
};

export interface CertificateRow {
  readonly id: string;
  readonly personId: string;
  readonly institutionId: string;
  readonly role: Role;
  readonly name: string;
  readonly issuedAt: Date;
  readonly validUntil: Date;
}
type Kept = Omit<CertificateRow, 'name'> & { readonly person_name: string; readonly sealed: string | null };
const certificateColumns = `id, person_id as "personId", institution_id as "institutionId", role, person_name, sealed,
  issued_at as "issuedAt", valid_until as "validUntil"`;

export async function insertCertificate(tx: Tx, one: Omit<CertificateRow, 'id'>): Promise<void> {
  const id = newId();
  const kept = sealRow(tx, 'certificate', id, { person_name: one.name });
  await tx.query(
    `insert into certificate (id, person_id, institution_id, role, person_name, sealed, issued_at, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, one.personId, one.institutionId, one.role, kept.person_name, kept.sealed, one.issuedAt, one.validUntil],
  );
}

export const certificatesWhere = async (tx: Tx, where: string, values: readonly unknown[]): Promise<CertificateRow[]> =>
  (await tx.query<Kept>(`select ${certificateColumns} from certificate where ${where}`, [...values])).rows.map(
    (row) => {
      const { person_name: name, ...rest } = openRow(tx, 'certificate', row.id, row);
      return { ...rest, name };
    },
  );
