// SPDX-License-Identifier: Apache-2.0
/** SQL of dossiers, their versions, files and history. */
import { hash } from 'node:crypto';
import { newId, openBytes, sealBytes, type Tx } from '@stoa/kernel';
import { first, rows } from '../store.ts';
import type { Content, FileFacts, Kind, Outcome, Planned, State, Touches } from '../contract.ts';

export interface DossierRow {
  readonly id: string;
  readonly number: string;
  readonly kind: Kind;
  readonly organisationId: string;
  readonly parentId: string | null;
  readonly title: string;
  readonly purpose: string;
  readonly touches: Touches;
  readonly planned: Planned;
  readonly state: State;
  readonly outcome: Outcome | null;
  readonly version: number;
  readonly revision: number;
  readonly round: number;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly submittedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly clockUsed: number;
  readonly clockSince: string | null;
  readonly dueOn: string | null;
  readonly answersDue: string | null;
  readonly appealUntil: string | null;
}
export const dossierColumns = `d.id, d.number, d.kind, d.organisation_id as "organisationId", d.parent_id as "parentId", d.title, d.purpose,
  d.touches, d.planned, d.state, d.outcome, d.version, d.revision, d.round, d.created_by as "createdBy",
  d.created_by_name as "createdByName", d.created_at as "createdAt", d.submitted_at as "submittedAt", d.decided_at as "decidedAt",
  d.clock_used as "clockUsed", d.clock_since as "clockSince", d.due_on as "dueOn", d.answers_due as "answersDue",
  d.appeal_until as "appealUntil"`;
const folded = (number: string, { title }: Pick<Content, 'title'>) =>
  `${number} ${title}`.normalize('NFKC').toLowerCase();

export async function insertDossier(
  tx: Tx,
  one: { kind: Kind; organisationId: string; parentId: string | undefined; by: { id: string; name: string } } & Content,
): Promise<{ id: string; number: string }> {
  const { rows } = await tx.query<{ n: number }>(`select nextval('dossier_number')::int as n`);
  const id = newId();
  const number = `E-${tx.now.getUTCFullYear()}-${String(rows[0]?.n ?? 0).padStart(5, '0')}`;
  await tx.query(
    `insert into dossier (id, number, kind, organisation_id, parent_id, title, words, purpose, touches, planned, state, version, revision,
       round, created_by, created_by_name, created_at, clock_used)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', 0, 1, 1, $11, $12, $13, 0)`,
    [
      ...[id, number, one.kind, one.organisationId, one.parentId ?? null, one.title, folded(number, one), one.purpose],
      ...[JSON.stringify(one.touches), JSON.stringify(one.planned), one.by.id, one.by.name, tx.now],
    ],
  );
  return { id, number };
}
export const findDossier = (tx: Tx, id: string): Promise<DossierRow | undefined> =>
  first<DossierRow>(tx, `select ${dossierColumns} from dossier d where d.id = $1`, [id]);
/** Until this transaction ends nobody else changes it. */
export const lockDossier = (tx: Tx, id: string): Promise<DossierRow | undefined> =>
  first<DossierRow>(tx, `select ${dossierColumns} from dossier d where d.id = $1 for update`, [id]);
export const childrenOf = async (tx: Tx, id: string): Promise<DossierRow[]> =>
  (await tx.query<DossierRow>(`select ${dossierColumns} from dossier d where d.parent_id = $1 order by d.id`, [id]))
    .rows;

export const writeContent = (tx: Tx, { id, number, revision }: DossierRow, content: Content) =>
  tx.query(
    'update dossier set title = $2, words = $3, purpose = $4, touches = $5, planned = $6, revision = $7 where id = $1',
    [
      ...[id, content.title, folded(number, content), content.purpose, JSON.stringify(content.touches)],
      ...[JSON.stringify(content.planned), revision + 1],
    ],
  );

