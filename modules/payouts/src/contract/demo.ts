// SPDX-License-Identifier: Apache-2.0
/** What the demo country paid out before. */
import { CalendarDate, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Programme } from './programmes.ts';
import { Month, Name, ProgrammeCode } from './shared.ts';

const Number = Type.String({ maxLength: 20 });
export const DemoPayouts = Type.Object({
  part: Type.String({ pattern: '^[a-z0-9-]{3,30}$' }),
  programmes: Type.Array(Programme, { maxItems: 20 }),
  accounts: Type.Array(
    Type.Object({ person: Number, name: Name, iban: Type.Optional(Type.String({ maxLength: 40 })) }),
    { maxItems: 2000 },
  ),
  batches: Type.Array(
    Type.Object({
      programme: ProgrammeCode,
      period: Month,
      paidOn: CalendarDate,
      reason: LocalText,
      rows: Type.Array(
        Type.Object({
          person: Number,
          amountMinor: Type.Integer({ minimum: 1 }),
          endToEndId: Type.String({ maxLength: 35 }),
          /** It came back so. */
          returned: Type.Optional(Type.Object({ reason: Type.String({ maxLength: 10 }), on: CalendarDate })),
          repeats: Type.Optional(Type.String({ maxLength: 35 })),
        }),
        { maxItems: 2000 },
      ),
    }),
    { maxItems: 30 },
  ),
  byName: Name,
  approverName: Name,
});
export type DemoPayouts = Static<typeof DemoPayouts>;
export const enterDemoPayouts = operation({
  name: 'payouts.enter-demo',
  method: 'PUT',
  path: '/payouts/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: DemoPayouts,
  output: Type.Object({ part: Type.String(), entered: Type.Integer() }),
  permission: 'payouts:enter-demo',
  bodyMiB: 8,
  audit: 'payouts.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['payouts.demo-off'],
});
