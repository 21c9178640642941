// SPDX-License-Identifier: Apache-2.0
/** SQL of days compared with the bank. */
import { newId, textArray, type Tx, uuidArray, int8Array } from '@stoa/kernel';
import type { Static, TObject } from 'typebox';
import type { Difference, DifferenceFilter } from '../contract.ts';
import { given } from '../people.ts';
import type { Compared, Ours, Theirs } from './matching.ts';

/** One comparison of an account at a time. */
export const lockAccount = (tx: Tx, account: string) =>
  tx.query(`select pg_advisory_xact_lock(hashtext(current_schema() || '.compare ' || $1))`, [account]);

/** Days of which there are statements, the first ones first. */
export const statedDays = async (tx: Tx, account: string): Promise<{ from: string; to: string }[]> =>
  (
    await tx.query<{ from: string; to: string }>(
      'select distinct from_on as "from", until_on as "to" from statement where account = $1 order by 1, 2',
      [account],
    )
  ).rows;
export const oursUnmatched = async (tx: Tx, account: string, from: string, to: string): Promise<Ours[]> =>
  (
    await tx.query<Omit<Ours, 'reference'> & { reference: string | null }>(
      `select p.entry_id || ' ' || p.line as id, p.amount_minor as "amountMinor", p.currency, p.booked_on as day,
         p.bank_reference as reference
       from posting p left join matched m on m.entry_id = p.entry_id and m.line = p.line
       where p.account = $1 and p.booked_on between $2 and $3 and m.entry_id is null
         and not exists (select 1 from difference d where d.entry_id = p.entry_id and d.line = p.line and d.state = 'resolved')`,
      [account, from, to],
    )
  ).rows.map(({ reference, ...row }) => ({ ...row, reference: reference ?? undefined }));
export const theirsUnmatched = async (tx: Tx, account: string): Promise<Theirs[]> =>
  (
    await tx.query<Omit<Theirs, 'reference'> & { reference: string | null }>(
      `select s.id, s.amount_minor as "amountMinor", s.currency, s.booked_on as day, s.bank_reference as reference
       from statement_entry s left join matched m on m.statement_entry_id = s.id
       where s.account = $1 and m.entry_id is null
         and not exists (select 1 from difference d where d.statement_entry_id = s.id and d.state = 'resolved')`,
      [account],
    )
  ).rows.map(({ reference, ...row }) => ({ ...row, reference: reference ?? undefined }));
/** References that were matched before, each with its direction. */
export async function settledKeys(tx: Tx, account: string, references: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ key: string }>(
    `select distinct p.bank_reference || case when p.amount_minor < 0 then ' out' else ' in' end as key
     from posting p join matched m on m.entry_id = p.entry_id and m.line = p.line
     where p.account = $1 and p.bank_reference = any($2)`,
    [account, references],
  );
  return new Set(rows.map(({ key }) => key));
}

const partsOf = (id: string) => {
  const [entryId = '', line = '0'] = id.split(' ');
  return { entryId, line: Number(line) };
};
export const insertMatched = (tx: Tx, matched: Compared['matched']) =>
  tx.query(
    `insert into matched (entry_id, line, statement_entry_id, matched_at)
     select entry_id, line, statement, $4 from unnest($1::uuid[], $2::bigint[], $3::uuid[]) as t (entry_id, line, statement)`,
    [
      uuidArray(matched.map(({ ours }) => partsOf(ours.id).entryId)),
      int8Array(matched.map(({ ours }) => partsOf(ours.id).line)),
      uuidArray(matched.map(({ theirs }) => theirs.id)),
      tx.now,
    ],
  );
/** Answers the ids of those that were not known. */
export async function insertFound(tx: Tx, account: string, found: Compared['found']): Promise<string[]> {
  const ids: string[] = [];
  for (const { kind, ours, theirs } of found) {
    const place = ours && partsOf(ours.id);
    const { rows } = await tx.query<{ id: string }>(
      `insert into difference (id, account, day, kind, entry_id, line, statement_entry_id, ours_minor, theirs_minor, state, found_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', $10) on conflict do nothing returning id`,
      [
        ...[newId(), account, theirs?.day ?? ours?.day, kind, place?.entryId ?? null, place?.line ?? null],
        ...[theirs?.id ?? null, ours?.amountMinor ?? null, theirs?.amountMinor ?? null, tx.now],
      ],
    );
    if (rows[0]) ids.push(rows[0].id);
  }
  return ids;
}
/** What was found earlier and is no more: it was matched since, or differs in another way. */
export async function clearGone(tx: Tx, account: string, still: Compared['found']): Promise<string[]> {
  const key = ({ kind, ours, theirs }: Compared['found'][number]) =>
    ours ? `${kind} ${ours.id}` : `${kind} ${theirs?.id}`;
  const { rows } = await tx.query<{ id: string }>(
    `update difference set state = 'gone' where account = $1 and state = 'open'
       and kind || ' ' || coalesce(entry_id || ' ' || line, statement_entry_id::text) <> all($2) returning id`,
    [account, textArray(still.map(key))],
  );
  // What is found again after it was gone stands open again.
  await tx.query(
    `update difference set state = 'open' where account = $1 and state = 'gone'
       and kind || ' ' || coalesce(entry_id || ' ' || line, statement_entry_id::text) = any($2)`,
    [account, textArray(still.map(key))],
  );
  return rows.map(({ id }) => id);
}
export const insertStep = (
  tx: Tx,
  one: {
    differenceId: string;
    what: string;
    reason?: string | undefined;
    entryId?: string | undefined;
    byName: string;
  },
) =>
  tx.query(
    'insert into difference_step (id, difference_id, what, reason, entry_id, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [newId(), one.differenceId, one.what, one.reason ?? null, one.entryId ?? null, one.byName, tx.now],
  );
