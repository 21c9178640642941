// SPDX-License-Identifier: Apache-2.0
/** Units with their posts as a tree: how pages draw it. */
import type { getStructure, Post } from '@stoa/organisations/contract';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';

type Text = (text: LocalText) => string;

function showPost(post: Post, text: Text) {
  const nameOf = (id: string | undefined) => post.holdings.find((one) => one.id === id)?.name;
  const order = ['holder', 'acting', 'substitute'];
  return {
    id: post.id,
    title: text(post.title),
    duties: post.duties.map(({ id, code }) => ({ id, code })),
    holdings: post.holdings
      .map(({ id, personId, name, as, forId, reason, until }) => ({
        ...{ id, personId, name, as, reason, until, inPlaceOf: nameOf(forId) },
      }))
      .sort((one, other) => order.indexOf(one.as) - order.indexOf(other.as)),
  };
}
export type ShownPost = ReturnType<typeof showPost>;
export interface ShownUnit {
  id: string;
  name: string;
  posts: ShownPost[];
  units: ShownUnit[];
}

/** Posts outside units first; a unit whose own is not shown stands at the top. */
export function showStructure({ units, posts }: OutputOf<typeof getStructure>, text: Text) {
  const known = new Set(units.map(({ id }) => id));
  const postsOf = (unitId: string | undefined) =>
    posts.filter((post) => (post.unitId && known.has(post.unitId) ? post.unitId : undefined) === unitId);
  const unitsOf = (parentId: string | undefined): ShownUnit[] =>
    units
      .filter((unit) => (unit.parentId && known.has(unit.parentId) ? unit.parentId : undefined) === parentId)
      .map((unit) => ({
        id: unit.id,
        name: text(unit.name),
        posts: postsOf(unit.id).map((post) => showPost(post, text)),
        units: unitsOf(unit.id),
      }));
  return {
    posts: postsOf(undefined).map((post) => showPost(post, text)),
    units: unitsOf(undefined),
    count: posts.length,
    people: new Set(posts.flatMap(({ holdings }) => holdings.map(({ personId }) => personId))).size,
    vacant: posts.filter(({ holdings }) => holdings.length === 0).length,
  };
}
