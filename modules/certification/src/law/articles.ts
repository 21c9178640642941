// SPDX-License-Identifier: Apache-2.0
/** Articles of law as packages cite them; one that ends reopens the certificates that rest on it (clause 9.3). */
import { pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { todayOf } from '../candidates/candidates.ts';
import { isUnderWay, candidateById } from '../candidates/queries.ts';
import { reopen } from '../candidates/store.ts';
import { candidateAfter } from '../candidates/states.ts';
import { publishCertificate } from '../certificates/certificates.ts';
import { restingOnEnded } from '../certificates/queries.ts';
import { endCertificate } from '../certificates/store.ts';
import type * as contract from '../contract.ts';
import { nameOf } from '../people.ts';
import { articlesAfter } from './queries.ts';
import { putArticle } from './store.ts';

export async function listArticles(
  tx: Tx,
  { search, ...page }: InputOf<typeof contract.listArticles>,
): Promise<OutputOf<typeof contract.listArticles>> {
  // Citations have spaces, which no cursor has.
  const [after] = readCursor(page.cursor, 'name') ?? [];
  const last = after && Buffer.from(after, 'base64url').toString();
  return pageOfRows(
    page,
    (count) => articlesAfter(tx, { search, after: last, limit: count }),
    ({ until, ...one }) => ({ ...one, ...(until ? { until } : {}) }),
    ({ citation }) => writeCursor(Buffer.from(citation).toString('base64url')),
  );
}

/** Refuses: certification.days-wrong. */
export async function setArticle(
  tx: Tx,
  { citation, from, until }: InputOf<typeof contract.setArticle>,
): Promise<OutputOf<typeof contract.setArticle>> {
  if (until && until <= from)
    refuse('invalid', 'certification.days-wrong', 'It ends after the day from which it is in force.');
  await putArticle(tx, { citation, from, until, by: nameOf(tx) });
  return { citation, reopened: await reopenEnded(tx) };
}

/** How many certificates are open again. A candidate whose version is under way anew stays as it is. */
export async function reopenEnded(tx: Tx): Promise<number> {
  const resting = await restingOnEnded(tx, todayOf(tx));
  for (const { id, candidateId, citation } of resting) {
    await endCertificate(tx, id, 'reopened', citation);
    await publishCertificate.enqueue(tx, { id });
    const candidate = candidateId ? await candidateById(tx, candidateId, true) : undefined;
    if (candidate && candidateAfter(candidate.state, 'reopen') && !(await isUnderWay(tx, candidate)))
      await reopen(tx, candidate.id);
  }
  return resting.length;
}
