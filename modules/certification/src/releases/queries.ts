// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { ReleaseStage } from '../contract/releases.ts';

export interface ReleaseRow {
  id: string;
  certificateId: string;
  place: number;
  candidateId: string | null;
  serviceId: string;
  version: string;
  title: LocalText;
  stage: ReleaseStage;
  people: string[];
  organisations: string[];
  perMille: number;
  until: Date | null;
  watch: string | null;
  beganAt: Date;
  stageAt: Date;
  failedAt: Date | null;
  endedAt: Date | null;
  reason: string | null;
  byName: string;
}
const columns = `r.id, r.certificate_id as "certificateId", c.place, c.candidate_id as "candidateId", r.service_id as "serviceId",
  r.version, c.title, r.stage, r.people, r.organisations, r.per_mille as "perMille", r.until, r.watch, r.began_at as "beganAt",
  r.stage_at as "stageAt", r.failed_at as "failedAt", r.ended_at as "endedAt", r.reason, r.by_name as "byName"`;
const from = 'release r join certificate c on c.id = r.certificate_id';

/** The row is kept from others until the transaction ends. */
export async function lockRelease(tx: Tx, id: string): Promise<ReleaseRow | undefined> {
  const { rows } = await tx.query<ReleaseRow>(`select ${columns} from ${from} where r.id = $1 for update of r`, [id]);
  return rows[0];
}

/** Whether the same version has gone out once more after this release of it. */
export async function begunAgain(tx: Tx, { id, serviceId, version, beganAt }: ReleaseRow): Promise<boolean> {
  const { rows } = await tx.query(
    'select 1 from release where service_id = $1 and version = $2 and (began_at, id) > ($4, $3::uuid) limit 1',
    [serviceId, version, id, beganAt],
  );
  return rows.length > 0;
}

/** @param asked `own`: institutions whose releases are seen; undefined is all of them. */
export async function releasesAfter(
  tx: Tx,
  asked: { readonly stage: string | undefined; readonly own: readonly string[] | undefined },
  [at, id]: readonly (string | undefined)[],
  limit: number,
): Promise<ReleaseRow[]> {
  const { rows } = await tx.query<ReleaseRow>(
    `select ${columns} from ${from} where ($1::text is null or r.stage = $1)
       and ($2::timestamptz is null or (r.began_at, r.id) < ($2, $3::uuid))
       and ($5::text[] is null or exists (
         select 1 from candidate d where d.id = c.candidate_id and d.organisation_id = any($5)))
     order by r.began_at desc, r.id desc limit $4`,
    [asked.stage ?? null, at ?? null, id ?? null, limit, asked.own ?? null],
  );
  return rows;
}

/** Those that are looked after: under way, or out for less than so many days. */
export async function releasesLookedAfter(tx: Tx, releasedSince: Date): Promise<ReleaseRow[]> {
  const { rows } = await tx.query<ReleaseRow>(
    `select ${columns} from ${from} where r.stage in ('pilot', 'canary') or (r.stage = 'released' and r.stage_at > $1)
     order by r.began_at`,
    [releasedSince],
  );
  return rows;
}

/** A pilot that came to its end is no change that everybody had: it counts for neither. */
export async function changeFigures(tx: Tx): Promise<{ ended: number; failed: number; restoreSeconds: number | null }> {
  const { rows } = await tx.query<{ ended: number; failed: number; restoreSeconds: number | null }>(
    `select count(*) filter (where stage in ('released', 'returned')) as ended, count(*) filter (where stage = 'returned') as failed,
       percentile_cont(0.5) within group (order by extract(epoch from ended_at - failed_at))
         filter (where stage = 'returned' and failed_at is not null) as "restoreSeconds"
     from release`,
  );
  return rows[0] ?? { ended: 0, failed: 0, restoreSeconds: null };
}
