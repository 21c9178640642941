// SPDX-License-Identifier: Apache-2.0
/** Powers that the law gives: directors of companies, parents and guardians. */
import { Instant, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { PersonNumber } from './power.ts';

const Away = Type.Array(Type.Enum(['companies', 'families']), { description: 'registers that did not answer' });

/** The number is kept sealed, so that registers are asked again each day; what they say no more ends. */
export const findInRegisters = operation({
  name: 'powers.find-in-registers',
  method: 'POST',
  path: '/powers/registers',
  summary: 'Ask the registers for whom I may act by law',
  input: Type.Object({ number: PersonNumber }),
  output: Type.Object({ found: Type.Integer(), away: Away }),
  permission: 'powers:self',
  limit: 20,
  audit: 'powers.registers-asked',
  refusals: ['powers.number-invalid', 'powers.number-not-yours', 'powers.registers-away'],
});

export const getReading = operation({
  name: 'powers.get-reading',
  method: 'GET',
  path: '/powers/registers',
  summary: 'When the registers were last asked about me',
  input: Type.Object({}),
  output: Type.Object({ at: Type.Optional(Instant), away: Away }),
  permission: 'powers:self',
  audit: 'none',
});

/** For who enters people by the register: what it says of them is looked up at once. */
export const readRegisters = operation({
  name: 'powers.read-registers',
  method: 'POST',
  path: '/powers/registers/readings',
  summary: 'Ask the registers for whom somebody may act by law',
  input: Type.Object({ number: PersonNumber, name: Type.String({ maxLength: 200 }) }),
  output: Type.Object({ found: Type.Integer(), away: Away }),
  permission: 'powers:read-registers',
  audit: 'powers.registers-asked',
  refusals: ['powers.number-invalid'],
});

/** For who asks something about a child: nobody else learns who its parents are. */
export const listCarers = operation({
  name: 'powers.list-carers',
  method: 'GET',
  path: '/powers/carers',
  summary: 'Parents and guardians who act for a child by a mandate that stands now, longest first',
  input: Type.Object({ personKey: Type.String({ maxLength: 100 }) }),
  output: Type.Object({
    items: Type.Array(Type.Object({ personKey: Type.String(), role: Type.Enum(['parent', 'guardian']) })),
  }),
  permission: 'powers:read-carers',
  audit: 'none',
});

/** For who tells a company something: whom it reaches. */
export const listActors = operation({
  name: 'powers.list-actors',
  method: 'GET',
  path: '/powers/actors',
  summary: 'People who may apply for an organisation now, for this service',
  input: Type.Object({
    organisationId: Type.String({ maxLength: 64 }),
    serviceId: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  output: Type.Object({ items: Type.Array(Type.Object({ personKey: Type.String() })) }),
  permission: 'powers:read-actors',
  audit: 'none',
});
