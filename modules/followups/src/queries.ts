// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Counts, FollowupState } from './contract.ts';

/** Null reaches everywhere. */
export interface Within {
  readonly regions: readonly string[] | null;
  readonly organisations: readonly string[] | null;
}

export interface FollowupRow {
  id: string;
  responseId: string;
  organisationId: string;
  regionCode: string;
  sphere: string;
  month: string;
  dueOn: string;
  reply: string | null;
  repliedOn: string | null;
  state: FollowupState;
}
/** $1 is today. */
const state = `case when replied_on is null then case when due_on < $1 then 'overdue' else 'open' end
  when replied_on > due_on then 'answered-late' else 'answered' end`;
const columns = `id, response_id as "responseId", organisation_id as "organisationId", region_code as "regionCode", sphere,
  to_char(month, 'YYYY-MM') as month, due_on as "dueOn", reply, replied_on as "repliedOn", ${state} as state`;
const within = `($2::text[] is null or region_code = any($2) or organisation_id = any($3)) and opens_on <= $1`;

export async function followupsAfter(
  tx: Tx,
  {
    today,
    reach,
    state: asked,
    organisationId,
  }: { today: string; reach: Within; state?: string | undefined; organisationId?: string | undefined },
  [dueOn, id]: readonly string[] = [],
  limit: number,
): Promise<FollowupRow[]> {
  const { rows } = await tx.query<FollowupRow>(
    `select * from (select ${columns} from followup where ${within}) f
     where ($4::text is null or state = $4) and ($5::text is null or "organisationId" = $5)
       and ($6::date is null or ("dueOn", id) < ($6, $7::uuid))
     order by "dueOn" desc, id desc limit $8`,
    [
      today,
      reach.regions,
      reach.organisations,
      asked ?? null,
      organisationId ?? null,
      dueOn ?? null,
      id ?? null,
      limit,
    ],
  );
  return rows;
}

export async function followupById(tx: Tx, today: string, reach: Within, id: string): Promise<FollowupRow | undefined> {
  const { rows } = await tx.query<FollowupRow>(`select ${columns} from followup where ${within} and id = $4`, [
    ...[today, reach.regions, reach.organisations, id],
  ]);
  return rows[0];
}

/** The row is kept from others until the transaction ends. */
export async function lockFollowup(tx: Tx, id: string): Promise<void> {
  await tx.query('select 1 from followup where id = $1 for update', [id]);
}

const counted = `count(*) as opened, count(*) filter (where state = 'answered') as "inTime",
  count(*) filter (where state = 'answered-late') as late, count(*) filter (where state = 'overdue') as overdue`;
const none: Counts = { opened: 0, inTime: 0, late: 0, overdue: 0 };

export async function sumWithin(tx: Tx, today: string, reach: Within, organisationId?: string): Promise<Counts> {
  const { rows } = await tx.query<Counts>(
    `select ${counted} from (select ${state} as state from followup
       where ${within} and ($4::text is null or organisation_id = $4)) f`,
    [today, reach.regions, reach.organisations, organisationId ?? null],
  );
  return rows[0] ?? none;
}

/** Of answers of months before this day. */
export async function sumOfPlace(
  tx: Tx,
  today: string,
  before: string,
  { regionCode, organisationId }: { regionCode?: string | undefined; organisationId?: string | undefined },
): Promise<Counts> {
  const { rows } = await tx.query<Counts>(
    `select ${counted} from (select ${state} as state from followup where month < $2
       and ($3::text is null or region_code = $3) and ($4::text is null or organisation_id = $4)) f`,
    [today, before, regionCode ?? null, organisationId ?? null],
  );
  return rows[0] ?? none;
}

export async function repliesOf(tx: Tx, organisationId: string, limit: number) {
  const { rows } = await tx.query<{ month: string; text: string }>(
    `select to_char(month, 'YYYY-MM') as month, reply as text from followup
     where organisation_id = $1 and reply is not null order by replied_on desc, id limit $2`,
    [organisationId, limit],
  );
  return rows;
}
