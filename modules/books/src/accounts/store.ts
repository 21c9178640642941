// SPDX-License-Identifier: Apache-2.0
/** SQL of the chart of accounts. */
import type { Tx } from '@stoa/kernel';
import type { Account, Chart, Sharing } from '../contract.ts';
import { given } from '../people.ts';

export async function insertChart(
  tx: Tx,
  { validFrom, sharings, accounts }: Chart,
  about: { version: number; note: string; publishedBy: string },
): Promise<void> {
  const { version, note, publishedBy } = about;
  await tx.query(
    'insert into chart (version, valid_from, note, published_by, published_at) values ($1, $2, $3, $4, $5)',
    [...[version, validFrom, note, publishedBy, tx.now]],
  );
  await tx.query(
    `insert into sharing (version, code, title, state, region, municipality)
     select $1, code, title, state, region, municipality from jsonb_populate_recordset(null::sharing, $2::jsonb)`,
    [version, JSON.stringify(sharings)],
  );
  await tx.query(
    `insert into account (version, code, title, kind, sharing, iban, currency)
     select $1, code, title, kind, sharing, iban, currency from jsonb_populate_recordset(null::account, $2::jsonb)`,
    [version, JSON.stringify(accounts)],
  );
}

/** 0 where there is none yet. */
export async function newestVersion(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ version: number }>(
    'select coalesce(max(version), 0)::integer as version from chart',
  );
  return rows[0]?.version ?? 0;
}
/** In force on a day: the newest of those that are valid by then. */
export async function versionOn(tx: Tx, day: string): Promise<number> {
  const sql = 'select coalesce(max(version), 1)::integer as version from chart where valid_from <= $1';
  const { rows } = await tx.prepared<{ version: number }>('books-version', sql, [day]);
  return rows[0]?.version ?? 1;
}
export interface VersionRow {
  version: number;
  validFrom: string;
  note: string;
  publishedBy: string;
  publishedAt: Date;
}
export const versions = async (tx: Tx): Promise<VersionRow[]> =>
  (
    await tx.query<VersionRow>(
      `select version, valid_from as "validFrom", note, published_by as "publishedBy", published_at as "publishedAt"
       from chart order by version desc limit 200`,
    )
  ).rows;
type Nullable = Account & { sharing?: string | null; iban?: string | null; currency?: string | null };
export async function accountsOf(tx: Tx, version: number): Promise<Account[]> {
  const { rows } = await tx.prepared<Nullable>(
    'books-accounts',
    'select code, title, kind, sharing, iban, currency from account where version = $1 order by code',
    [version],
  );
  return rows.map(({ sharing, iban, currency, ...row }) => ({ ...row, ...given({ sharing, iban, currency }) }));
}
export const sharingsOf = async (tx: Tx, version: number): Promise<Sharing[]> =>
  (
    await tx.prepared<Sharing>(
      'books-sharings',
      'select code, title, state, region, municipality from sharing where version = $1 order by code',
      [version],
    )
  ).rows;