export const setStanding = (tx: Tx, to: DossierRow) =>
  tx.query(
    `update dossier set state = $2, outcome = $3, version = $4, round = $5, submitted_at = $6, decided_at = $7, clock_used = $8,
       clock_since = $9, due_on = $10, answers_due = $11, appeal_until = $12, revision = revision + 1 where id = $1`,
    [
      ...[to.id, to.state, to.outcome, to.version, to.round, to.submittedAt, to.decidedAt, to.clockUsed, to.clockSince],
      ...[to.dueOn, to.answersDue, to.appealUntil],
    ],
  );

export interface HistoryRow {
  readonly at: Date;
  readonly what: string;
  readonly state: State;
  readonly byName: string;
  readonly text: string | null;
}
/** Never before what stands there already, whatever the clock says. */
export const insertHistory = (tx: Tx, dossierId: string, { what, state, byName, text }: Omit<HistoryRow, 'at'>) =>
  tx.query(
    `insert into history (id, dossier_id, what, state, by_name, text, at)
     select $1, $2, $3, $4, $5, $6, greatest($7::timestamptz, max(at)) from history where dossier_id = $2`,
    [newId(), dossierId, what, state, byName, text, tx.now],
  );
export const historyOf = async (tx: Tx, dossierId: string): Promise<HistoryRow[]> =>
  await rows<HistoryRow>(
    tx,
    'select at, what, state, by_name as "byName", text from history where dossier_id = $1 order by at, id limit 500',
    [dossierId],
  );

export interface VersionRow {
  readonly version: number;
  readonly content: Content;
  readonly at: Date;
  readonly byName: string;
}
export const insertVersion = (tx: Tx, dossierId: string, version: number, content: Content, byName: string) =>
  tx.query('insert into dossier_version (dossier_id, version, content, at, by_name) values ($1, $2, $3, $4, $5)', [
    ...[dossierId, version, JSON.stringify(content), tx.now, byName],
  ]);
export const versionsOf = async (tx: Tx, dossierId: string): Promise<VersionRow[]> =>
  await rows<VersionRow>(
    tx,
    'select version, content, at, by_name as "byName" from dossier_version where dossier_id = $1 order by version',
    [dossierId],
  );

export const insertWorkedOn = (tx: Tx, dossierId: string, personId: string) =>
  tx.query('insert into worked_on (dossier_id, person_id) values ($1, $2) on conflict do nothing', [
    dossierId,
    personId,
  ]);
/** Of the dossier and all before it in its chain. */
export const whoWorkedOn = async (tx: Tx, dossierId: string): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      tx,
      `with recursive chain as (select id, parent_id from dossier where id = $1
         union select d.id, d.parent_id from dossier d join chain c on d.id = c.parent_id)
       select distinct w.person_id as id from worked_on w join chain c on c.id = w.dossier_id`,
      [dossierId],
    )
  ).map(({ id }) => id);

interface FileRow extends Omit<FileFacts, 'addedAt'> {
  readonly addedAt: Date;
}
const fileColumns = `id, version, name, mime_type as "mimeType", size, sha256, added_at as "addedAt", added_by as "addedBy"`;
const shown = ({ addedAt, ...row }: FileRow): FileFacts => ({ ...row, addedAt: addedAt.toISOString() });
export const filesOf = async (tx: Tx, dossierId: string): Promise<FileFacts[]> =>
  (
    await rows<FileRow>(
      tx,
      `select ${fileColumns} from file where dossier_id = $1 and removed_at is null order by id`,
      [dossierId],
    )
  ).map(shown);
/** As they were submitted with this version, whatever was taken out since. */
export const filesSubmitted = async (
  tx: Tx,
  { id, version }: Pick<DossierRow, 'id' | 'version'>,
): Promise<FileFacts[]> =>
  (
    await rows<FileRow>(
      tx,
      `select ${fileColumns} from file where dossier_id = $1 and version <= $2
         and (removed_at is null or removed_at > (select at from dossier_version where dossier_id = $1 and version = $2)) order by id`,
      [id, version],
    )
  ).map(shown);
