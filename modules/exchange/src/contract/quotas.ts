// SPDX-License-Identifier: Apache-2.0
import { operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { SubsystemId } from './subsystem-id.ts';

export const setQuota = operation({
  name: 'exchange.set-quota',
  method: 'PUT',
  path: '/exchange/quotas',
  summary: 'Limit how often a consumer may call a service; without limits, take the limits away',
  input: Type.Object({
    consumerId: SubsystemId,
    serviceId: Type.String({ minLength: 3, maxLength: 300 }),
    perSecond: Type.Optional(
      Type.Number({ minimum: 0.01, maximum: 100_000, description: 'calls a second on average, at each hub' }),
    ),
    burst: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: 'calls at once after a silence' })),
    perDay: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'calls a day in UTC, at all hubs' }),
    ),
  }),
  output: Type.Object({}),
  permission: 'exchange:administer',
  audit: 'exchange.quota-set',
  about: { type: 'quota', id: 'serviceId', facts: 'input' },
  refusals: ['exchange.subsystem-unknown', 'exchange.service-unknown'],
});
