// SPDX-License-Identifier: Apache-2.0
/** Who is trained for what: each task of the role passed, for two years. */
import { authorise, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { duties } from '@stoa/documents/contract';
import * as contract from '../contract.ts';
import type { Certificate, Role } from '../contract.ts';
import * as store from './store.ts';
import type { CertificateRow, RoomRow } from './store.ts';

export const shown = ({ issuedAt, validUntil, ...one }: CertificateRow): Certificate => ({
  ...one,
  issuedAt: issuedAt.toISOString(),
  validUntil: validUntil.toISOString(),
});

export const certificatesOf = (tx: Tx, personId: string): Promise<CertificateRow[]> =>
  store.certificatesWhere(tx, 'person_id = $1 order by id desc limit 50', [personId]);

export const isTrained = async (tx: Tx, institutionId: string, role: Role): Promise<boolean> =>
  (
    await store.certificatesWhere(tx, 'institution_id = $1 and role = $2 and valid_until > $3 limit 1', [
      institutionId,
      role,
      tx.now,
    ])
  ).length > 0;

/** Once every task of the role was passed since the last certificate of it there is another one. */
export async function certify(tx: Tx, room: RoomRow, name: string, role: Role): Promise<void> {
  const { passed } = await store.standing(tx, room.personId);
  const { institutionId, personId } = room;
  const [last] = await store.certificatesWhere(
    tx,
    'person_id = $1 and role = $2 and institution_id = $3 order by id desc limit 1',
    [personId, role, institutionId],
  );
  const whole = contract
    .tasksOf(role)
    .every((code) =>
      passed.some(
        ({ task, version, at }) =>
          task === code && version === contract.tasks[code].version && (!last || at > last.issuedAt),
      ),
    );
  if (whole) await issue(tx, { personId, institutionId, role, name });
}

export async function issue(
  tx: Tx,
  holder: Pick<CertificateRow, 'personId' | 'institutionId' | 'role' | 'name'>,
): Promise<void> {
  const validUntil = new Date(tx.now);
  validUntil.setUTCFullYear(validUntil.getUTCFullYear() + contract.certificateYears);
  await store.insertCertificate(tx, { ...holder, issuedAt: tx.now, validUntil });
}

export async function listTrained(
  tx: Tx,
  asked: InputOf<typeof contract.listTrained>,
): Promise<OutputOf<typeof contract.listTrained>> {
  const { institutionId } = asked;
  const leaders = [`${duties.leader}@${institutionId}`];
  authorise(tx, { type: 'Institution', id: institutionId, attributes: { leaders } });
  return pageOfRows(
    asked,
    (count) =>
      store.certificatesWhere(
        tx,
        `institution_id = $1 and ($2::uuid is null or id < $2) and (not $3::boolean or valid_until > $4) order by id desc limit $5`,
        [institutionId, asked.cursor ?? null, asked.valid ?? false, tx.now, count],
      ),
    shown,
  );
}
