// SPDX-License-Identifier: Apache-2.0
/** Attestations a year old: who is overdue, whom a job reminds, how a body is reached. */
import { duties, listUnattested } from '@stoa/architecture/contract';
import { authorise, isRefusal, job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { getStructure, tellPosts } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import type * as contract from '../contract.ts';
import { bodyOf, integrates, nameOf, ownBodies } from '../people.ts';
import * as store from '../store.ts';
import { aYearAfter, plusDays, stepOf } from './due.ts';
import words from './reminders.json' with { type: 'json' };

const todayOf = (module: ModuleRuntime) => module.country.calendar.localDate(module.clock.now());
/** Last attested on this day or before, an attestation is a year old on `day`; one day late after a 28 February of a leap year. */
const aYearBefore = (day: string) =>
  `${Number(day.slice(0, 4)) - 1}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`;

export async function listOverdue(tx: Tx): Promise<OutputOf<typeof contract.listOverdue>> {
  const { items, owners } = await tx.call(listUnattested, { since: aYearBefore(todayOf(tx.module)), limit: 500 });
  const own = integrates(tx) ? undefined : ownBodies(tx);
  const mine = (id: string) => !own || own.includes(id);
  return {
    bodies: owners.filter(({ value }) => mine(value)).map(({ value, count }) => ({ organisationId: value, count })),
    items: items
      .filter(({ ownerId }) => mine(ownerId))
      .slice(0, 100)
      .map(({ ownerId, lastOn, ...one }) => ({ ...one, organisationId: ownerId, due: aYearAfter(lastOn) })),
  };
}

export async function getContact(
  tx: Tx,
  { organisationId }: InputOf<typeof contract.getContact>,
): Promise<OutputOf<typeof contract.getContact>> {
  authorise(tx, bodyOf(organisationId));
  return { organisationId, ...(await store.findContact(tx, organisationId)) };
}
export async function setContact(
  tx: Tx,
  asked: InputOf<typeof contract.setContact>,
): Promise<OutputOf<typeof contract.setContact>> {
  authorise(tx, bodyOf(asked.organisationId));
  await store.setContact(tx, { ...asked, byName: nameOf(tx) });
  return { organisationId: asked.organisationId };
}

/** Posts of a body with somebody on them who keeps its part of the register; none where the directory does not have the body. */
async function postsOf(module: ModuleRuntime, organisationId: string): Promise<string[]> {
  const found = await module.call(getStructure, { id: organisationId }).catch((error: unknown) => {
    if (isRefusal(error) && error.kind === 'missing') return { posts: [] };
    throw error;
  });
  return found.posts
    .filter(({ holdings, duties: own }) => holdings.length > 0 && own.some(({ code }) => code === duties.owner))
    .map(({ id }) => id);
}
export async function tellBody(
  module: ModuleRuntime,
  { key, organisationId, ...matter }: InputOf<typeof contract.tellBody>,
): Promise<OutputOf<typeof contract.tellBody>> {
  const posts = await postsOf(module, organisationId);
  if (posts.length > 0) {
    await module.call(tellPosts, { key, posts, ...matter });
    return { told: 'posts' };
  }
  const contact = await module.tx({ kind: 'system' }, (tx) => store.findContact(tx, organisationId));
  if (!contact) return { told: 'nobody' };
  const to = { personKey: `body ${organisationId}`, email: contact.email };
  await module.call(notify, { key, to, ...matter });
  return { told: 'contact' };
}

export const remindBody = job(
  'upkeep.remind-body',
  Type.Object({ organisationId: Type.String(), days: Type.Enum([30, 7, 0]), on: Type.String() }),
  async (module, { organisationId, days, on }) => {
    const matter = { ...words[`${days}`], link: '/integrator' };
    await tellBody(module, { key: `attestation ${organisationId} ${days} ${on}`, organisationId, ...matter });
  },
  { tx: false },
);
/** Each object once a step: what is written down is not told again. Those of a body go in one message. */
export async function remind(module: ModuleRuntime): Promise<void> {
  const today = todayOf(module);
  const since = aYearBefore(plusDays(today, 30));
  for (let after: string | undefined; ; ) {
    const { items } = await module.call(listUnattested, { since, limit: 500, ...(after ? { after } : {}) });
    const rows = items.flatMap(({ id, ownerId, lastOn }) => {
      const due = aYearAfter(lastOn);
      const days = stepOf(due, today);
      return days === undefined ? [] : [{ elementId: id, due, days, ownerId }];
    });
    await module.tx({ kind: 'system' }, async (tx) => {
      const fresh = new Set(await store.insertReminders(tx, rows));
      const told = new Map(
        rows.filter((one) => fresh.has(one.elementId)).map((one) => [`${one.ownerId} ${one.days}`, one] as const),
      );
      for (const { ownerId, days } of told.values())
        await remindBody.enqueue(tx, { organisationId: ownerId, days, on: today });
    });
    after = items.at(-1)?.code;
    if (items.length < 500) break;
  }
}
