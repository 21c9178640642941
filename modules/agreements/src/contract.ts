// SPDX-License-Identifier: Apache-2.0
/** What two sides agree on: terms proposed by a case, answered with others, signed by both. Each version is kept. */
import {
  CalendarDate,
  event,
  IdPageInput,
  Instant,
  LocalText,
  operation,
  pageOf,
  PrintableText,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Name = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 });
export const TermValue = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]);
const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });

const ProposedParty = Type.Object({
  kind: Type.Union([Type.Literal('person'), Type.Literal('organisation')]),
  /** Of a person by the country's scheme; of an organisation its taxpayer number. */
  number: Type.String({ pattern: '^[0-9]{6,20}$' }),
  name: PrintableText(300, 1),
});
/** What a department's case asks of the portal: the content of the request on the exchange. */
export const Proposal = Type.Object({
  service: ServiceId,
  caseId: Uuid,
  /** As the package names it: `conclude`, `amend`. */
  act: Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 30 }),
  /** Number of the contract that it is about; of a new one the number of the case. */
  contract: Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,39}$' }),
  /** `false`: the other side is only told. */
  mustAgree: Type.Boolean(),
  proposer: ProposedParty,
  other: ProposedParty,
  /** Table of the package that gives `fit` for terms that the law allows. */
  law: Type.Union([Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 64 }), Type.Null()]),
  /** Fields of the package; those in `open` may be answered by others. */
  terms: Type.Record(Name, TermValue, { maxProperties: 40 }),
  open: Type.Array(Name, { maxItems: 40 }),
  until: CalendarDate,
});
export type Proposal = Static<typeof Proposal>;

export const AgreementState = Type.Enum(['open', 'accepted', 'concluded', 'told', 'declined', 'withdrawn', 'lapsed']);
export type AgreementState = Static<typeof AgreementState>;
/** Who proposed the first version, and who was asked. */
export const SideName = Type.Enum(['proposer', 'other']);
export type SideName = Static<typeof SideName>;

/** What the case is answered. */
export const AgreementAnswer = Type.Object({
  outcome: AgreementState,
  agreementId: Uuid,
  version: Type.Integer(),
  terms: Type.Record(Name, TermValue),
  /** Words of the choices among the terms. */
  labels: Type.Record(Name, LocalText),
  concludedAt: Type.Optional(Instant),
});

export const AgreementSummary = Type.Object({
  id: Uuid,
  serviceId: ServiceId,
  title: LocalText,
  act: Type.String(),
  actText: LocalText,
  contract: Type.String(),
  state: AgreementState,
  /** How the case that proposed it ended: `registered`; missing while it runs. */
  outcome: Type.Optional(Type.String()),
  outcomeText: Type.Optional(LocalText),
  /** As what who asks sees it. */
  as: SideName,
  proposer: Type.Object({ name: Type.String() }),
  other: Type.Object({ name: Type.String() }),
  /** Whether who asks has to answer or to sign now. */
  yourTurn: Type.Boolean(),
  /** Whether the service also changes and ends what was agreed, as employment; a sale is done once. */
  lasting: Type.Boolean(),
  until: CalendarDate,
  madeAt: Instant,
  settledAt: Type.Optional(Instant),
});
export type AgreementSummary = Static<typeof AgreementSummary>;

export const Term = Type.Object({
  name: Name,
  label: LocalText,
  value: TermValue,
  /** Words of a choice. */
  text: Type.Optional(LocalText),
  isDate: Type.Boolean(),
});
export const AgreementVersion = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  side: SideName,
  madeAt: Instant,
  terms: Type.Array(Term),
  /** What is signed: canonical JSON (RFC 8785), and its SHA-256 in hex; the ledger holds the hash of each signature. */
  statement: Type.String(),
  sha256: Type.String(),
  signatures: Type.Array(Type.Object({ side: SideName, name: Type.String(), at: Instant, assurance: Type.Integer() })),
});
export type AgreementVersion = Static<typeof AgreementVersion>;
/** A term that may be answered by another value, and how it is asked. */
export const OpenTerm = Type.Object({
  name: Name,
  label: LocalText,
  hint: Type.Optional(LocalText),
  widget: Type.String(),
  value: TermValue,
  choices: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: LocalText }))),
});

export const Agreement = Type.Object({
  ...AgreementSummary.properties,
  reason: Type.Optional(Type.String()),
  /** Oldest first. */
  versions: Type.Array(AgreementVersion),
  open: Type.Array(OpenTerm),
  may: Type.Array(Type.Enum(['counter', 'sign', 'leave'])),
  /** All that both sides did about the same contract, oldest first. */
  history: Type.Array(
    Type.Object({
      id: Uuid,
      actText: LocalText,
      state: AgreementState,
      outcomeText: Type.Optional(LocalText),
      madeAt: Instant,
    }),
  ),
  /** The proposer's application. */
  caseId: Type.Optional(Uuid),
});
export type Agreement = Static<typeof Agreement>;

