// SPDX-License-Identifier: Apache-2.0
/** The person learns the answer, the office what it has not answered in time. */
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import { Type } from 'typebox';
import { markLate } from './store.ts';
import texts from './texts.json' with { type: 'json' };

export const telling = job(
  'consent.tell-person',
  Type.Object({ id: Type.String(), personKey: Type.String(), state: Type.Enum(['accepted', 'declined']) }),
  async (module, { id, personKey, state }) => {
    const { subject, body } = texts[state];
    const link = `/cabinet/data/corrections/${id}`;
    await module.call(notify, { key: `correction ${id}`, to: { personKey }, subject, body, link });
  },
  { tx: false },
);
export const tellPerson = (tx: Tx, about: { id: string; personKey: string; state: 'accepted' | 'declined' }) =>
  telling.enqueue(tx, about, { key: about.id });

export const tellOffice = job(
  'consent.tell-office',
  Type.Object({ ownerId: Type.String(), on: Type.String(), count: Type.Integer() }),
  async (module, { ownerId, on, count }) => {
    const { items } = await module.call(listHolders, { code: 'consent.corrector', organisationId: ownerId });
    const posts = [...new Set(items.map(({ postId }) => postId))];
    if (posts.length === 0) return module.alarm('corrections-overdue', { ownerId, count });
    const { subject } = texts.overdue;
    const body = Object.fromEntries(
      Object.entries(texts.overdue.body).map(([language, text]) => [language, text.replace('{count}', String(count))]),
    ) as unknown as LocalText;
    const link = '/consent/corrections?overdue=true';
    await module.call(tellPosts, { key: `corrections ${ownerId} ${on}`, posts, subject, body, link });
  },
  { tx: false },
);

/** What passed its term is told to the office that owes the answer, once. */
export const escalate = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'service', id: module.name }, async (tx) => {
    const on = module.country.calendar.localDate(tx.now);
    for (const { ownerId, count } of await markLate(tx, on)) await tellOffice.enqueue(tx, { ownerId, on, count });
  });
