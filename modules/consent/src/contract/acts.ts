// SPDX-License-Identifier: Apache-2.0
/** Acts: what somebody agreed to and when, and when they took it back. Each stands; none is changed. */
import { Instant, languages, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Digest, Purpose, PurposeCode } from './purposes.ts';

export const consentStates = ['none', 'given', 'withdrawn', 'expired', 'asked-anew'] as const;
/** `asked-anew`: given to an earlier version, and the one of now asks everybody again. */
export const ConsentState = Type.Enum([...consentStates]);
export type ConsentState = Static<typeof ConsentState>;

export const Act = Type.Object({
  id: Uuid,
  code: PurposeCode,
  version: Type.Integer(),
  act: Type.Enum(['given', 'withdrawn']),
  at: Instant,
  /** Until when what was given holds. */
  until: Type.Optional(Instant),
  /** In which the text was shown. */
  language: Type.Enum([...languages]),
  /** Of the text that was shown. */
  digest: Digest,
  place: Type.Enum(['cabinet', 'form']),
  caseId: Type.Optional(Uuid),
  /** Somebody acted for the person by a power. */
  byOther: Type.Boolean(),
});
export type Act = Static<typeof Act>;

const OwnPurpose = Type.Object({
  ...Purpose.properties,
  state: ConsentState,
  /** Of the last act. */
  since: Type.Optional(Instant),
  until: Type.Optional(Instant),
});
export type OwnPurpose = Static<typeof OwnPurpose>;

/** Of oneself, or of the person one acts for. */
export const listMine = operation({
  name: 'consent.list-mine',
  method: 'GET',
  path: '/consent/mine',
  summary: 'What I agreed to and what I could agree to',
  input: Type.Object({}),
  output: Type.Object({ items: Type.Array(OwnPurpose) }),
  permission: 'consent:own',
  audit: 'none',
  refusals: ['consent.for-people-only'],
});

export const listActs = operation({
  name: 'consent.list-acts',
  method: 'GET',
  path: '/consent/acts',
  summary: 'My acts of consent, newest first',
  input: Type.Object({ ...PageInput, code: Type.Optional(PurposeCode) }),
  output: pageOf(Type.Object({ ...Act.properties, title: LocalText })),
  permission: 'consent:own',
  audit: 'none',
  refusals: ['consent.for-people-only'],
});

/** What was given already is answered again. */
export const give = operation({
  name: 'consent.give',
  method: 'POST',
  path: '/consent/acts/given',
  summary: 'Agree to a purpose, in the version that was shown',
  input: Type.Object({
    code: PurposeCode,
    version: Type.Integer({ minimum: 1 }),
    digest: Digest,
    language: Type.Enum([...languages]),
    /** The application in whose form it was asked. */
    caseId: Type.Optional(Uuid),
  }),
  output: Act,
  permission: 'consent:give',
  audit: 'consent.given',
  refusals: ['consent.purpose-unknown', 'consent.text-changed', 'consent.for-people-only'],
});

/** From the next reading on nothing is read by it; what was read before stays where it was needed. */
export const withdraw = operation({
  name: 'consent.withdraw',
  method: 'POST',
  path: '/consent/acts/withdrawn',
  summary: 'Take a consent back',
  input: Type.Object({ code: PurposeCode, language: Type.Enum([...languages]) }),
  output: Act,
  permission: 'consent:give',
  audit: 'consent.withdrawn',
  refusals: ['consent.nothing-given', 'consent.for-people-only'],
});

/** For modules, before each reading. */
export const check = operation({
  name: 'consent.check',
  method: 'POST',
  path: '/consent/checks',
  summary: 'Whether these people agree to a purpose now, and by which act',
  input: Type.Object({
    code: PurposeCode,
    people: Type.Array(Type.String({ maxLength: 100 }), { minItems: 1, maxItems: 100 }),
  }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        personKey: Type.String(),
        state: ConsentState,
        given: Type.Boolean(),
        actId: Type.Optional(Uuid),
      }),
    ),
  }),
  permission: 'consent:check',
  audit: 'none',
});
