// SPDX-License-Identifier: Apache-2.0
/** What an organisation says to somebody who was not content reaches them; it never learns who they are. */
import { isRefusal, job, type Tx } from '@stoa/kernel';
import { type DataOf, inLanguage, languages, type LocalText, Uuid } from '@stoa/kernel/contract';
import type { followupReplied } from '@stoa/followups/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import { cardById, linkByResponse, personOf } from './queries.ts';
import replied from './replies.json' with { type: 'json' };

const self = { kind: 'service', id: 'quality' } as const;

/** Of an answer that was severed, and of a person who was erased, nobody can be told: the reply stands on the public page. */
export const tellReply = job(
  'quality.tell-reply',
  Type.Object({ responseId: Uuid, organisationId: Type.String(), text: Type.String() }),
  async (module, { responseId, organisationId, text }) => {
    const found = await module.tx(self, async (tx) => {
      const link = await linkByResponse(tx, responseId);
      const [card, person] = link ? [await cardById(tx, link.cardId), await personOf(tx, link.cardId)] : [];
      return card && person && { card, person };
    });
    if (!found) return;
    const { card, person } = found;
    const name = card.directory?.name ?? { en: card.organisationName };
    const texts = languages.map((language) => [
      language,
      replied.body[language].replace('{organisation}', inLanguage(name, language)).replace('{text}', () => text),
    ]);
    try {
      await module.call(notify, {
        key: `reply ${responseId}`,
        to: { personKey: person.askedKey ?? person.personKey },
        ...{ subject: replied.subject, body: Object.fromEntries(texts) as LocalText },
        link: `/quality/${organisationId}`,
      });
    } catch (error) {
      // Without a cabinet there is nowhere to say it.
      if (!isRefusal(error) || !['invalid', 'missing', 'gone'].includes(error.kind)) throw error;
    }
  },
  { tx: false },
);

export const passReplyOn = (tx: Tx, { responseId, organisationId, text }: DataOf<typeof followupReplied>) =>
  tellReply.enqueue(tx, { responseId, organisationId, text }, { key: responseId });
