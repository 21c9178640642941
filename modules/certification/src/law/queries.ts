// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';

interface ArticleRow {
  citation: string;
  from: string;
  until: string | null;
  notedBy: string;
  certificates: number;
}

export async function articlesByCitation(tx: Tx): Promise<Map<string, { from: string; until?: string | undefined }>> {
  const { rows } = await tx.query<{ citation: string; from: string; until: string | null }>(
    'select citation, in_force_from as "from", until from article',
  );
  return new Map(rows.map(({ citation, from, until }) => [citation, { from, until: until ?? undefined }]));
}

export async function articlesAfter(
  tx: Tx,
  { search, after, limit }: { search?: string | undefined; after?: string | undefined; limit: number },
): Promise<ArticleRow[]> {
  const { rows } = await tx.query<ArticleRow>(
    `select citation, in_force_from as "from", until, noted_by as "notedBy",
       (select count(*) from certificate c where c.state = 'valid' and a.citation = any(c.articles)) as certificates
     from article a where ($1::text is null or citation ilike '%' || $1 || '%') and ($2::text is null or citation > $2)
     order by citation limit $3`,
    [search?.replace(/[\\%_]/g, '\\$&') ?? null, after ?? null, limit],
  );
  return rows;
}
