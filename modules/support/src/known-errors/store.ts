// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { KnownError } from '../contract/known-errors.ts';

export interface KnownErrorRow {
  readonly id: string;
  readonly number: number;
  readonly title: KnownError['title'];
  readonly wayAround: KnownError['wayAround'];
  readonly publishedAt: Date;
  readonly mendedAt: Date | null;
}
const columns = `id, number, title, way_around as "wayAround", published_at as "publishedAt", mended_at as "mendedAt"`;

/** Its number; undefined where it is there already. */
export async function insertKnownError(
  tx: Tx,
  one: Omit<KnownErrorRow, 'number'> & { readonly by: string },
): Promise<number | undefined> {
  const { rows } = await tx.query<{ number: number }>(
    `insert into known_error (id, title, way_around, published_by, published_at, mended_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (id) do nothing returning number`,
    [one.id, one.title, one.wayAround, one.by, one.publishedAt, one.mendedAt],
  );
  return rows[0]?.number;
}

export async function findKnownError(tx: Tx, id: string): Promise<KnownErrorRow | undefined> {
  const { rows } = await tx.query<KnownErrorRow>(`select ${columns} from known_error where id = $1`, [id]);
  return rows[0];
}
export async function lockKnownError(tx: Tx, id: string): Promise<KnownErrorRow | undefined> {
  const { rows } = await tx.query<KnownErrorRow>(`select ${columns} from known_error where id = $1 for update`, [id]);
  return rows[0];
}

export async function knownErrorsAfter(
  tx: Tx,
  open: boolean,
  [at, id]: readonly string[] = [],
  limit: number,
): Promise<KnownErrorRow[]> {
  const { rows } = await tx.query<KnownErrorRow>(
    `select ${columns} from known_error where (not $1 or mended_at is null)
       and ($2::timestamptz is null or (published_at, id) < ($2, $3::uuid)) order by published_at desc, id desc limit $4`,
    [open, at ?? null, id ?? null, limit],
  );
  return rows;
}

export const setMended = (tx: Tx, id: string) =>
  tx.query('update known_error set mended_at = $2 where id = $1', [id, tx.now]);
