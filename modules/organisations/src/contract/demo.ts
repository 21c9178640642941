// SPDX-License-Identifier: Apache-2.0
/** Offices of the demo country with their people, as if they had grown over the years. Entered again, nothing changes. */
import { CalendarDate, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { OrganisationFacts, OrganisationId } from './directory.ts';
import { DutyCode, HoldingKind } from './structure.ts';

const Key = Type.String({ maxLength: 200 });
const demo = { permission: 'organisations:enter-demo', refusals: ['organisations.demo-off'] } as const;

export const enterDemoOrganisations = operation({
  ...demo,
  name: 'organisations.enter-demo-organisations',
  method: 'PUT',
  path: '/organisations/demo',
  summary: 'Enter organisations of the demo country that the directory lacks',
  input: Type.Object({
    items: Type.Array(Type.Object({ id: OrganisationId, facts: OrganisationFacts }), { maxItems: 200 }),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  audit: 'organisations.demo-entered',
});

export const enterDemoStructure = operation({
  ...demo,
  name: 'organisations.enter-demo-structure',
  method: 'PUT',
  path: '/organisations/demo/:id/structure',
  summary: 'Enter units, posts and people of an office of the demo country',
  input: Type.Object({
    id: OrganisationId,
    units: Type.Array(Type.Object({ key: Key, name: LocalText, parent: Type.Optional(Key), from: CalendarDate }), {
      maxItems: 50,
    }),
    posts: Type.Array(
      Type.Object({
        key: Key,
        unit: Key,
        title: LocalText,
        from: CalendarDate,
        duties: Type.Array(DutyCode),
        /** In order: whom a substitute stands for comes before. */
        holdings: Type.Array(
          Type.Object({
            personId: Uuid,
            name: Type.String({ maxLength: 200 }),
            as: HoldingKind,
            reason: Type.Optional(Type.String({ maxLength: 200 })),
            from: Instant,
            until: Type.Optional(Instant),
          }),
        ),
      }),
      { maxItems: 200 },
    ),
  }),
  output: Type.Object({ people: Type.Integer() }),
  audit: 'organisations.demo-entered',
  refusals: ['organisations.demo-off', 'organisations.organisation-unknown'],
});
