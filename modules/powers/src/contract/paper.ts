// SPDX-License-Identifier: Apache-2.0
/** Powers on paper, entered by one official and confirmed by another. */
import { IdPageInput, operation, pageOf, PrintableText, Uuid, visibleText } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Acts, GivenRole, PersonNumber, Power, Services, When } from './power.ts';

const Giver = Type.Union([
  Type.Object({ kind: Type.Literal('person'), number: PersonNumber, name: visibleText(200, 1) }),
  Type.Object({ kind: Type.Literal('organisation'), id: Type.String({ maxLength: 64 }) }),
]);

export const enterPaper = operation({
  name: 'powers.enter-paper',
  method: 'POST',
  path: '/powers/paper',
  summary: 'Enter a power that was given on paper; another official confirms it',
  input: Type.Object({
    giver: Giver,
    taker: Type.Object({ number: PersonNumber, name: visibleText(200, 1) }),
    role: GivenRole,
    services: Type.Optional(Services),
    acts: Type.Optional(Acts),
    until: Type.Optional(When),
    /** Which paper: who certified it, its number and date. */
    paper: PrintableText(500, 3),
  }),
  output: Power,
  permission: 'powers:enter',
  audit: 'powers.paper-entered',
  refusals: [
    'powers.number-invalid',
    'powers.organisation-unknown',
    'powers.service-unknown',
    'powers.period-backwards',
    'powers.to-oneself',
  ],
});

export const decidePaper = operation({
  name: 'powers.decide-paper',
  method: 'POST',
  path: '/powers/paper/:id/decision',
  summary: 'Confirm or refuse what another official entered',
  input: Type.Object({ id: Uuid, approved: Type.Boolean() }),
  output: Power,
  permission: 'powers:enter',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'powers.paper-decided',
  refusals: ['powers.power-unknown', 'powers.second-person-needed', 'powers.answered-already', 'powers.to-oneself'],
});

export const listPaper = operation({
  name: 'powers.list-paper',
  method: 'GET',
  path: '/powers/paper',
  summary: 'Powers on paper that wait for another official',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(
    Type.Object({ power: Power, paper: Type.String(), own: Type.Boolean({ description: 'entered by who asks' }) }),
  ),
  permission: 'powers:enter',
  audit: 'none',
});
