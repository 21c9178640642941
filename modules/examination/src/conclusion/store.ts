// SPDX-License-Identifier: Apache-2.0
/** SQL of conclusions, their conditions and signatures. */
import { newId, type Tx } from '@stoa/kernel';
import { first, rows } from '../store.ts';
import type { Outcome } from '../contract.ts';

export interface ConclusionRow {
  readonly id: string;
  readonly dossierId: string;
  readonly round: number;
  readonly outcome: Outcome;
  readonly text: string;
  readonly madeAt: Date;
  readonly runId: string;
  readonly knownAt: Date;
  readonly digest: string;
  readonly sha256: string;
  readonly verificationCode: string;
  readonly signedAt: Date | null;
  readonly droppedAt: Date | null;
}
const columns = `c.id, c.dossier_id as "dossierId", c.round, c.outcome, c.text, c.made_at as "madeAt", c.run_id as "runId",
  r.at as "knownAt", r.digest, c.sha256, c.verification_code as "verificationCode", c.signed_at as "signedAt", c.dropped_at as "droppedAt"`;
const from = 'conclusion c join check_run r on r.id = c.run_id';
export const standingConclusion = (tx: Tx, dossierId: string): Promise<ConclusionRow | undefined> =>
  first<ConclusionRow>(tx, `select ${columns} from ${from} where c.dossier_id = $1 and c.dropped_at is null`, [
    dossierId,
  ]);
export const conclusionByCode = (tx: Tx, code: string): Promise<ConclusionRow | undefined> =>
  first<ConclusionRow>(
    tx,
    `select ${columns} from ${from} where c.verification_code = $1 and c.signed_at is not null`,
    [code],
  );
export const pdfOf = async (tx: Tx, id: string): Promise<Buffer | undefined> =>
  (await rows<{ pdf: Buffer }>(tx, 'select pdf from conclusion where id = $1', [id]))[0]?.pdf;

export async function insertConclusion(
  tx: Tx,
  one: Pick<ConclusionRow, 'dossierId' | 'round' | 'outcome' | 'text' | 'runId' | 'sha256' | 'verificationCode'> & {
    pdf: Buffer;
  },
  conditions: readonly { text: string; dueOn: string }[],
): Promise<void> {
  const id = newId();
  await tx.query(
    `insert into conclusion (id, dossier_id, round, outcome, text, made_at, run_id, pdf, sha256, verification_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, one.dossierId, one.round, one.outcome, one.text, tx.now, one.runId, one.pdf, one.sha256],
      one.verificationCode,
    ],
  );
  for (const [at, { text, dueOn }] of conditions.entries())
    await tx.query('insert into condition (conclusion_id, number, text, due_on) values ($1, $2, $3, $4)', [
      id,
      at + 1,
      text,
      dueOn,
    ]);
}
export const dropConclusion = (tx: Tx, id: string) =>
  tx.query('update conclusion set dropped_at = $2 where id = $1', [id, tx.now]);
export const setSigned = (tx: Tx, id: string) =>
  tx.query('update conclusion set signed_at = $2 where id = $1', [id, tx.now]);

export interface ConditionRow {
  readonly number: number;
  readonly text: string;
  readonly dueOn: string;
  readonly metAt: Date | null;
  readonly note: string | null;
}
export const conditionsOf = async (tx: Tx, conclusionId: string): Promise<ConditionRow[]> =>
  await rows<ConditionRow>(
    tx,
    'select number, text, due_on as "dueOn", met_at as "metAt", note from condition where conclusion_id = $1 order by number',
    [conclusionId],
  );
/** False where there is none that is not met yet. */
export const setMet = async (tx: Tx, conclusionId: string, number: number, note: string): Promise<boolean> =>
  (
    await tx.query(
      'update condition set met_at = $3, note = $4 where conclusion_id = $1 and number = $2 and met_at is null',
      [...[conclusionId, number, tx.now, note]],
    )
  ).rowCount === 1;

export interface SignatureRow {
  readonly id: string;
  readonly conclusionId: string;
  readonly personId: string;
  readonly name: string;
  readonly as: 'examiner' | 'chief';
  readonly madeAt: Date | null;
}
const signatureColumns = `id, conclusion_id as "conclusionId", person_id as "personId", name, signed_as as "as", made_at as "madeAt"`;
export const insertPrepared = (tx: Tx, one: Omit<SignatureRow, 'madeAt'>) =>
  tx.query(
    `insert into signature (id, conclusion_id, person_id, name, signed_as, prepared_at) values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing`,
    [one.id, one.conclusionId, one.personId, one.name, one.as, tx.now],
  );
export const findSignature = (tx: Tx, id: string): Promise<SignatureRow | undefined> =>
  first<SignatureRow>(tx, `select ${signatureColumns} from signature where id = $1`, [id]);
export const madeSignatures = async (tx: Tx, conclusionId: string): Promise<SignatureRow[]> =>
  await rows<SignatureRow>(
    tx,
    `select ${signatureColumns} from signature where conclusion_id = $1 and made_at is not null order by made_at, id`,
    [conclusionId],
  );
export const setMade = (tx: Tx, id: string, at: string) =>
  tx.query('update signature set made_at = $2 where id = $1', [id, at]);
/** Prepared some time ago and not said to be made: a process may have ended between. */
export const openSignatures = async (tx: Tx, before: Date, after: Date) =>
  await rows<{ id: string; dossierId: string; round: number }>(
    tx,
    `select s.id, c.dossier_id as "dossierId", c.round from signature s join conclusion c on c.id = s.conclusion_id
       where s.made_at is null and c.dropped_at is null and s.prepared_at < $1 and s.prepared_at > $2`,
    [before, after],
  );
