// SPDX-License-Identifier: Apache-2.0
/** SQL that enters examinations which ended elsewhere. */
import { newId, type Tx } from '@stoa/kernel';
import type { EndedExamination } from '../contract.ts';

/** False where it was entered before. */
export async function insertEnded(
  tx: Tx,
  one: EndedExamination,
  at: { submitted: Date; decided: Date },
): Promise<boolean> {
  const id = newId();
  const { rows } = await tx.query<{ n: number }>(`select nextval('dossier_number')::int as n`);
  const number = `E-${one.decidedOn.slice(0, 4)}-${String(rows[0]?.n ?? 0).padStart(5, '0')}`;
  const words = `${number} ${one.title}`.normalize('NFKC').toLowerCase();
  const { rowCount } = await tx.query(
    `insert into dossier (id, key, number, kind, organisation_id, title, words, purpose, touches, planned, state, outcome, version, revision,
       round, created_by, created_by_name, created_at, submitted_at, decided_at, clock_used)
     values ($1, $2, $3, $4, $5, $6, $7, $8, '{}', $9, 'closed', $10, 1, 1, 1, '00000000-0000-0000-0000-000000000000', '', $11, $11, $12, $13)
     on conflict (key) do nothing`,
    [
      ...[
        id,
        one.key,
        number,
        one.kind,
        one.organisationId,
        one.title,
        words,
        one.purpose,
        JSON.stringify(one.planned),
      ],
      ...[one.outcome, at.submitted, at.decided, one.days],
    ],
  );
  if (rowCount !== 1) return false;
  for (const { personId, name } of one.examiners)
    await tx.query(
      `insert into assignment (dossier_id, round, person_id, name, assigned_at, accepted_at, opinion, opinion_text, opinion_at)
       values ($1, 1, $2, $3, $4, $4, $5, '', $6)`,
      [id, personId, name, at.submitted, one.outcome, at.decided],
    );
  await tx.query(
    `insert into history (id, dossier_id, what, state, by_name, at) values ($1, $3, 'submit', 'submitted', '', $4), ($2, $3, 'decide', $6, '', $5)`,
    [newId(), newId(), id, at.submitted, at.decided, one.outcome],
  );
  return true;
}
