// SPDX-License-Identifier: Apache-2.0
/** What one side lets another do. */
import {
  acts,
  CalendarDate,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  PrintableText,
  Uuid,
  visibleText,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const Side = Type.Union([Type.Literal('person'), Type.Literal('organisation')]);
export const Party = Type.Object({
  kind: Side,
  id: Type.Optional(Type.String({ description: 'of an organisation; a person is known by name alone' })),
  name: LocalText,
});
/** Directors, parents and guardians have theirs by a register; the others are given. */
export const roles = ['director', 'parent', 'guardian', 'attorney', 'accountant', 'agent', 'representative'] as const;
export const Role = Type.Enum([...roles]);
export const givenRoles = ['attorney', 'accountant', 'agent', 'representative'] as const;
export const GivenRole = Type.Enum([...givenRoles]);
export const Acts = Type.Array(Type.Enum([...acts]), { minItems: 1, maxItems: acts.length, uniqueItems: true });
export const Services = Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,99}$' }), {
  minItems: 1,
  maxItems: 200,
  uniqueItems: true,
});
/** An instant, or a day in the country: from its beginning, until its end. */
export const When = Type.Union([Instant, CalendarDate]);
export const PowerState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('offered'),
  Type.Literal('accepted'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
  Type.Literal('ended'),
]);
/** Missing: of all services, all acts. */
const reach = { services: Type.Optional(Services), acts: Type.Optional(Acts) };

export const Power = Type.Object({
  id: Uuid,
  /** By a register, given by its giver, by the list of clients, from paper by two officials, or entered before. */
  origin: Type.Enum(['register', 'granted', 'clients', 'paper', 'handed-over']),
  role: Role,
  giver: Party,
  taker: Party,
  ...reach,
  /** Whether the taker may pass it on. */
  further: Type.Boolean(),
  /** The power that this one passes on. */
  passedOnFrom: Type.Optional(Uuid),
  from: Instant,
  until: Type.Optional(Instant),
  state: PowerState,
  offeredAt: Type.Optional(Instant),
  answeredAt: Type.Optional(Instant),
  endedAt: Type.Optional(Instant),
  /** Who ended it: one of the sides, a register, or the end of what it was passed on from. */
  endedBy: Type.Optional(Type.Enum(['giver', 'taker', 'register', 'source'])),
  /** SHA-256 of what the giver has signed by their sign-in, and when; the ledger holds it. */
  signature: Type.Optional(Type.Object({ sha256: Type.String(), at: Instant, assurance: Type.Integer() })),
  /** What who asks may do with it now. */
  may: Type.Array(Type.Enum(['offer', 'answer', 'withdraw', 'lay-down', 'pass-on'])),
});
export type Power = Static<typeof Power>;

const self = { permission: 'powers:self' } as const;
const id = { id: Uuid };
export const PersonNumber = Type.String({ pattern: '^[0-9]{6,20}$' });
const PersonName = visibleText(200, 1);

export const listPowers = operation({
  ...self,
  name: 'powers.list-powers',
  method: 'GET',
  path: '/powers',
  summary: 'Powers given or received by whom I act for, newest first',
  input: Type.Object({
    ...IdPageInput,
    side: Type.Union([Type.Literal('given'), Type.Literal('received')]),
    /** Without: also those that are over. */
    current: Type.Optional(Type.Boolean()),
  }),
  output: pageOf(Power),
  audit: 'none',
});

export const getPower = operation({
  ...self,
  name: 'powers.get-power',
  method: 'GET',
  path: '/powers/by-id/:id',
  summary: 'A power I gave or received',
  input: Type.Object(id),
  output: Power,
  audit: 'none',
  refusals: ['powers.power-unknown'],
});

const drafted = [
  'powers.number-invalid',
  'powers.organisation-unknown',
  'powers.service-unknown',
  'powers.period-backwards',
  'powers.to-oneself',
];

/** `number` of a person, or id of an organisation. Nobody learns whether the person has an account. */
const Taker = Type.Union([
  Type.Object({ kind: Type.Literal('person'), number: PersonNumber, name: PersonName }),
  Type.Object({ kind: Type.Literal('organisation'), id: Type.String({ maxLength: 64 }) }),
]);

