// SPDX-License-Identifier: Apache-2.0
/** Sixty, thirty and seven days ahead, once each; of a company's documents those who may apply for it hear. */
import { job, type ModuleRuntime } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { listActors } from '@stoa/powers/contract';
import { Type } from 'typebox';
import { self, today } from '../shared.ts';
import { catchUp } from './feeding.ts';
import * as store from './store.ts';
import texts from './texts.json' with { type: 'json' };

export const stages = [60, 30, 7] as const;
const atOnce = 200;

/** Each hour: what was issued before is read first, then what is due is put into the queue with its mark. */
export async function remind(module: ModuleRuntime): Promise<void> {
  await catchUp(module);
  for (let taken = atOnce; taken === atOnce; )
    taken = await module.tx(self, async (tx) => {
      const due = await store.dueReminders(tx, today(tx), stages, atOnce);
      for (const { id, days } of due)
        if (await store.noteReminded(tx, id, days)) await telling.enqueue(tx, { id, days }, { key: `${id} ${days}` });
      return due.length;
    });
}

const filled = (text: Record<string, string>, number: string, title: LocalText, day: string): LocalText =>
  Object.fromEntries(
    Object.entries(text).map(([language, words]) => [
      language,
      words
        .replace('{title}', title[language as keyof LocalText] ?? title.en)
        .replace('{number}', number)
        .replace('{day}', day),
    ]),
  ) as unknown as LocalText;

export const telling = job(
  'portfolio.remind-of',
  Type.Object({ id: Type.String(), days: Type.Integer() }),
  async (module, { id, days }) => {
    const row = await module.tx(self, (tx) => store.findHolding(tx, id));
    if (!row || row.revokedAt) return;
    const { holderKind, holderId, serviceId, caseNumber, title, validUntil } = row;
    const reached =
      holderKind === 'organisation'
        ? (await module.call(listActors, { organisationId: holderId, serviceId })).items
        : holderId.startsWith('account:')
          ? []
          : [{ personKey: holderId }];
    for (const { personKey } of reached) {
      if (await module.tx(self, (tx) => store.isQuiet(tx, personKey, holderId))) continue;
      await module.call(notify, {
        key: `portfolio:${id}:${days}:${personKey}`,
        to: { personKey },
        matter: 'reminder',
        subject: filled(texts.subject, caseNumber, title, validUntil),
        body: filled(texts.body, caseNumber, title, validUntil),
        link: `/cabinet/expiring?within=${days <= 30 ? 30 : 60}`,
      });
    }
  },
  { tx: false },
);
