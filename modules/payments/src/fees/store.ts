// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { Fee } from '../contract.ts';

const facts = `f.id, f.code, nullif(f.territory, '') as territory, f.title, f.amount_minor as "amountMinor", f.currency,
  f.from_on as "fromOn", f.act, f.clause`;
const withoutNulls = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;

/** The latest version of each fee and territory that has begun, and when the next begins. */
export async function inForce(
  tx: Tx,
  day: string,
  { code, territories }: { code?: string; territories?: readonly string[] },
): Promise<Fee[]> {
  const { rows } = await tx.query<Fee>(
    `select distinct on (f.code, f.territory) ${facts},
       (select min(n.from_on) - 1 from fee n where n.state = 'published' and n.code = f.code and n.territory = f.territory
         and n.from_on > $1::date) as "untilOn"
     from fee f where f.state = 'published' and f.from_on <= $1::date
       and ($2::text is null or f.code = $2) and ($3::text[] is null or f.territory = any($3))
     order by f.code, f.territory, f.from_on desc`,
    [day, code ?? null, territories ?? null],
  );
  return rows.map(withoutNulls);
}

export async function drafts(tx: Tx) {
  const { rows } = await tx.query<Fee & { draftedAt: Date; draftedByName: string; draftedBy: string }>(
    `select ${facts}, drafted_at as "draftedAt", drafted_by_name as "draftedByName", drafted_by as "draftedBy"
     from fee f where state = 'draft' order by drafted_at desc limit 200`,
  );
  return rows.map((row) => ({ ...withoutNulls(row), draftedAt: row.draftedAt.toISOString() }));
}

export async function lockDraft(tx: Tx, id: string): Promise<{ draftedBy: string; fromOn: string } | undefined> {
  const { rows } = await tx.query<{ draftedBy: string; fromOn: string }>(
    `select drafted_by as "draftedBy", from_on as "fromOn" from fee where id = $1 and state = 'draft' for update`,
    [id],
  );
  return rows[0];
}

export const dropDraft = (tx: Tx, id: string) => tx.query(`update fee set state = 'dropped' where id = $1`, [id]);

interface Who {
  readonly by: string;
  readonly name: string;
}
export const insertFee = (tx: Tx, fee: Omit<Fee, 'untilOn'>, { by, name }: Who) =>
  tx.query(
    `insert into fee (id, code, territory, title, amount_minor, currency, from_on, act, clause, state, drafted_by, drafted_by_name, drafted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'draft', $10, $11, $12)`,
    [
      ...[fee.id, fee.code, fee.territory ?? '', JSON.stringify(fee.title), fee.amountMinor, fee.currency, fee.fromOn],
      ...[fee.act, fee.clause, by, name, tx.now],
    ],
  );

/** False where the fee has a version of that day. */
export async function publish(tx: Tx, id: string, { by, name }: Who): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update fee set state = 'published', published_by = $2, published_by_name = $3, published_at = $4
     where id = $1 and not exists (select 1 from fee o where o.state = 'published' and (o.code, o.territory, o.from_on) =
       (select code, territory, from_on from fee where id = $1))`,
    [id, by, name, tx.now],
  );
  return rowCount === 1;
}
