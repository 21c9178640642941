// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';
import { invitationBody, invitationFacts, invitationSubject } from '../invitation-texts.ts';
import type { CardRow, LinkRow } from '../queries.ts';
import { tokenOf } from '../tokens.ts';

/** What the person reads, and where it leads; by SMS the address alone, where the assignment or the person says so. */
export function invitationOf(module: ModuleRuntime, card: CardRow, link: LinkRow, ofChild: boolean) {
  const name = card.directory?.name ?? { en: card.organisationName };
  const lastDay = module.country.calendar.localDate(new Date(link.expiresAt.getTime() - 1));
  const said = invitationFacts(name, card.renderedOn, lastDay);
  const token = tokenOf(module, link.id);
  return {
    matter: 'survey' as const,
    subject: invitationSubject,
    body: invitationBody(said, ofChild ? 'child' : 'self'),
    template: ofChild ? 'quality.survey-of-child' : 'quality.survey',
    personalisation: { ...said, address: `${module.publicUrl}/s/${token}` },
    ...(link.sms && { channels: ['sms' as const, 'email' as const] }),
    link: `/survey/${token}`,
  };
}
