// SPDX-License-Identifier: Apache-2.0
import { Instant, operation, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { PurposeCode } from './purposes.ts';

const Number = Type.String({ maxLength: 20, description: 'of the person, in the scheme of the country' });

/** The same key is entered once. */
const key = Type.String({ maxLength: 100 });

export const enterDemoConsents = operation({
  name: 'consent.enter-demo-consents',
  method: 'PUT',
  path: '/consent/demo',
  summary: 'Enter consents and corrections of the demo country, each once',
  input: Type.Object({
    acts: Type.Array(
      Type.Object({ key, person: Number, code: PurposeCode, act: Type.Enum(['given', 'withdrawn']), at: Instant }),
      { maxItems: 500 },
    ),
    corrections: Type.Array(
      Type.Object({
        key,
        person: Number,
        personName: visibleText(200, 1),
        register: Type.String({ maxLength: 60 }),
        field: Type.String({ maxLength: 60 }),
        stands: visibleText(500, 1),
        wanted: visibleText(500, 1),
        reason: visibleText(2000, 3),
        askedAt: Instant,
        decided: Type.Optional(
          Type.Object({
            accept: Type.Boolean(),
            answer: visibleText(2000, 3),
            byName: visibleText(200, 1),
            at: Instant,
          }),
        ),
      }),
      { maxItems: 100 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'consent:enter-demo',
  audit: 'consent.demo-entered',
  about: { type: 'demo', id: 'none', facts: ['entered'] },
  refusals: ['consent.demo-off'],
});
