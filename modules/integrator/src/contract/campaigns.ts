// SPDX-License-Identifier: Apache-2.0
/** Campaigns: whom the integrator asks, and how far each is. */
import { CalendarDate, IdPageInput, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { AnswerRow, Campaign } from './inventory.ts';
import { BodyId, Words } from './words.ts';

export const openCampaign = operation({
  name: 'integrator.open-campaign',
  method: 'POST',
  path: '/integrator/campaigns',
  summary: 'Ask bodies what they have: each gets its questionnaire, filled in from the register',
  input: Type.Object({
    title: Words(200),
    opens: CalendarDate,
    due: CalendarDate,
    organisations: Type.Array(BodyId, { minItems: 1, maxItems: 500 }),
  }),
  output: Type.Object({ id: Uuid, bodies: Type.Integer() }),
  permission: 'integrator:keep',
  audit: 'integrator.campaign-opened',
  about: { type: 'campaign', id: 'id', facts: ['due'] },
  refusals: ['integrator.due-before'],
});
export const closeCampaign = operation({
  name: 'integrator.close-campaign',
  method: 'POST',
  path: '/integrator/campaigns/:id/closing',
  summary: 'End a campaign: nobody answers any more, what was sent may still be accepted',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'integrator:keep',
  audit: 'integrator.campaign-closed',
  about: { type: 'campaign', id: 'id', facts: [] },
  refusals: ['integrator.campaign-unknown', 'integrator.campaign-closed'],
});
export const listCampaigns = operation({
  name: 'integrator.list-campaigns',
  method: 'GET',
  path: '/integrator/campaigns',
  summary: 'Campaigns with how far they are, the newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Campaign),
  permission: 'public',
  audit: 'none',
});

export const getCampaign = operation({
  name: 'integrator.get-campaign',
  method: 'GET',
  path: '/integrator/campaigns/:id',
  summary: 'A campaign with every body that it asks, or those of one’s own: how far each is, who is late',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Campaign.properties,
    answers: Type.Array(AnswerRow),
    may: Type.Array(Type.Enum(['close'])),
  }),
  permission: 'integrator:list',
  audit: 'none',
  refusals: ['integrator.campaign-unknown'],
});
export const listOwnAnswers = operation({
  name: 'integrator.list-own-answers',
  method: 'GET',
  path: '/integrator/own-answers',
  summary: 'Questionnaires of the bodies whose register one keeps, the newest first',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Type.Object({ ...AnswerRow.properties, title: Type.String(), due: CalendarDate })),
  }),
  permission: 'integrator:list',
  audit: 'none',
});
