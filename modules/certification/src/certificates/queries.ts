// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';

export interface CertificateRow {
  id: string;
  place: number;
  serviceId: string;
  version: string;
  title: LocalText;
  kind: 'tested' | 'shipped';
  candidateId: string | null;
  state: 'valid' | 'reopened' | 'withdrawn';
  statement: string;
  sha256: string;
  until: string | null;
  issuedAt: Date;
  sealedAt: Date | null;
  sealSerial: string | null;
  sealXml: string | null;
  reason: string | null;
}
const columns = `id, place, service_id as "serviceId", version, title, kind, candidate_id as "candidateId", state, statement, sha256,
  until, issued_at as "issuedAt", sealed_at as "sealedAt", seal_serial as "sealSerial", seal_xml as "sealXml", reason`;

/** `CR-000012`. */
export const numberOf = (place: number): string => `CR-${String(place).padStart(6, '0')}`;
export const placeOf = (number: string): number => Number(number.slice(3));

export async function certificateByPlace(tx: Tx, place: number, lock = false): Promise<CertificateRow | undefined> {
  const { rows } = await tx.query<CertificateRow>(
    `select ${columns} from certificate where place = $1 ${lock ? 'for update' : ''}`,
    [place],
  );
  return rows[0];
}

export async function certificateById(tx: Tx, id: string): Promise<CertificateRow | undefined> {
  const { rows } = await tx.query<CertificateRow>(`select ${columns} from certificate where id = $1`, [id]);
  return rows[0];
}

/** Of the last one that was issued for a candidate. */
export async function certificateNumberOf(tx: Tx, candidateId: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ place: number }>(
    'select place from certificate where candidate_id = $1 order by place desc limit 1',
    [candidateId],
  );
  return rows[0] && numberOf(rows[0].place);
}

export async function certificatesAfter(
  tx: Tx,
  service: string | undefined,
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<CertificateRow[]> {
  const { rows } = await tx.query<CertificateRow>(
    `select ${columns} from certificate where ($1::text is null or service_id = $1)
       and ($2::timestamptz is null or (issued_at, id) < ($2, $3::uuid))
     order by issued_at desc, id desc limit $4`,
    [service ?? null, at ?? null, id ?? null, limit],
  );
  return rows;
}

/** Whoever writes about certificates of this version waits until the transaction ends. */
export const lockVersion = (tx: Tx, serviceId: string, version: string) =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`certificate ${serviceId} ${version}`]);

/** Whether one of this version is in force, and sealed where it was issued here. */
export async function isInForce(tx: Tx, serviceId: string, version: string, today: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from certificate where service_id = $1 and version = $2 and state = 'valid'
       and (kind = 'shipped' or sealed_at is not null) and (until is null or until > $3::date)`,
    [serviceId, version, today],
  );
  return rows.length > 0;
}

/** Whose end came within the last days: the catalogue is told, also after a stop of some days. */
export async function endedLately(tx: Tx, today: string): Promise<{ id: string }[]> {
  const { rows } = await tx.query<{ id: string }>(
    `select id from certificate where state = 'valid' and until <= $1::date and until > $1::date - 7`,
    [today],
  );
  return rows;
}

/** Whether this version was ever given one here, whatever became of it. */
export async function everCertified(tx: Tx, serviceId: string, version: string): Promise<boolean> {
  const { rows } = await tx.query('select 1 from certificate where service_id = $1 and version = $2', [
    serviceId,
    version,
  ]);
  return rows.length > 0;
}

/** In force, and resting on an article that is no longer so on the day. */
export async function restingOnEnded(
  tx: Tx,
  today: string,
): Promise<{ id: string; candidateId: string | null; citation: string }[]> {
  const { rows } = await tx.query<{ id: string; candidateId: string | null; citation: string }>(
    `select c.id, c.candidate_id as "candidateId", min(a.citation) as citation from certificate c
     join article a on a.citation = any(c.articles) where c.state = 'valid' and a.until <= $1::date group by 1, 2`,
    [today],
  );
  return rows;
}
