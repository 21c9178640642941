// SPDX-License-Identifier: Apache-2.0
/** SQL that reads the ledger. */
import type { Tx } from '@stoa/kernel';
import type { BalanceRow, Entry, EntryFilter } from '../contract.ts';
import type { Level } from '../contract/shared.ts';
import type { Static, TObject } from 'typebox';
import { given } from '../people.ts';

type Filter = Static<TObject<typeof EntryFilter>>;
const code = `p.account || coalesce('.' || p.sub, '')`;
const entryColumns = `e.id, e.number, e.kind, e.booked_on as "bookedOn", e.asked_on as "askedOn", e.reference, e.currency,
  e.made_by as "madeBy", e.posted_at as "postedAt", e.reverses,
  (select r.id from entry r where r.reverses = e.id) as "reversedBy",
  (select coalesce(sum(p.amount_minor), 0) from posting p where p.entry_id = e.id and p.amount_minor > 0)::bigint as "amountMinor"`;
type EntryRow = Omit<Entry, 'postedAt' | 'askedOn' | 'reverses' | 'reversedBy'> & {
  postedAt: Date;
  askedOn: string | null;
  reverses: string | null;
  reversedBy: string | null;
};
const toEntry = ({ postedAt, askedOn, reverses, reversedBy, ...row }: EntryRow): Entry => ({
  ...{ ...row, postedAt: postedAt.toISOString() },
  ...given({ askedOn, reverses, reversedBy }),
});

export async function entries(
  tx: Tx,
  { from, to, account, kind, search }: Filter,
  after: { day: string; number: number } | undefined,
  count: number,
): Promise<Entry[]> {
  const number = /^\d{1,15}$/.test(search ?? '') ? Number(search) : null;
  const { rows } = await tx.query<EntryRow>(
    `select ${entryColumns} from entry e
     where ($1::date is null or e.booked_on >= $1) and ($2::date is null or e.booked_on <= $2)
       and ($3::text is null or e.kind = $3)
       and ($4::text is null or exists (select 1 from posting p where p.entry_id = e.id and p.account = left($4, 4)
         and ($4 !~ '[.]' or p.sub = substr($4, 6))))
       and ($5::text is null or starts_with(e.reference, $5) or e.number = $6)
       and ($7::date is null or (e.booked_on, e.number) < ($7, $8))
     order by e.booked_on desc, e.number desc limit $9`,
    [from, to, kind, account, search || undefined, number, after?.day, after?.number, count].map((one) => one ?? null),
  );
  return rows.map(toEntry);
}
export async function findEntry(tx: Tx, id: string): Promise<Entry | undefined> {
  const { rows } = await tx.query<EntryRow>(`select ${entryColumns} from entry e where e.id = $1`, [id]);
  return rows[0] && toEntry(rows[0]);
}

interface PostingRow {
  line: number;
  account: string;
  amountMinor: number;
  region: string | null;
  bankReference: string | null;
  matched: boolean;
}
const postingColumns = `p.line, ${code} as account, p.amount_minor as "amountMinor", p.region, p.bank_reference as "bankReference",
  exists (select 1 from matched m where m.entry_id = p.entry_id and m.line = p.line) as matched`;
export const firstPostings = async (tx: Tx, entryId: string, count: number): Promise<PostingRow[]> =>
  (
    await tx.query<PostingRow>(
      `select ${postingColumns} from posting p where p.entry_id = $1 order by p.line limit $2`,
      [entryId, count],
    )
  ).rows;
export async function countPostings(tx: Tx, entryId: string): Promise<number> {
  const sql = 'select count(*)::integer as count from posting where entry_id = $1';
  return (await tx.query<{ count: number }>(sql, [entryId])).rows[0]?.count ?? 0;
}
/** The whole of an entry. */
export async function postingsOf(tx: Tx, entryId: string) {
  const entry = await findEntry(tx, entryId);
  return entry && { ...entry, postings: await firstPostings(tx, entryId, 10_000) };
}
export interface ShareRow {
  account: string;
  level: Level;
  region: string | null;
  amountMinor: number;
}
export const sharesOf = async (tx: Tx, entryId: string): Promise<ShareRow[]> =>
  (
    await tx.query<ShareRow>(
      `select account, level, region, sum(amount_minor)::bigint as "amountMinor" from share where entry_id = $1
       group by account, level, region order by account, array_position(array['state', 'region', 'municipality'], level), region`,
      [entryId],
    )
  ).rows;

/** Of each account and currency; the kind is that of the chart, which the use case knows. */
export const balances = async (tx: Tx, from: string, to: string): Promise<Omit<BalanceRow, 'kind'>[]> =>
  (
    await tx.query<Omit<BalanceRow, 'kind'>>(
      `select account, currency,
         coalesce(sum(amount_minor) filter (where booked_on < $1), 0)::bigint as "openingMinor",
         coalesce(sum(amount_minor) filter (where booked_on >= $1 and amount_minor > 0), 0)::bigint as "debitMinor",
         coalesce(-sum(amount_minor) filter (where booked_on >= $1 and amount_minor < 0), 0)::bigint as "creditMinor",
         sum(amount_minor)::bigint as "closingMinor"
       from posting where booked_on <= $2 group by account, currency order by account, currency`,
      [from, to],
    )
  ).rows;

export interface AccountPosting {
  entryId: string;
  line: number;
  number: number;
  bookedOn: string;
  kind: string;
  reference: string;
  account: string;
  amountMinor: number;
  currency: string;
  balanceMinor: number;
}
/** The balance runs over all postings of the account, whatever part of them is shown. */
export const accountPostings = async (
  tx: Tx,
  asked: { account: string; from: string | undefined; to: string | undefined },
  after: { day: string; number: number; line: number } | undefined,
  count: number,
): Promise<AccountPosting[]> =>
  (
    await tx.query<AccountPosting>(
      `select * from (
         select p.entry_id as "entryId", p.line, e.number, p.booked_on as "bookedOn", e.kind, e.reference, ${code} as account,
           p.amount_minor as "amountMinor", p.currency,
           (sum(p.amount_minor) over (partition by p.currency order by p.booked_on, e.number, p.line))::bigint as "balanceMinor"
         from posting p join entry e on e.id = p.entry_id
         where p.account = left($1, 4) and ($1 !~ '[.]' or p.sub = substr($1, 6))) t
       where ($2::date is null or "bookedOn" >= $2) and ($3::date is null or "bookedOn" <= $3)
         and ($4::date is null or ("bookedOn", number, line) < ($4, $5, $6))
       order by "bookedOn" desc, number desc, line desc limit $7`,
      [asked.account, asked.from, asked.to, after?.day, after?.number, after?.line, count].map((one) => one ?? null),
    )
  ).rows;

export interface RevenueRow {
  month: string;
  level: Level;
  region: string | null;
  account: string;
  currency: string;
  amountMinor: number;
}
export const revenue = async (
  tx: Tx,
  asked: {
    from?: string | undefined;
    to?: string | undefined;
    level?: string | undefined;
    region?: string | undefined;
  },
): Promise<RevenueRow[]> =>
  (
    await tx.query<RevenueRow>(
      `select to_char(booked_on, 'YYYY-MM') as month, level, region, account, currency, -sum(amount_minor)::bigint as "amountMinor"
       from share
       where ($1::date is null or booked_on >= $1) and ($2::date is null or booked_on <= $2)
         and ($3::text is null or level = $3) and ($4::text is null or region = $4)
       group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
      [asked.from, asked.to, asked.level, asked.region].map((one) => one ?? null),
    )
  ).rows;
