// SPDX-License-Identifier: Apache-2.0
/** What organisations tells of duties that come of posts, powers of whom people act for; and what both ask of people. */
import { acts, Instant, LocalText, operation, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** Government organisations have speaking ids (`XM-01-LABOUR`), companies their INN. */
export const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });

export const holdDuties = operation({
  name: 'identity.hold-duties',
  method: 'PUT',
  path: '/identity/people/:personId/held-duties',
  summary: 'All duties of a person that come of posts; a number told before does nothing',
  input: Type.Object({
    personId: Uuid,
    revision: Type.Integer({ minimum: 1 }),
    duties: Type.Array(
      Type.Object({
        code: Type.String({ maxLength: 64 }),
        organisationId: OrganisationId,
        postId: Type.Optional(Uuid),
        as: Type.Union([Type.Literal('holder'), Type.Literal('acting'), Type.Literal('substitute')]),
        inPlaceOf: Type.Optional(Type.String({ maxLength: 300 })),
        from: Instant,
        until: Type.Optional(Instant),
      }),
      { maxItems: 500 },
    ),
  }),
  output: Type.Object({ held: Type.Boolean({ description: 'false: something newer is known' }) }),
  permission: 'identity:hold',
  audit: 'none',
});

export const nameOfPerson = operation({
  name: 'identity.name-of-person',
  method: 'GET',
  path: '/identity/people/:personId/name',
  summary: 'Name of a registered person',
  input: Type.Object({ personId: Uuid }),
  output: Type.Object({ name: Type.Optional(Type.String({ description: 'missing when nobody is registered so' })) }),
  permission: 'identity:contact',
  audit: 'none',
});

const PersonKey = Type.String({ maxLength: 100 });
/** `services` and `acts` missing: all of them. */
export const HeldPower = Type.Object({
  id: Uuid,
  kind: Type.Union([Type.Literal('organisation'), Type.Literal('person')]),
  onBehalfOf: Type.String({ maxLength: 100, description: 'id of the organisation, or personKey of the person' }),
  name: LocalText,
  role: Type.String({ maxLength: 64 }),
  services: Type.Optional(Type.Array(Type.String({ maxLength: 100 }))),
  acts: Type.Optional(Type.Array(Type.Enum([...acts]))),
  from: Instant,
  until: Type.Optional(Instant),
});
export type HeldPower = Static<typeof HeldPower>;

export const holdPowers = operation({
  name: 'identity.hold-powers',
  method: 'PUT',
  path: '/identity/held-powers',
  summary: 'All that a person, or a software, may do on behalf of others; a number told before does nothing',
  input: Type.Object({
    personKey: PersonKey,
    revision: Type.Integer({ minimum: 1 }),
    powers: Type.Array(HeldPower, { maxItems: 2000 }),
    /** Where this is no person but an organisation's software, which signs in by its key. */
    software: Type.Optional(
      Type.Object({
        id: Uuid,
        name: Type.String({ maxLength: 100 }),
        jwk: Type.Record(Type.String(), Type.String()),
        scopes: Type.Array(Type.String({ maxLength: 100 })),
      }),
    ),
  }),
  output: Type.Object({ held: Type.Boolean({ description: 'false: something newer is known' }) }),
  permission: 'identity:hold',
  audit: 'none',
});

/** Of a clerk at a counter, in one session: the module counter says for whom, and what stands open. */
export const holdVisit = operation({
  name: 'identity.hold-visit',
  method: 'PUT',
  path: '/identity/held-visits/:id',
  summary: 'Let a session act for a visitor, for one service and some minutes',
  input: Type.Object({
    id: Uuid,
    sessionId: Uuid,
    personId: Uuid,
    personKey: PersonKey,
    name: Type.String({ maxLength: 200 }),
    serviceId: Type.String({ maxLength: 100 }),
    officeId: OrganisationId,
    officeName: Type.String({ maxLength: 500 }),
    until: Instant,
    open: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100 }),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'identity:hold-visit',
  audit: 'none',
  refusals: ['identity.session-unknown'],
});

export const endHeldVisit = operation({
  name: 'identity.end-held-visit',
  method: 'DELETE',
  path: '/identity/held-visits/:id',
  summary: 'Nobody acts for this visitor any more; ended again, nothing changes',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid }),
  permission: 'identity:hold-visit',
  audit: 'none',
});

/** Mandates that were entered before powers were kept elsewhere; each is told once. */
export const handOverMandates = operation({
  name: 'identity.hand-over-mandates',
  method: 'POST',
  path: '/identity/mandates/hand-over',
  summary: 'Some of the mandates that were not handed over yet; those named are from now on',
  input: Type.Object({ taken: Type.Array(Type.Object({ personKey: PersonKey, organisationId: Type.String() })) }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        personKey: PersonKey,
        personName: Type.String(),
        organisationId: Type.String(),
        organisationName: LocalText,
        until: Type.Optional(Instant),
      }),
    ),
  }),
  permission: 'identity:hold',
  audit: 'none',
});

const duty = { personId: Uuid, organisationId: OrganisationId, code: Type.String({ maxLength: 64 }) };
/** Organisations and duties that were entered before posts, at the command line or for the demo; each is told once. */
export const handOverDuties = operation({
  name: 'identity.hand-over-duties',
  method: 'POST',
  path: '/identity/duties/hand-over',
  summary: 'Some of the organisations, then of the duties, that were not handed over yet; those named are from now on',
  input: Type.Object({ organisations: Type.Array(OrganisationId), duties: Type.Array(Type.Object(duty)) }),
  output: Type.Object({
    organisations: Type.Array(
      Type.Object({
        id: OrganisationId,
        kind: Type.Union([Type.Literal('government'), Type.Literal('company')]),
        name: LocalText,
        regionCode: Type.Optional(RegionCode),
      }),
    ),
    duties: Type.Array(
      Type.Object({
        ...duty,
        personName: Type.String(),
        from: Type.Optional(Instant),
        until: Type.Optional(Instant),
      }),
    ),
  }),
  permission: 'identity:hold',
  audit: 'none',
});
