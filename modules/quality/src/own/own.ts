// SPDX-License-Identifier: Apache-2.0
/** What citizens see of the cards about them, and their objection to being asked. */
import { audit, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { cardsAbout, deleteObjection, insertObjection, objectsSince } from './store.ts';

type Own = OutputOf<typeof contract.listOwnCards>['items'][number]['state'];
/** What the states of a card mean to the person. */
const meaning = {
  ...{ RECEIVED: 'waiting', VALIDATED: 'waiting', MATCHED: 'waiting', QUARANTINED: 'waiting' },
  ...{ LINK_ISSUED: 'waiting', NOTIFY_QUEUED: 'waiting', NOTIFIED: 'invited', OPENED: 'invited' },
  ...{ ANSWERED: 'answered', FOLDED: 'answered', SUPPRESSED: 'not-asked', UNDELIVERABLE: 'not-asked' },
  ...{ REJECTED: 'not-asked', DUPLICATE: 'not-asked', EXPIRED: 'over', WITHDRAWN: 'over', ERASED: 'over' },
} as const satisfies Record<string, Own>;

const keyOf = (tx: Tx): string => (tx.principal.kind === 'person' && tx.principal.personKey) || '';

export async function listOwnCards(tx: Tx): Promise<OutputOf<typeof contract.listOwnCards>> {
  const since = await objectsSince(tx, keyOf(tx));
  const cards = await cardsAbout(tx, keyOf(tx), 100);
  return {
    ...(since && { objectsSince: since.toISOString() }),
    items: cards.map(({ id, organisationName, directory, renderedOn, ofChild, state, expiresAt }) => ({
      ...{ id, organisationName: directory?.name ?? { en: organisationName }, renderedOn, ofChild },
      state: meaning[state],
      ...(expiresAt && meaning[state] === 'invited' && { answerBy: expiresAt.toISOString() }),
    })),
  };
}

export async function setObjection(tx: Tx, { objects }: InputOf<typeof contract.setObjection>) {
  const key = keyOf(tx);
  await (objects ? insertObjection(tx, key) : deleteObjection(tx, key));
  await audit(tx, {
    action: 'quality.objection-set',
    object: { type: 'objection', id: key },
    subject: key,
    purpose: objects ? 'An objection to being asked' : 'An objection taken back',
  });
  return { objects };
}
