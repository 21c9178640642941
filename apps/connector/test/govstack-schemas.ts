// SPDX-License-Identifier: Apache-2.0
/**
 * Schemas of answers as the OpenAPI documents of the GovStack Information Mediator state them (bb-information-mediator,
 * api/GovStack_IM_Directory_Services_API.yaml 1.0, GovStack_IM_PubSub_API.yaml 2.0). The documents close nothing; here fields they do not name are
 * wrong, so that a misspelt one is found.
 */
const text = { type: 'string' };
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: object) => ({ type: 'array', items });
const names = { instanceId: text, memberClass: text, memberCode: text, applicationCode: text };
const objectType = { enum: ['MEMBER', 'APPLICATION', 'SERVICE'] };
const uuid = { type: 'string', format: 'uuid' };

const eventItem = closed(
  { id: uuid, sequence: { type: 'integer' }, publisherId: closed(names), eventType: text, event: { type: 'object' } },
  ['id'],
);
const subscriptionItem = closed(
  {
    id: uuid,
    subscriberId: closed(names),
    eventType: text,
    delivery: { enum: ['PUSH', 'PULL'] },
    options: closed({ TTL: { type: 'integer' }, FIFO: { type: 'boolean' } }),
  },
  ['eventType'],
);
export const govstackAnswers = {
  listClients: closed({ member: listOf(closed({ name: text, id: closed({ objectType, ...names }) })) }),
  methods: closed({
    member: listOf(
      closed({
        objectType,
        serviceType: text,
        ...names,
        serviceCode: text,
        serviceVersion: text,
        endpointList: closed({ member: listOf(closed({ method: text, path: text })) }),
      }),
    ),
  }),
  eventTypes: listOf(text),
  eventType: closed({ eventType: text, schema: { type: 'object' } }, ['eventType', 'schema']),
  published: closed({ id: uuid }, ['id']),
  eventItem,
  subscriptionItem,
  subscriptions: listOf(subscriptionItem),
};
