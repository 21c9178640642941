// SPDX-License-Identifier: Apache-2.0
/** Posts of an organisation and who is on them now or later; a post that nobody is on has a row with no person. */
import type { Tx } from '@stoa/kernel';
import { writeCsv } from '@stoa/kernel/text';
import { organisationUnknown, today } from '../directory.ts';
import { findOrganisation, holdingsOfPosts, postsOf } from '../queries.ts';
import { peopleColumns } from './rows.ts';

/** Refuses: organisations.organisation-unknown. */
export async function peopleTable(tx: Tx, id: string): Promise<string> {
  if (!(await findOrganisation(tx, id))) organisationUnknown();
  const posts = (await postsOf(tx, id)).filter(({ until }) => !until || until > today(tx));
  const ids = posts.map((post) => post.id);
  const holdings = (await holdingsOfPosts(tx, ids)).filter(({ until }) => !until || until > tx.now);
  const rows = posts.flatMap((post) => {
    const on = holdings.filter(({ postId }) => postId === post.id);
    const about = (holding = '') => [holding, id, post.id, post.title.en];
    if (on.length === 0) return [[...about(), '', '', 'holder', '', '', '', '']];
    return on.map((one) => [
      ...about(one.id),
      ...[one.personId, one.name, one.as, one.forId ?? '', one.reason ?? ''],
      ...[one.from.toISOString(), one.until?.toISOString() ?? ''],
    ]);
  });
  return writeCsv([peopleColumns, ...rows]);
}
