// SPDX-License-Identifier: Apache-2.0
/** What time alone does to cards: links expire, quarantined cards are tried again, personal data are erased. */
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Type } from 'typebox';
import type { CardState } from './contract.ts';
import { askAfterAll, rematchCard } from './intake.ts';
import { cardsInStates, cardsToExpire } from './queries.ts';
import { cardTransitions } from './states.ts';
import { erasePerson, extendLinks, lockCard, lockLink, moveCard, moveLink, noteAtWork } from './store.ts';
import { dropDraft } from './drafts/store.ts';
import { answerBy, sessionMs } from './survey.ts';

const self = { kind: 'service', id: 'quality' } as const;
const batchSize = 500;
/** Personal data are erased so long after the answer or the end of the link. */
const keepPersonDays = 30;
const erasable = (Object.keys(cardTransitions) as CardState[]).filter((state) =>
  cardTransitions[state].includes('ERASED'),
);

/** Cards by id, each in a transaction of its own that finds out whether there is still something to do. */
async function eachCard(
  module: ModuleRuntime,
  find: (tx: Tx) => Promise<{ id: string }[]>,
  act: (tx: Tx, id: string) => Promise<void>,
): Promise<void> {
  for (const { id } of await module.tx(self, find)) await module.tx(self, (tx) => act(tx, id));
}

/** A correction of the directory frees what it held up. */
export const freeCards = job('quality.free-cards', Type.Object({}), (module) => retryQuarantined(module), {
  tx: false,
});

/** Shorter than this is no reason to change a date that people were told. */
const shortAwayMs = 10 * 60_000;

/** At the start: the time in which nobody could answer is given back to links that were open when it began. */
export const giveBackTime = (module: ModuleRuntime): Promise<void> =>
  module.tx(self, async (tx) => {
    const since = await noteAtWork(tx);
    const away = since ? tx.now.getTime() - since.getTime() : 0;
    if (!since || away < shortAwayMs) return;
    module.log.warn({ awayMs: away, links: await extendLinks(tx, since, away) }, 'time to answer was given back');
  });

export async function sweep(module: ModuleRuntime): Promise<void> {
  await module.tx(self, noteAtWork);
  await eachCard(module, (tx) => cardsToExpire(tx, new Date(tx.now.getTime() - sessionMs), batchSize), expire);
  await eachCard(
    module,
    (tx) => cardsInStates(tx, erasable, { until: new Date(tx.now.getTime() - keepPersonDays * 86_400_000) }, batchSize),
    erase,
  );
}

async function expire(tx: Tx, cardId: string): Promise<void> {
  const card = await lockCard(tx, cardId);
  const link = await lockLink(tx, { cardId });
  if (!link || link.state === 'CONSUMED' || link.state === 'REVOKED' || answerBy(link) > tx.now) return;
  await moveLink(tx, link, 'EXPIRED');
  await dropDraft(tx, link.id);
  if (cardTransitions[card.state].includes('EXPIRED')) await moveCard(tx, card, 'EXPIRED');
}

async function erase(tx: Tx, cardId: string): Promise<void> {
  const card = await lockCard(tx, cardId);
  if (!erasable.includes(card.state)) return;
  await erasePerson(tx, cardId);
  await moveCard(tx, card, 'ERASED');
}

/** All of them: one that goes on waiting must not keep others from their turn. */
const atOnce = 10_000;

export const retryQuarantined = (module: ModuleRuntime): Promise<void> =>
  eachCard(
    module,
    (tx) => cardsInStates(tx, ['QUARANTINED'], {}, atOnce),
    async (tx, id) => {
      const card = await lockCard(tx, id);
      if (card.state === 'QUARANTINED') await rematchCard(tx, card);
    },
  );

/** Children whose parents or guardians came later, and people who do not object any more. */
export const askSuppressed = (module: ModuleRuntime): Promise<void> =>
  eachCard(
    module,
    (tx) => cardsInStates(tx, ['SUPPRESSED'], { reasons: ['minor', 'opted-out'] }, atOnce),
    async (tx, id) => {
      const card = await lockCard(tx, id);
      if (card.state === 'SUPPRESSED') await askAfterAll(tx, card);
    },
  );
