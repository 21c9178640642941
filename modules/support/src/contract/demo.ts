// SPDX-License-Identifier: Apache-2.0
import { Instant, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { publishKnownError } from './known-errors.ts';
import { Line, Priority, TicketKind, TicketState } from './tickets.ts';

const Key = Type.String({ maxLength: 100 });
export const enterDemoSupport = operation({
  name: 'support.enter-demo-support',
  method: 'PUT',
  path: '/support/demo',
  summary: 'Enter what people of the demo country reported; entered again, nothing changes',
  input: Type.Object({
    knownErrors: Type.Array(
      Type.Object({
        ...publishKnownError.input.properties,
        key: Key,
        publishedAt: Instant,
        mendedAt: Type.Optional(Instant),
      }),
      { maxItems: 100 },
    ),
    tickets: Type.Array(
      Type.Object({
        ...{ key: Key, kind: TicketKind, priority: Priority, line: Line, state: TicketState, text: Type.String() },
        page: Type.Optional(Type.String()),
        /** Number of the person; missing for somebody without an account. */
        person: Type.Optional(Type.String({ maxLength: 20 })),
        knownError: Type.Optional(Key),
        reportedAt: Instant,
        answeredAt: Type.Optional(Instant),
        solvedAt: Type.Optional(Instant),
        answer: Type.Optional(Type.String()),
      }),
      { maxItems: 1000 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'support:enter-demo',
  audit: 'support.demo-entered',
  refusals: ['support.demo-off'],
});
export type DemoSupport = Static<typeof enterDemoSupport.input>;