export const draftPower = operation({
  ...self,
  name: 'powers.draft-power',
  method: 'POST',
  path: '/powers',
  summary: 'Write down a power; it is nothing until it is offered and accepted',
  input: Type.Object({
    taker: Taker,
    role: GivenRole,
    ...reach,
    further: Type.Boolean(),
    from: Type.Optional(When),
    until: Type.Optional(When),
    passedOnFrom: Type.Optional(Uuid),
  }),
  output: Power,
  audit: 'powers.power-drafted',
  refusals: [...drafted, 'powers.not-in-charge', 'powers.power-unknown', 'powers.not-passable', 'powers.too-wide'],
});

export const offerPower = operation({
  ...self,
  name: 'powers.offer-power',
  method: 'POST',
  path: '/powers/by-id/:id/offer',
  summary: 'Sign a power by my sign-in and offer it',
  input: Type.Object(id),
  output: Power,
  /** The sign-in is the signature: a second factor, given lately. */
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'powers.power-offered',
  refusals: ['powers.power-unknown', 'powers.not-in-charge', 'powers.offered-already', 'powers.not-passable'],
});

export const answerPower = operation({
  ...self,
  name: 'powers.answer-power',
  method: 'POST',
  path: '/powers/by-id/:id/answer',
  summary: 'Accept or refuse a power that is offered',
  input: Type.Object({ ...id, accepted: Type.Boolean() }),
  output: Power,
  audit: 'powers.power-answered',
  refusals: ['powers.power-unknown', 'powers.not-in-charge', 'powers.answered-already', 'powers.ended-already'],
});

/** Both sides may end it at once; what was passed on from it ends with it. A draft goes without a trace. */
export const withdrawPower = operation({
  ...self,
  name: 'powers.withdraw-power',
  method: 'POST',
  path: '/powers/by-id/:id/withdrawal',
  summary: 'Withdraw a power I gave, or lay down one I received',
  input: Type.Object({ ...id, reason: Type.Optional(PrintableText(500)) }),
  output: Type.Object(id),
  audit: 'powers.power-ended',
  refusals: ['powers.power-unknown', 'powers.not-in-charge', 'powers.ended-already', 'powers.of-register'],
});

/** For modules that keep people from deciding about whom they speak for; laying a power down helps nobody. */
export const stoodFor = operation({
  ...self,
  name: 'powers.stood-for',
  method: 'GET',
  path: '/powers/stood-for',
  summary: 'Whether I may act for somebody, or could at any time since then',
  input: Type.Object({
    side: Type.String({ maxLength: 100, description: 'id of the organisation, or personKey' }),
    since: Instant,
  }),
  output: Type.Object({ stood: Type.Boolean() }),
  audit: 'none',
});

export const DoneOnBehalf = Type.Object({
  id: Uuid,
  at: Instant,
  module: Type.String(),
  action: Type.String(),
  actorName: Type.String(),
  own: Type.Boolean({ description: 'whether who asks did it' }),
  role: Type.Optional(Type.String()),
  objectType: Type.String(),
  objectId: Type.String(),
  purpose: Type.Optional(Type.String()),
});
export type DoneOnBehalf = Static<typeof DoneOnBehalf>;

/** Who is in charge sees what all did; others what they did themselves. */
export const listDone = operation({
  ...self,
  name: 'powers.list-done',
  method: 'GET',
  path: '/powers/done',
  summary: 'What was done on behalf of whom I act for, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(DoneOnBehalf),
  audit: 'none',
});

export const listClients = operation({
  ...self,
  name: 'powers.list-clients',
  method: 'GET',
  path: '/powers/clients',
  summary: 'Clients of the organisation I act for, each with who serves them',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(
    Type.Object({
      power: Power,
      staff: Type.Array(Type.Object({ id: Uuid, name: Type.String(), until: Type.Optional(Instant) })),
    }),
  ),
  audit: 'none',
  refusals: ['powers.not-in-charge'],
});

/** Of an organisation's own people; it needs no leave to pass on. */
export const assignClient = operation({
  ...self,
  name: 'powers.assign-client',
  method: 'POST',
  path: '/powers/clients/:id/staff',
  summary: 'Let one of our people serve a client, within what the client lets us do',
  input: Type.Object({ ...id, number: PersonNumber, name: PersonName, until: Type.Optional(When) }),
  output: Power,
  audit: 'powers.client-assigned',
  refusals: [
    'powers.not-in-charge',
    'powers.power-unknown',
    'powers.number-invalid',
    'powers.period-backwards',
    'powers.assigned-already',
  ],
});
