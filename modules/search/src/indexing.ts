// SPDX-License-Identifier: Apache-2.0
import type { servicePublished } from '@stoa/catalogue/contract';
import type { Tx } from '@stoa/kernel';
import type { DataOf, Language } from '@stoa/kernel/contract';
import { stemmers } from './find.ts';

/** Puts a published service into the index; titles weigh most, then keywords, summaries, authorities. */
export async function indexService(tx: Tx, service: DataOf<typeof servicePublished>): Promise<void> {
  const parts: string[] = [];
  const values: unknown[] = [];
  const add = (config: string, text: string | undefined, weight: 'A' | 'B' | 'C' | 'D') => {
    if (!text) return;
    values.push(text);
    for (const name of new Set([config, 'simple']))
      parts.push(`setweight(to_tsvector('${name}', $${values.length + 6}::text), '${weight}')`);
  };
  for (const [language, stemmer] of Object.entries(stemmers) as [Language, string][]) {
    add(stemmer, service.title[language], 'A');
    add(stemmer, service.keywords[language], 'B');
    add(stemmer, service.summary[language], 'C');
    add(stemmer, service.authority[language], 'D');
    for (const event of service.lifeEvents) add(stemmer, event.title[language], 'C');
  }
  await tx.query(
    `insert into document (kind, id, path, title, summary, version, words) values ($1, $2, $3, $4, $5, $6, ${parts.join(' || ')})
     on conflict (kind, id) do update set path = excluded.path, title = excluded.title, summary = excluded.summary,
       version = excluded.version, words = excluded.words`,
    [
      'service',
      service.serviceId,
      service.path,
      JSON.stringify(service.title),
      JSON.stringify(service.summary),
      service.version,
      ...values,
    ],
  );
}
