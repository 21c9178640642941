// SPDX-License-Identifier: Apache-2.0
/** Those who hold one of some duties anywhere are told; identity knows who they are. */
import { findDutyHolders } from '@stoa/identity/contract';
import { emit, job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { type InputOf, LocalText, type OutputOf } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import type * as contract from '../contract.ts';
import { officialConcerned } from '../contract.ts';
import * as queries from '../queries.ts';

const Matter = Type.Object({
  key: Type.String(),
  duties: Type.Array(Type.String()),
  subject: LocalText,
  body: LocalText,
});

export const tellOfficials = (tx: Tx, matter: Static<typeof Matter>) =>
  tellingOfficials.enqueue(tx, matter, { key: matter.key });

export const tellingOfficials = job(
  'organisations.tell-officials',
  Matter,
  async (module, { key, duties, subject, body }) => {
    const keys = new Set<string>();
    for (const code of duties)
      for (const { personKey } of (await module.call(findDutyHolders, { code })).items) keys.add(personKey);
    await module.tx({ kind: 'system' }, async (tx) => {
      for (const personKey of keys)
        await emit(tx, officialConcerned, { key: `${key}-${personKey}`, personKey, subject, body });
    });
  },
  { tx: false },
);

/** Identity is asked by the duties of the posts for the keys of those who are on them. */
export async function tellPosts(
  module: ModuleRuntime,
  { key, posts, ...matter }: InputOf<typeof contract.tellPosts>,
): Promise<OutputOf<typeof contract.tellPosts>> {
  const { on, duties } = await module.tx({ kind: 'system' }, async (tx) => {
    const lasts = ({ from, until }: { from: Date; until?: Date }) => from <= tx.now && (!until || until > tx.now);
    return {
      on: new Set((await queries.holdingsOfPosts(tx, posts)).filter(lasts).map(({ personId }) => personId)),
      duties: new Set((await queries.dutiesOfPosts(tx, posts)).filter(lasts).map(({ code }) => code)),
    };
  });
  const keys = new Set<string>();
  if (on.size > 0)
    for (const code of duties)
      for (const { personId, personKey } of (await module.call(findDutyHolders, { code })).items)
        if (on.has(personId)) keys.add(personKey);
  await module.tx({ kind: 'system' }, async (tx) => {
    for (const personKey of keys)
      await emit(tx, officialConcerned, { key: `${key}-${personKey}`, personKey, ...matter });
  });
  return { people: keys.size };
}
