// SPDX-License-Identifier: Apache-2.0
/** Elements and relations as they hold on a day, as they were known at an instant. */
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Code } from './vocabulary.ts';

export const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
/** What an element is called in documents, once a kind. */
export const ElementCode = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$' });
export const Fact = Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]);
export type Fact = Static<typeof Fact>;
export const Facts = Type.Record(Code, Fact);
export type Facts = Static<typeof Facts>;
export const Level = Type.Integer({ minimum: 0, maximum: 2 });
export const Provenance = Type.Enum(['declared', 'imported', 'observed', 'attested']);
export type Provenance = Static<typeof Provenance>;
export const levels = [0, 1, 2] as const;

/** `on` is the day it holds, today where missing; `known` the instant of what was known, now where missing. */
export const times = { on: Type.Optional(CalendarDate), known: Type.Optional(Instant) };

export const Element = Type.Object({
  id: Uuid,
  kind: Code,
  code: Type.String(),
  name: LocalText,
  ownerId: Type.Optional(OrganisationId),
  facts: Facts,
  level: Level,
  provenance: Provenance,
  confidence: Type.Integer(),
  revision: Type.Integer(),
  validFrom: CalendarDate,
  validUntil: Type.Optional(CalendarDate),
  knownFrom: Instant,
  attestedAt: Type.Optional(Instant),
});
export type Element = Static<typeof Element>;

export const listElements = operation({
  name: 'architecture.list-elements',
  method: 'GET',
  path: '/architecture/elements',
  summary: 'Elements of a kind, by owner, words and facts; all pages together are everything one may see',
  input: Type.Object({
    kind: Code,
    ownerId: Type.Optional(OrganisationId),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    /** `field:value`, such as `stage:industrial`. */
    fact: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}:.{1,200}$' })),
    ...times,
    ...PageInput,
  }),
  output: pageOf(Element),
  permission: 'public',
  audit: 'none',
  refusals: ['architecture.kind-unknown', 'architecture.field-unknown'],
});

export const Relation = Type.Object({
  id: Uuid,
  kind: Code,
  facts: Facts,
  /** Whether the element asked for is where it begins. */
  out: Type.Boolean(),
  other: Type.Pick(Element, ['id', 'kind', 'code', 'name', 'ownerId', 'facts']),
});
export type Relation = Static<typeof Relation>;

export const getElement = operation({
  name: 'architecture.get-element',
  method: 'GET',
  path: '/architecture/elements/:id',
  summary: 'An element with its relations, and all that was ever known of it',
  input: Type.Object({ id: Uuid, ...times }),
  output: Type.Object({
    ...Element.properties,
    relations: Type.Array(Relation),
    history: Type.Array(
      Type.Object({
        revision: Type.Integer(),
        validFrom: CalendarDate,
        validUntil: Type.Optional(CalendarDate),
        knownFrom: Instant,
        knownUntil: Type.Optional(Instant),
        byName: Type.String(),
        /** Fields that differ from the revision before. */
        changed: Type.Array(Type.String()),
      }),
    ),
    may: Type.Array(Type.Enum(['change', 'attest'])),
  }),
  permission: 'public',
  audit: 'none',
  refusals: ['architecture.element-unknown'],
});

export const attestElement = operation({
  name: 'architecture.attest-element',
  method: 'POST',
  path: '/architecture/elements/:id/attestations',
  summary: 'Say as its owner that all of it is still so',
  input: Type.Object({ id: Uuid, revision: Type.Integer({ minimum: 1 }) }),
  output: Type.Object({ id: Uuid }),
  permission: 'architecture:attest',
  check: 'resource',
  audit: 'architecture.element-attested',
  about: { type: 'element', id: 'id', facts: ['revision'] },
  refusals: ['architecture.element-unknown', 'architecture.changed-meanwhile'],
});

export const listUnattested = operation({
  name: 'architecture.list-unattested',
  method: 'GET',
  path: '/architecture/unattested',
  summary: 'Objects that nobody has attested since a day, by code, and how many of which owner',
  input: Type.Object({
    since: CalendarDate,
    /** The code of the last one of the page before. */
    after: Type.Optional(ElementCode),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        ...Type.Pick(Element, ['id', 'code', 'name']).properties,
        ownerId: OrganisationId,
        /** Of the last attestation; the first day it holds where there is none. */
        lastOn: CalendarDate,
      }),
    ),
    owners: Type.Array(Type.Object({ value: OrganisationId, count: Type.Integer() })),
  }),
  permission: 'public',
  audit: 'none',
});
