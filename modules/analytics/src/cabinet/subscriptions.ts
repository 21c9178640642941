// SPDX-License-Identifier: Apache-2.0
/** Reports sent each month: figures in the letter, the whole report behind its link. */
import { type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import * as contract from '../contract.ts';
import { demandReach } from './reach.ts';
import * as store from './store.ts';
import { inEvery } from './words.ts';

const shown = ({ id, code, sphere, sentMonth }: store.SubscriptionRow) => ({
  ...{ id, code },
  ...(sphere ? { sphere } : {}),
  ...(sentMonth ? { sentMonth } : {}),
});

const personOf = ({ principal }: Tx) =>
  principal.kind === 'person' && principal.personKey
    ? { id: principal.id, personKey: principal.personKey }
    : refuse('conflict', 'analytics.no-inbox', 'Only who has an inbox can have a report sent.');

/** Once a place, however often it is asked for. Refuses: analytics.place-unknown, analytics.beyond-reach, analytics.no-inbox. */
export async function subscribeReport(tx: Tx, { code, sphere }: InputOf<typeof contract.subscribeReport>) {
  const person = personOf(tx);
  await demandReach(tx, code);
  return shown(await store.putSubscription(tx, { id: newId(), code, sphere: sphere ?? null }, person));
}

/** Refuses: analytics.subscription-unknown. */
export async function unsubscribeReport(tx: Tx, { id }: InputOf<typeof contract.unsubscribeReport>) {
  const { principal } = tx;
  if (principal.kind !== 'person' || !(await store.dropSubscription(tx, id, principal.id)))
    refuse('missing', 'analytics.subscription-unknown', 'There is no such subscription of yours.');
  return { id };
}

export async function listSubscriptions(tx: Tx): Promise<OutputOf<typeof contract.listSubscriptions>> {
  const { principal } = tx;
  return { items: principal.kind === 'person' ? (await store.subscriptionsOf(tx, principal.id)).map(shown) : [] };
}

const atOnce = 100;

/** Sends what is due for the newest snapshot; the key of a letter is its subscription and month, so none comes twice. */
export async function sendReports(module: ModuleRuntime): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const month = (await module.call(contract.listSnapshots, {})).items[0]?.month;
  if (!month) return;
  for (;;) {
    const due = await module.tx(self, (tx) => store.dueSubscriptions(tx, month, atOnce));
    for (const one of due) {
      const figures = await module.call(contract.getFigures, {
        code: one.code,
        ...(one.sphere ? { sphere: one.sphere } : {}),
      });
      const { score, place } = figures;
      await module.call(notify, {
        key: `analytics.report ${one.id} ${month}`,
        to: { personKey: one.personKey },
        subject: inEvery((words) => words.say('mail-subject', { month: words.month(month) })),
        body: inEvery((words) =>
          words.say('mail-body', {
            ...{ name: words.text(place.name), month: words.month(month), answers: words.number(score?.answers ?? 0) },
            score: score ? words.say('of-five', { mean: words.number(score.mean, 2) }) : words.say('badge-none'),
          }),
        ),
        link: `/quality/cabinet/${one.code}`,
      });
      await module.tx(self, (tx) => store.markSent(tx, one.id, month));
    }
    if (due.length < atOnce) return;
  }
}
