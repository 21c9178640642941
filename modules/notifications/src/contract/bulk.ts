// SPDX-License-Identifier: Apache-2.0
/** Many at once: parts of a campaign, and the history of the demo. */
import { CalendarDate, Instant, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { ChannelName, DeliveryState, Personalisation, TemplateCode } from './matters.ts';
import { TemplateContent } from './templates.ts';

export const notifyMany = operation({
  name: 'notifications.notify-many',
  method: 'POST',
  path: '/notifications/many',
  summary: 'Notify many people by one template; nobody twice under one key',
  input: Type.Object({
    /** Stands before each recipient's own key. */
    key: Type.String({ maxLength: 100 }),
    template: TemplateCode,
    personalisation: Type.Optional(Personalisation),
    to: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 90 }),
        personKey: Type.Optional(Type.String()),
        email: Type.Optional(Type.String({ maxLength: 254 })),
      }),
      { minItems: 1, maxItems: 1000 },
    ),
  }),
  output: Type.Object({ accepted: Type.Integer(), known: Type.Integer() }),
  permission: 'notifications:send',
  audit: 'none',
  refusals: ['notifications.template-unknown', 'notifications.placeholder-missing'],
});

export const listAudience = operation({
  name: 'notifications.list-audience',
  method: 'GET',
  path: '/notifications/audience',
  summary: 'Pseudonyms of everybody who has an inbox, in their order',
  input: Type.Object({
    after: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Integer({ minimum: 1, maximum: 10_000 }),
  }),
  output: Type.Object({ items: Type.Array(Type.String()) }),
  permission: 'notifications:send',
  audit: 'none',
});

export const countCampaign = operation({
  name: 'notifications.count-campaign',
  method: 'GET',
  path: '/notifications/campaigns/:key/counts',
  summary: 'What became of the messages of a campaign',
  input: Type.Object({ key: Uuid }),
  output: Type.Object({
    states: Type.Array(Type.Object({ state: DeliveryState, count: Type.Integer() })),
    inbox: Type.Integer(),
  }),
  permission: 'notifications:send',
  audit: 'none',
});

/** Messages of earlier years: the demo country's. */
export const enterDemoMessages = operation({
  name: 'notifications.enter-demo-messages',
  method: 'POST',
  path: '/notifications/demo',
  summary: 'Enter templates, deliveries and figures of earlier days',
  input: Type.Object({
    templates: Type.Array(Type.Object({ code: TemplateCode, content: TemplateContent, at: Instant }), {
      maxItems: 100,
    }),
    deliveries: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        number: Type.String({ maxLength: 20, description: 'of the person' }),
        template: TemplateCode,
        personalisation: Personalisation,
        channel: ChannelName,
        state: DeliveryState,
        reason: Type.Optional(Type.String({ maxLength: 100 })),
        at: Instant,
        read: Type.Boolean(),
      }),
      { maxItems: 500 },
    ),
    figures: Type.Array(
      Type.Object({
        day: CalendarDate,
        template: TemplateCode,
        channel: ChannelName,
        sent: Type.Integer(),
        delivered: Type.Integer(),
        failed: Type.Integer(),
        inTime: Type.Integer(),
      }),
      { maxItems: 5000 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'notifications:enter-demo',
  audit: 'none',
});
