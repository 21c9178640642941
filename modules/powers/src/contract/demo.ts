// SPDX-License-Identifier: Apache-2.0
/** Powers of the demo country, as if they had been given over the years. */
import { Instant, LocalText, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Acts, GivenRole, PersonNumber, Services } from './power.ts';

const Party = Type.Union([
  Type.Object({ kind: Type.Literal('person'), number: PersonNumber, name: Type.String({ maxLength: 200 }) }),
  Type.Object({ kind: Type.Literal('organisation'), id: Type.String({ maxLength: 64 }), name: LocalText }),
]);

/** Entered again, nothing changes: each has a key of its own. */
export const enterDemoPowers = operation({
  name: 'powers.enter-demo-powers',
  method: 'PUT',
  path: '/powers/demo',
  summary: 'Enter powers of the demo country',
  input: Type.Object({
    powers: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        giver: Party,
        taker: Party,
        role: GivenRole,
        services: Type.Optional(Services),
        acts: Type.Optional(Acts),
        from: Instant,
        until: Type.Optional(Instant),
        state: Type.Enum(['offered', 'accepted', 'refused', 'withdrawn']),
      }),
      { maxItems: 200 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'powers:enter-demo',
  audit: 'powers.demo-powers-entered',
  refusals: ['powers.demo-off', 'powers.number-invalid'],
});
