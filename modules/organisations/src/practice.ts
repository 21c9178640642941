// SPDX-License-Identifier: Apache-2.0
import { idOf, type ModuleRuntime } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { findOrganisation, localDate } from './queries.ts';
import { insertRows, lockDirectory, putOrganisation } from './store.ts';
import { tellNow } from './telling.ts';

/** Entered again, nothing changes. Identity knows of the duties when this answers. */
export async function enterPractice(
  module: ModuleRuntime,
  { id, name, posts, holder }: InputOf<typeof contract.enterPractice>,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterPractice>> {
  const placed = posts.map((post) => ({ ...post, id: idOf(`post ${id} ${post.key}`) }));
  await module.tx(principal, async (tx) => {
    await lockDirectory(tx);
    const [from, from_at] = [localDate(tx), tx.module.country.calendar.startOfDate(localDate(tx))];
    const facts = { id, revision: 1, kind: 'quasi-public' as const, name, from };
    if (!(await findOrganisation(tx, id))) await putOrganisation(tx, facts, from, null);
    const rows = {
      post: placed.map((post) => ({ id: post.id, organisation_id: id, title: post.title, from_on: from })),
      post_duty: placed.flatMap(({ id: post_id, duties }) =>
        duties.map((code) => ({ id: idOf(`duty ${post_id} ${code}`), post_id, code, from_at })),
      ),
      holding: placed.flatMap(({ id: post_id }) => {
        const as = { id: idOf(`holding ${post_id} ${holder?.personId}`), post_id, as_what: 'holder', from_at };
        return holder ? [{ ...as, person_id: holder.personId, name: holder.name }] : [];
      }),
    };
    for (const table of ['post', 'post_duty', 'holding'] as const) await insertRows(tx, table, rows[table]);
  });
  if (holder) await tellNow(module, holder);
  return { id, posts: placed.map(({ key, id: postId }) => ({ key, id: postId })) };
}
