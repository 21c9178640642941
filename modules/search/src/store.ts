// SPDX-License-Identifier: Apache-2.0
/** SQL of the documents that are found. */
import type { servicePublished } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { DataOf } from '@stoa/kernel/contract';
import type { SearchHit } from './contract.ts';

export interface Narrowed {
  readonly level?: string;
  /** Where it must be given. */
  readonly region?: string;
}

export async function documentsFor(
  tx: Tx,
  query: string,
  limit: number,
  { level, region }: Narrowed,
): Promise<(SearchHit & { total: number })[]> {
  const found = await tx.query<SearchHit & { total: number }>(
    `select kind, id, path, title, summary, count(*) over () as total from document where words @@ $2::tsquery
       and ($3::text is null or level = $3) and ($4::text is null or regions is null or $4 = any(regions))
     order by ts_rank_cd(words, $2::tsquery) desc, id limit $1`,
    [limit, query, level ?? null, region ?? null],
  );
  return found.rows;
}

export const putDocument = (tx: Tx, service: DataOf<typeof servicePublished>, words: string, way: number) =>
  tx.query(
    `insert into document (kind, id, path, title, summary, version, words, indexed_by, level, regions)
     values ('service', $1, $2, $3, $4, $5, $6::tsvector, $7, $8, $9)
     on conflict (kind, id) do update set path = excluded.path, title = excluded.title, summary = excluded.summary,
       version = excluded.version, words = excluded.words, indexed_by = excluded.indexed_by,
       level = excluded.level, regions = excluded.regions`,
    [
      service.serviceId,
      service.path,
      JSON.stringify(service.title),
      JSON.stringify(service.summary),
      service.version,
      words,
      way,
      service.level ?? 'state',
      Array.isArray(service.territory) ? service.territory : null,
    ],
  );

/** Documents that were indexed in an earlier way. */
export async function indexedBefore(tx: Tx, way: number): Promise<{ id: string; version: string }[]> {
  const sql = 'select id, version from document where indexed_by < $1 order by id limit 100';
  return (await tx.query<{ id: string; version: string }>(sql, [way])).rows;
}
