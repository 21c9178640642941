// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';

export interface NewCertificate {
  readonly id: string;
  readonly serviceId: string;
  readonly version: string;
  readonly title: LocalText;
  readonly kind: 'tested' | 'shipped';
  readonly candidateId?: string | undefined;
  readonly articles: readonly string[];
  readonly until?: string | undefined;
  readonly issuedAt: Date;
}

/** Its place in the register; one of the same version that was in force gives way. */
export async function insertCertificate(tx: Tx, one: NewCertificate): Promise<number> {
  await tx.query(
    `update certificate set state = 'withdrawn', reason = 'replaced' where service_id = $1 and version = $2 and state = 'valid'`,
    [one.serviceId, one.version],
  );
  const { rows } = await tx.query<{ place: number }>(
    `insert into certificate (id, service_id, version, title, kind, candidate_id, state, statement, sha256, articles, until, issued_at)
     values ($1, $2, $3, $4, $5, $6, 'valid', '', '', $7, $8, $9) returning place`,
    [
      ...[one.id, one.serviceId, one.version, one.title, one.kind, one.candidateId ?? null],
      ...[one.articles, one.until ?? null, one.issuedAt],
    ],
  );
  return rows[0]?.place ?? 0;
}

export const setStatement = (tx: Tx, id: string, statement: string, sha256: string) =>
  tx.query('update certificate set statement = $2, sha256 = $3 where id = $1', [id, statement, sha256]);

export const keepSeal = (tx: Tx, id: string, seal: { xml: string; serial: string; at: Date }) =>
  tx.query(
    'update certificate set seal_xml = $2, seal_serial = $3, sealed_at = $4 where id = $1 and sealed_at is null',
    [id, seal.xml, seal.serial, seal.at],
  );

export const endCertificate = (tx: Tx, id: string, state: 'reopened' | 'withdrawn', reason: string) =>
  tx.query(`update certificate set state = $2, reason = $3 where id = $1 and state = 'valid'`, [id, state, reason]);
