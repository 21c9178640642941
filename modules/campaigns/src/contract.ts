// SPDX-License-Identifier: Apache-2.0
/** What campaigns promises. */
import { IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const campaignStates = ['gathering', 'draft', 'running', 'paused', 'done', 'cancelled'] as const;
export const audiences = ['everybody', 'duty', 'list'] as const;

const Campaign = Type.Object({
  id: Uuid,
  title: Type.String(),
  template: Type.String(),
  audience: Type.Enum([...audiences]),
  state: Type.Enum([...campaignStates]),
  perMinute: Type.Integer(),
  total: Type.Integer(),
  /** Lines of the list that name nobody. */
  refused: Type.Integer(),
  queued: Type.Integer(),
  authorName: Type.String(),
  approverName: Type.Optional(Type.String()),
  createdAt: Instant,
  startedAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
});
export type Campaign = Static<typeof Campaign>;
const permission = 'campaigns:run';
const byId = Type.Object({ id: Uuid });

export const listCampaigns = operation({
  name: 'campaigns.list-campaigns',
  method: 'GET',
  path: '/campaigns',
  summary: 'Campaigns, newest first',
  input: Type.Object({ ...IdPageInput, state: Type.Optional(Type.Enum([...campaignStates])) }),
  output: pageOf(Campaign),
  permission,
  audit: 'none',
});
export const getCampaign = operation({
  name: 'campaigns.get-campaign',
  method: 'GET',
  path: '/campaigns/:id',
  summary: 'How far a campaign has come',
  input: byId,
  output: Type.Object({
    ...Campaign.properties,
    own: Type.Boolean(),
    /** A second person has to start it. */
    needsSecond: Type.Boolean(),
    refusedLines: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() }), {
      description: 'the first hundred',
    }),
    /** What became of those given on, by state of their deliveries. */
    states: Type.Array(Type.Object({ state: Type.String(), count: Type.Integer() })),
    inbox: Type.Integer(),
  }),
  permission,
  audit: 'none',
  refusals: ['campaigns.campaign-unknown'],
});
export const prepareCampaign = operation({
  name: 'campaigns.prepare-campaign',
  method: 'POST',
  path: '/campaigns',
  summary: 'Prepare a campaign and gather whom it is for',
  input: Type.Object({
    title: visibleText(120, 3),
    template: Type.String({ maxLength: 80 }),
    personalisation: Type.Optional(
      Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 500 }), { maxProperties: 20 }),
    ),
    audience: Type.Enum([...audiences]),
    duty: Type.Optional(Type.String({ maxLength: 64 })),
    /** One a line: a person's number or an e-mail address. */
    list: Type.Optional(Type.String({ maxLength: 40_000_000 })),
    perMinute: Type.Integer({ minimum: 1, maximum: 600_000 }),
  }),
  output: byId,
  permission,
  audit: 'campaigns.campaign-prepared',
  about: { type: 'campaign', id: 'id', facts: ['audience', 'template'] },
  bodyMiB: 40,
  refusals: ['campaigns.list-empty', 'campaigns.duty-missing', 'campaigns.too-many'],
});
export const startCampaign = operation({
  name: 'campaigns.start-campaign',
  method: 'POST',
  path: '/campaigns/:id/start',
  summary: 'Start a campaign, or let it go on',
  input: byId,
  output: byId,
  permission,
  audit: 'campaigns.campaign-started',
  about: { type: 'campaign', id: 'id', facts: [] },
  refusals: ['campaigns.campaign-unknown', 'campaigns.state-differs', 'campaigns.second-person-needed'],
});
const change = (verb: 'pause' | 'cancel', summary: string) =>
  ({
    method: 'POST',
    path: `/campaigns/:id/${verb}`,
    summary,
    input: byId,
    output: byId,
    permission,
    about: { type: 'campaign', id: 'id', facts: [] as string[] },
    refusals: ['campaigns.campaign-unknown', 'campaigns.state-differs'],
  }) as const;
export const pauseCampaign = operation({
  name: 'campaigns.pause-campaign',
  audit: 'campaigns.campaign-paused',
  ...change('pause', 'Stop giving messages on, until it is started again'),
});
export const cancelCampaign = operation({
  name: 'campaigns.cancel-campaign',
  audit: 'campaigns.campaign-cancelled',
  ...change('cancel', 'End a campaign: whom it has not reached it never reaches'),
});

export const enterDemoCampaign = operation({
  name: 'campaigns.enter-demo-campaign',
  method: 'POST',
  path: '/campaigns/demo',
  summary: 'Enter a campaign that was paused on its way',
  input: Type.Object({
    title: Type.String(),
    template: Type.String(),
    at: Instant,
    total: Type.Integer({ maximum: 10_000 }),
    queued: Type.Integer(),
    state: Type.Enum([...campaignStates]),
  }),
  output: byId,
  permission: 'campaigns:enter-demo',
  audit: 'none',
});
