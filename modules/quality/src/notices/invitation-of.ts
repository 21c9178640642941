// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import { invitationBody, invitationSubject } from '../invitation-texts.ts';
import type { CardRow, LinkRow } from '../queries.ts';
import { tokenOf } from '../tokens.ts';

/** What the person reads, and where it leads. */
export function invitationOf(module: ModuleRuntime, card: CardRow, link: LinkRow, ofChild: boolean) {
  const name = card.directory?.name ?? { en: card.organisationName };
  const lastDay = module.country.calendar.localDate(new Date(link.expiresAt.getTime() - 1));
  return {
    subject: invitationSubject,
    body: invitationBody(name, card.renderedOn, lastDay, ofChild ? 'child' : 'self'),
    link: `/survey/${tokenOf(module, link.id)}`,
  };
}