export const setState = (tx: Tx, id: string, state: Difference['state']) =>
  tx.query('update difference set state = $2 where id = $1', [id, state]);
/** What each day up to the last stated one has come to. */
export const putDays = (tx: Tx, account: string, until: string) =>
  tx.query(
    `insert into day (account, day, matched, reconciled_at)
     select $1, p.booked_on, count(m.entry_id)::integer, $3 from posting p
       left join matched m on m.entry_id = p.entry_id and m.line = p.line
     where p.account = $1 and p.booked_on <= $2 group by p.booked_on
     on conflict (account, day) do update set matched = excluded.matched, reconciled_at = excluded.reconciled_at
       where day.matched <> excluded.matched`,
    [account, until, tx.now],
  );

type Nullable<K extends keyof Difference> = { [P in K]: Difference[P] | null };
type DifferenceRow = Omit<Difference, 'foundAt' | OptionalOf> & { foundAt: Date } & Nullable<OptionalOf>;
type OptionalOf = 'bankReference' | 'entryId' | 'statementId' | 'oursMinor' | 'theirsMinor';
const columns = `d.id, d.account, d.day, d.kind, d.state, coalesce(p.bank_reference, s.bank_reference) as "bankReference",
  d.entry_id as "entryId", s.statement_id as "statementId", d.ours_minor as "oursMinor", d.theirs_minor as "theirsMinor",
  coalesce(s.currency, p.currency) as currency, d.found_at as "foundAt"`;
const from = `difference d left join posting p on p.entry_id = d.entry_id and p.line = d.line
  left join statement_entry s on s.id = d.statement_entry_id`;
const toDifference = (row: DifferenceRow): Difference => {
  const { bankReference, entryId, statementId, oursMinor, theirsMinor, foundAt, ...rest } = row;
  return {
    ...{ ...rest, foundAt: foundAt.toISOString() },
    ...given({ bankReference, entryId, statementId, oursMinor, theirsMinor }),
  };
};
export const listDifferences = async (
  tx: Tx,
  asked: Static<TObject<typeof DifferenceFilter>>,
  after: { day: string; id: string } | undefined,
  count: number,
): Promise<Difference[]> =>
  (
    await tx.query<DifferenceRow>(
      `select ${columns} from ${from} where ($1::text is null or d.state = $1) and ($2::text is null or d.kind = $2)
         and ($3::text is null or d.account = $3) and ($4::date is null or d.day >= $4) and ($5::date is null or d.day <= $5)
         and ($6::date is null or (d.day, d.id) < ($6, $7))
       order by d.day desc, d.id desc limit $8`,
      [asked.state, asked.kind, asked.account, asked.from, asked.to, after?.day, after?.id, count].map(
        (one) => one ?? null,
      ),
    )
  ).rows.map(toDifference);
export async function findDifference(tx: Tx, id: string): Promise<Difference | undefined> {
  const { rows } = await tx.query<DifferenceRow>(`select ${columns} from ${from} where d.id = $1 for update of d`, [
    id,
  ]);
  return rows[0] && toDifference(rows[0]);
}
export interface StepRow {
  what: 'found';
  reason: string | null;
  entryId: string | null;
  byName: string;
  at: Date;
}
export const stepsOf = async (tx: Tx, id: string): Promise<StepRow[]> =>
  (
    await tx.query<StepRow>(
      `select what, reason, entry_id as "entryId", by_name as "byName", at from difference_step
       where difference_id = $1 order by id`,
      [id],
    )
  ).rows;
export const accountsThatDiffer = async (tx: Tx): Promise<string[]> =>
  (
    await tx.query<{ account: string }>(`select distinct account from difference where state = 'open' order by account`)
  ).rows.map(({ account }) => account);
export async function openDifferences(tx: Tx, until: string): Promise<number> {
  const sql = `select count(*)::integer as count from difference where state in ('open', 'asked') and day <= $1`;
  return (await tx.query<{ count: number }>(sql, [until])).rows[0]?.count ?? 0;
}
interface DayRow {
  account: string;
  day: string;
  matched: number;
  open: number;
  resolved: number;
  closed: boolean;
  reconciledAt: Date;
}
export const listDays = async (
  tx: Tx,
  asked: { account?: string | undefined; from?: string | undefined; to?: string | undefined },
  after: { day: string; account: string } | undefined,
  count: number,
): Promise<DayRow[]> =>
  (
    await tx.query<DayRow>(
      `select y.account, y.day, y.matched, y.reconciled_at as "reconciledAt",
         (select count(*) from difference d where d.account = y.account and d.day = y.day and d.state in ('open', 'asked'))::integer as open,
         (select count(*) from difference d where d.account = y.account and d.day = y.day and d.state = 'resolved')::integer as resolved,
         exists (select 1 from closing c where c.until_on >= y.day) as closed
       from day y where ($1::text is null or y.account = $1) and ($2::date is null or y.day >= $2)
         and ($3::date is null or y.day <= $3) and ($4::date is null or (y.day, y.account) < ($4, $5))
       order by y.day desc, y.account desc limit $6`,
      [asked.account, asked.from, asked.to, after?.day, after?.account, count].map((one) => one ?? null),
    )
  ).rows;
