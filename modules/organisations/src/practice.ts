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
    const from = localDate(tx);
    const from_at = tx.module.country.calendar.startOfDate(from);
    if (!(await findOrganisation(tx, id)))
      await putOrganisation(tx, { id, revision: 1, kind: 'quasi-public', name, from }, from, null);
    await insertRows(
      tx,
      'post',
      placed.map((post) => ({ id: post.id, organisation_id: id, title: post.title, from_on: from })),
    );
    await insertRows(
      tx,
      'post_duty',
      placed.flatMap((post) =>
        post.duties.map((code) => ({ id: idOf(`duty ${post.id} ${code}`), post_id: post.id, code, from_at })),
      ),
    );
    if (holder)
      await insertRows(
        tx,
        'holding',
        placed.map((post) => ({
          ...{ id: idOf(`holding ${post.id} ${holder.personId}`), post_id: post.id, person_id: holder.personId },
          ...{ name: holder.name, as_what: 'holder', from_at },
        })),
      );
  });
  if (holder) await tellNow(module, holder);
  return { id, posts: placed.map(({ key, id: postId }) => ({ key, id: postId })) };
}
