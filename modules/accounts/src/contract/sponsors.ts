// SPDX-License-Identifier: Apache-2.0
/** Employers vouch for people they know: who registered by passport becomes better known. */
import { IdPageInput, Instant, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { OrganisationId } from '@stoa/organisations/contract';
import { type Static, Type } from 'typebox';

const self = { permission: 'accounts:self' };

export const askSponsor = operation({
  ...self,
  name: 'accounts.ask-sponsor',
  method: 'POST',
  path: '/accounts/sponsorships',
  summary: 'Ask an organisation to vouch for me; its representatives see my name',
  input: Type.Object({ organisationId: OrganisationId }),
  output: Type.Object({ id: Uuid }),
  audit: 'accounts.sponsor-asked',
  about: { type: 'sponsorship', id: 'id', facts: ['organisationId'] },
  refusals: ['accounts.person-unknown', 'accounts.proofing-not-higher', 'organisations.organisation-unknown'],
});

export const Sponsorship = Type.Object({ id: Uuid, name: Type.String(), askedAt: Instant });
export type Sponsorship = Static<typeof Sponsorship>;

export const listSponsorships = operation({
  ...self,
  name: 'accounts.list-sponsorships',
  method: 'GET',
  path: '/accounts/sponsorships',
  summary: 'Who asks the organisation I act for to vouch for them, oldest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Sponsorship),
  audit: 'none',
  refusals: ['accounts.not-acting'],
});

export const answerSponsorship = operation({
  ...self,
  name: 'accounts.answer-sponsorship',
  method: 'POST',
  path: '/accounts/sponsorships/:id/answer',
  summary: 'Vouch for a person in the name of the organisation I act for, or decline',
  input: Type.Object({ id: Uuid, vouched: Type.Boolean() }),
  output: Type.Object({ id: Uuid }),
  audit: 'accounts.sponsorship-answered',
  refusals: ['accounts.not-acting', 'accounts.request-unknown', 'accounts.for-oneself'],
});
