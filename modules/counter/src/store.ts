// SPDX-License-Identifier: Apache-2.0
/** SQL that writes. */
import { sealMore, sealRow, type Tx } from '@stoa/kernel';
import type { PaperRow, VisitRow } from './queries.ts';
import type { State } from './states.ts';

export type NewVisit = Omit<VisitRow, 'tries' | 'scan' | 'scanType'>;

/** Whether it is new. */
export async function insertVisit(tx: Tx, one: NewVisit): Promise<boolean> {
  const kept = sealRow(tx, 'visit', one.id, {
    ...{ person_name: one.personName, document: one.document, reason: one.reason, scan: null as string | null },
  });
  const { rowCount } = await tx.query(
    `insert into visit (id, office_id, office_name, clerk_id, clerk_name, person_key, person_name, document, reason, sealed,
       service_id, service_title, language, way, state, asked_at, opened_at, until_at, ended_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) on conflict (id) do nothing`,
    [
      ...[one.id, one.officeId, JSON.stringify(one.office), one.clerkId, one.clerkName, one.personKey],
      ...[kept.person_name, kept.document, kept.reason, kept.sealed, one.serviceId, JSON.stringify(one.service)],
      ...[one.language, one.way, one.state, one.askedAt, one.openedAt, one.until, one.endedAt],
    ],
  );
  return rowCount === 1;
}

export const setTries = (tx: Tx, id: string, tries: number) =>
  tx.query('update visit set tries = $2 where id = $1', [id, tries]);

export const setOpen = (tx: Tx, id: string, until: Date) =>
  tx.query(`update visit set state = 'open', opened_at = $2, until_at = $3 where id = $1`, [id, tx.now, until]);

export const setOver = (tx: Tx, id: string, state: State, at: Date) =>
  tx.query('update visit set state = $2, ended_at = $3 where id = $1', [id, state, at]);

export async function keepScan(tx: Tx, id: string, scan: { reason: string; content: string; type: string }) {
  const kept = await sealMore(tx, 'visit', id, { reason: scan.reason, scan: scan.content });
  await tx.query('update visit set reason = $2, scan = $3, scan_type = $4, sealed = $5 where id = $1', [
    ...[id, kept.reason, kept.scan, scan.type, kept.sealed],
  ]);
}

/** Who did not answer in time, and whose minutes are over. */
export async function endByTime(tx: Tx, askedBefore: Date): Promise<void> {
  await tx.query(`update visit set state = 'lapsed', ended_at = $1 where state = 'asked' and asked_at <= $2`, [
    tx.now,
    askedBefore,
  ]);
  await tx.query(`update visit set state = 'ended', ended_at = until_at where state = 'open' and until_at <= $1`, [
    tx.now,
  ]);
}

export async function insertPaper(tx: Tx, visitId: string, one: Omit<PaperRow, 'office' | 'service'>): Promise<void> {
  await tx.query('insert into paper (code, visit_id, kind, number, sha256, made_at) values ($1, $2, $3, $4, $5, $6)', [
    one.code,
    visitId,
    one.kind,
    one.number,
    one.sha256,
    one.madeAt,
  ]);
}

export async function eraseVisits(tx: Tx, before: Date, limit: number): Promise<number> {
  const { rowCount } = await tx.query(
    `delete from visit where id in (select id from visit where ended_at < $1 order by ended_at limit $2)`,
    [before, limit],
  );
  return rowCount ?? 0;
}