export async function insertFile(
  tx: Tx,
  to: { dossierId: string; version: number; addedBy: string },
  file: { name: string; mimeType: string; bytes: Buffer },
): Promise<FileFacts> {
  const id = newId();
  const { rows } = await tx.query<FileRow>(
    `insert into file (id, dossier_id, version, name, mime_type, size, sha256, content, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${fileColumns}`,
    [
      ...[id, to.dossierId, to.version, file.name, file.mimeType, file.bytes.length, hash('sha256', file.bytes, 'hex')],
      ...[sealBytes(tx, 'file', id, file.bytes), tx.now, to.addedBy],
    ],
  );
  return shown(rows[0] as FileRow);
}
/** What was submitted with a version stays readable. */
export const removeFile = async (tx: Tx, dossierId: string, id: string): Promise<boolean> =>
  (
    await tx.query('update file set removed_at = $3 where dossier_id = $1 and id = $2 and removed_at is null', [
      ...[dossierId, id, tx.now],
    ])
  ).rowCount === 1;
export async function contentOf(
  tx: Tx,
  dossierId: string,
  id: string,
): Promise<{ file: FileFacts; bytes: Buffer } | undefined> {
  const { rows } = await tx.query<FileRow & { content: Buffer }>(
    `select ${fileColumns}, content from file where dossier_id = $1 and id = $2`,
    [dossierId, id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { content, ...facts } = row;
  return { file: shown(facts), bytes: openBytes(tx, 'file', id, content) };
}

/** Of organisations that are open to whoever asks, or of all. */
export interface Filter {
  readonly organisations: readonly string[] | null;
  readonly state?: string | undefined;
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly examinerId?: string | undefined;
  readonly dueBefore?: string | undefined;
  readonly states?: readonly State[] | undefined;
  readonly words: readonly string[];
}
export const listDossiers = async (
  tx: Tx,
  filter: Filter,
  after: string | undefined,
  count: number,
): Promise<DossierRow[]> =>
  await rows<DossierRow>(
    tx,
    `select ${dossierColumns} from dossier d
       where ($1::text[] is null or d.organisation_id = any ($1)) and ($2::text is null or d.state = $2)
         and ($3::text is null or d.kind = $3) and ($4::text is null or d.outcome = $4)
         and ($5::text is null or d.organisation_id = $5)
         and ($6::uuid is null or exists (select 1 from assignment a where a.dossier_id = d.id and a.round = d.round and a.person_id = $6
           and a.recused_at is null))
         and ($7::date is null or d.due_on <= $7) and ($8::text[] is null or d.state = any ($8))
         and ($9::text[] = '{}' or d.words like all ($9)) and ($10::uuid is null or d.id < $10)
       order by d.id desc limit $11`,
    [
      ...[filter.organisations, filter.state ?? null, filter.kind ?? null, filter.outcome ?? null],
      ...[filter.organisationId ?? null, filter.examinerId ?? null, filter.dueBefore ?? null, filter.states ?? null],
      filter.words.map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`),
      ...[after ?? null, count],
    ],
  );
/** Under way, with a function in common: not itself, nor of its chain. */
export const clashing = async (tx: Tx, id: string, functions: readonly string[], states: readonly State[]) =>
  await rows<{ id: string; number: string; organisationId: string; functions: string[]; class: string | null }>(
    tx,
    `select d.id, d.number, d.organisation_id as "organisationId", d.planned ->> 'class' as class,
         array(select jsonb_array_elements_text(d.touches -> 'functions')) as functions
       from dossier d join dossier own on own.id = $1
       where d.id <> $1 and d.state = any ($3) and d.parent_id is distinct from $1 and d.id is distinct from own.parent_id
         and exists (select 1 from jsonb_array_elements_text(d.touches -> 'functions') f where f = any ($2))
       order by d.id desc limit 20`,
    [id, functions, states],
  );
/** Whose answers were due before a day. */
export const unanswered = async (tx: Tx, today: string): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      tx,
      `select id from dossier where state = 'remarks' and answers_due < $1 order by id limit 200`,
      [today],
    )
  ).map(({ id }) => id);
export const inStates = async (tx: Tx, states: readonly State[]): Promise<string[]> =>
  (
    await rows<{ id: string }>(tx, 'select id from dossier where state = any ($1) order by id limit 1000', [states])
  ).map(({ id }) => id);
