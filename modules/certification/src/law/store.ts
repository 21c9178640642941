// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

export const putArticle = (tx: Tx, one: { citation: string; from: string; until?: string | undefined; by: string }) =>
  tx.query(
    `insert into article (citation, in_force_from, until, noted_by) values ($1, $2, $3, $4)
     on conflict (citation) do update set in_force_from = $2, until = $3, noted_by = $4`,
    [one.citation, one.from, one.until ?? null, one.by],
  );

/** What somebody noted here stays as they noted it. */
export const addArticle = (tx: Tx, one: { citation: string; from: string; until?: string | undefined; by: string }) =>
  tx.query(
    `insert into article (citation, in_force_from, until, noted_by) values ($1, $2, $3, $4) on conflict do nothing`,
    [one.citation, one.from, one.until ?? null, one.by],
  );