const self = { permission: 'agreements:self' } as const;
const id = { id: Uuid };
/** The newest version that who asks has read. */
const seen = { seen: Type.Integer({ minimum: 1 }) };
const about = { type: 'agreement', id: 'id', facts: [] } as const;
const unmoved = ['agreements.agreement-unknown', 'agreements.settled-already', 'agreements.version-changed'] as const;

export const listAgreements = operation({
  ...self,
  name: 'agreements.list-agreements',
  method: 'GET',
  path: '/agreements',
  summary: 'Agreements of whom I act for, newest first',
  input: Type.Object({
    ...IdPageInput,
    waiting: Type.Optional(Type.Boolean({ description: 'only those not settled' })),
  }),
  output: pageOf(AgreementSummary),
  audit: 'none',
});

export const getAgreement = operation({
  ...self,
  name: 'agreements.get-agreement',
  method: 'GET',
  path: '/agreements/:id',
  summary: 'An agreement of mine with all its versions',
  input: Type.Object(id),
  output: Agreement,
  audit: 'none',
  refusals: ['agreements.agreement-unknown'],
});

export const counterAgreement = operation({
  ...self,
  name: 'agreements.counter-agreement',
  method: 'POST',
  path: '/agreements/:id/versions',
  summary: 'Answer a proposal by other terms',
  input: Type.Object({ ...id, ...seen, terms: Type.Record(Name, TermValue, { maxProperties: 40 }) }),
  output: Agreement,
  audit: 'agreements.terms-countered',
  about,
  refusals: [
    ...unmoved,
    'agreements.not-your-turn',
    'agreements.term-fixed',
    'agreements.term-invalid',
    'agreements.terms-same',
    'agreements.terms-unlawful',
  ],
});

/** The sign-in is the signature: a second factor, given lately. */
export const signAgreement = operation({
  ...self,
  name: 'agreements.sign-agreement',
  method: 'POST',
  path: '/agreements/:id/signatures',
  summary: 'Accept the newest terms and sign them by my sign-in',
  input: Type.Object({ ...id, ...seen }),
  output: Agreement,
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'agreements.agreement-signed',
  about,
  refusals: [...unmoved, 'agreements.not-your-turn'],
});

export const leaveAgreement = operation({
  ...self,
  name: 'agreements.leave-agreement',
  method: 'POST',
  path: '/agreements/:id/end',
  summary: 'Decline what the other side proposed, or withdraw what I proposed',
  input: Type.Object({ ...id, ...seen, reason: Type.Optional(PrintableText(500)) }),
  output: Agreement,
  audit: 'agreements.agreement-left',
  about,
  refusals: [...unmoved],
});

/** The case that proposed it is over: whether it stands in the register is known. */
export const agreementEnded = event('agreements.agreement-ended.v1', Type.Object({ caseId: Uuid }));

/** For `labour`, in the order of ids: agreements whose case is over, with some of the terms and no names. */
export const listEndedAgreements = operation({
  name: 'agreements.list-ended-agreements',
  method: 'GET',
  path: '/agreements/ended',
  summary: 'Agreements whose case is over, with the terms that are counted',
  input: Type.Object({
    ...IdPageInput,
    serviceId: ServiceId,
    caseId: Type.Optional(Uuid),
    fields: Type.String({ maxLength: 300, description: 'names of terms, with commas between them' }),
  }),
  output: pageOf(
    Type.Object({
      ...{ id: Uuid, act: Type.String(), outcome: Type.String(), endedAt: Instant },
      personKey: Type.Optional(Type.String({ description: 'of the side that is a person' })),
      /** What both signed; of an end the terms that held until then. */
      terms: Type.Record(Name, TermValue),
    }),
  ),
  permission: 'agreements:count',
  audit: 'none',
});

export const enterDemoAgreements = operation({
  name: 'agreements.enter-demo-agreements',
  method: 'PUT',
  path: '/agreements/demo',
  summary: 'Enter agreements of the demo country',
  input: Type.Object({
    items: Type.Array(
      Type.Object({
        key: Type.String({ maxLength: 100 }),
        proposal: Proposal,
        madeAt: Instant,
        /** Other terms that the other side answered with. */
        counter: Type.Optional(Type.Record(Name, TermValue)),
        state: AgreementState,
        outcome: Type.Optional(Type.String({ maxLength: 30 })),
      }),
      { maxItems: 200 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'agreements:enter-demo',
  audit: 'agreements.demo-entered',
  refusals: ['agreements.demo-off'],
});
