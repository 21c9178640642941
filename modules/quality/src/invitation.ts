// SPDX-License-Identifier: Apache-2.0
/** From a matched card to the invitation in the person's cabinet. */
import { isRefusal, job, type ModuleRuntime, newId, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { pickTemplate } from '@stoa/surveys/contract';
import { Type } from 'typebox';
import { reportStep } from './hand-over.ts';
import { invitationOf } from './notices/invitation-of.ts';
import { startNotice } from './notices/store.ts';
import { type CardRow, cardById, linkOfCard, personOf } from './queries.ts';
import { readSettings } from './settings.ts';
import { endCard, insertLink, lockCard, moveCard } from './store.ts';
import { tokenMac, tokenOf } from './tokens.ts';
import { linkExpiry } from './validation.ts';

const self = { kind: 'service', id: 'quality' } as const;
/** Surveys of the level that the card names. */
const levels = { federal: 'country', regional: 'region', municipal: 'municipality' } as const;
const ofCard = Type.Object({ cardId: Uuid });

async function templateFor(module: ModuleRuntime, card: CardRow) {
  const { organisationType, surveyLevel } = card;
  try {
    return await module.call(pickTemplate, { organisationType, level: levels[surveyLevel] });
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** Over the exchange; where this installation is not on it, straight into its own cabinet. */
export const sendInvitation = (tx: Tx, cardId: string) =>
  readSettings(tx.module).connectorUrl
    ? startNotice(tx, cardId)
    : deliverLink.enqueue(tx, { cardId }, { key: `${cardId} ${tx.now.getTime()}` });

/** Pins the questionnaire of the day and makes the link. */
export const issueLink = job(
  'quality.issue-link',
  ofCard,
  async (module, { cardId }) => {
    const matched = await module.tx(self, (tx) => lockCard(tx, cardId));
    if (matched.state !== 'MATCHED') return;
    const template = await templateFor(module, matched);
    await module.tx(self, async (tx) => {
      const card = await lockCard(tx, cardId);
      if (card.state !== 'MATCHED') return;
      const expiresAt = linkExpiry(module.country.calendar, card.renderedOn);
      if (expiresAt <= tx.now) return void (await moveCard(tx, card, 'EXPIRED'));
      if (!template) return void (await moveCard(tx, card, 'QUARANTINED', ['template-absent']));
      const id = newId();
      await insertLink(tx, {
        id,
        cardId,
        tokenMac: tokenMac(module, tokenOf(module, id)),
        templateVersionId: template.id,
        ...{ mode: template.mode, bound: template.bound, sms: template.sms },
        expiresAt,
      });
      await moveCard(tx, await moveCard(tx, card, 'LINK_ISSUED'), 'NOTIFY_QUEUED');
      await sendInvitation(tx, cardId);
    });
  },
  { tx: false },
);

/** Without the exchange. The cabinet takes a key only once, so this may run again after any interruption. */
export const deliverLink = job(
  'quality.deliver-link',
  ofCard,
  async (module, { cardId }) => {
    const { card, link, person } = await module.tx(self, async (tx) => ({
      card: await cardById(tx, cardId),
      link: await linkOfCard(tx, cardId),
      person: await personOf(tx, cardId),
    }));
    if (!card || !link || !person || card.state !== 'NOTIFY_QUEUED') return;
    try {
      await module.call(notify, {
        key: card.id,
        to: { personKey: person.askedKey ?? person.personKey },
        ...invitationOf(module, card, link, person.askedKey !== null),
      });
    } catch (error) {
      if (!isRefusal(error) || !['invalid', 'missing', 'gone'].includes(error.kind)) throw error;
      return module.tx(self, (tx) => endCard(tx, cardId, 'cabinet-refused'));
    }
    await module.tx(self, async (tx) => {
      const current = await lockCard(tx, cardId);
      if (current.state === 'NOTIFY_QUEUED') await moveCard(tx, current, 'NOTIFIED');
      await reportStep(tx, current, 'delivered');
    });
  },
  { tx: false },
);
