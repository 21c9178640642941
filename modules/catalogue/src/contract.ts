// SPDX-License-Identifier: Apache-2.0
import { event, LocalText, operation, RegionCode } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { DrawnProcess } from './drawn-process.ts';
import { EligibilityQuestion, LegalAct, ServiceLevel, ServicePackage, ServiceTerritory } from './package-model.ts';
import { ServiceId, Version } from './release-contract.ts';

export type { EntryList, Field, Register, ServicePackage } from './package-model.ts';
export { type Answer, type AnswerRules, answerRules, type Entry, filledEntries } from './answers.ts';
export { normalised, readEntry } from './answers.ts';
export { type Asked, answerValues, askedOf, attachedTo, entriesOf, type Given } from './asked.ts';
export { answersIn } from './example-answers.ts';
export { isAsked, knownValueOf, says, valueOf } from './feel.ts';
export { decisionFile, evaluateFile, knownRow } from './decision-file.ts';
export { type Listed, withEntry, withTable } from './list-changes.ts';
export { registerPath } from './register-path.ts';
export { DrawnFlow, DrawnNode, DrawnProcess, drawnProcess } from './drawn-process.ts';
export { namesIdentifier } from './identifier-formats.ts';
export { regionIn, workingDaysIn } from './regional.ts';
export { EligibilityQuestion, ServiceLevel };
export * from './release-contract.ts';

/** Values a decision table or a person's answers are given in. */
const Scalar = Type.Union([Type.String({ maxLength: 500 }), Type.Number(), Type.Boolean(), Type.Null()]);

const open = { permission: 'public', audit: 'none' } as const;

export const LifeEvent = Type.Object({ code: Type.String(), kind: Type.Enum(['life', 'business']), title: LocalText });

const Span = Type.Object({ least: Type.Integer(), most: Type.Integer() });

export const ServiceSummary = Type.Object({
  id: ServiceId,
  version: Version,
  title: LocalText,
  summary: LocalText,
  authority: Type.Object({ id: Type.String(), name: LocalText }),
  audience: Type.Array(Type.Union([Type.Literal('person'), Type.Literal('organisation')])),
  deadlineWorkingDays: Type.Integer({ description: '0 is decided at once' }),
  hasFee: Type.Boolean(),
  lifeEvents: Type.Array(LifeEvent),
  /** Who gives it; the state where it is missing. */
  level: Type.Optional(ServiceLevel),
  /** Regions in which it is given; all of the country where it is missing. */
  territory: Type.Optional(Type.Array(RegionCode)),
  /** What holds in the region that was asked for. */
  there: Type.Optional(
    Type.Object({
      workingDays: Span,
      /** Missing where it is free, or computed from what somebody answers. */
      fee: Type.Optional(Type.Object({ ...Span.properties, currency: Type.String() })),
      /** Who decides there; nobody where it is decided for the whole country. */
      offices: Type.Array(Type.Object({ id: Type.String(), name: LocalText, address: Type.String() })),
    }),
  ),
});
export type ServiceSummary = Static<typeof ServiceSummary>;

/** A rule of a decision table in words: its annotations, and the article of law it stands on. */
export const RuleText = Type.Object({
  id: Type.String(),
  text: LocalText,
  law: Type.Optional(Type.String()),
  lawText: Type.Optional(LocalText),
});
export type RuleText = Static<typeof RuleText>;

const Fee = Type.Object({ ...RuleText.properties, amountMinor: Type.Integer(), currency: Type.String() });

export const ServicePage = Type.Object({
  ...ServiceSummary.properties,
  description: LocalText,
  legalBasis: Type.Array(Type.Object({ ...LegalAct.properties, articleText: Type.Optional(LocalText) })),
  assurance: Type.Integer({ description: 'least level of sign-in: 1 low, 2 substantial, 3 high' }),
  channels: Type.Array(Type.Object({ kind: Type.String(), title: LocalText, url: Type.Optional(Type.String()) })),
  /** What to have at hand. */
  needs: Type.Array(LocalText),
  /** What happens after the application is sent. */
  steps: Type.Array(LocalText),
  outputs: Type.Array(Type.Object({ code: Type.String(), title: LocalText })),
  feeNote: Type.Optional(LocalText),
  /** Rows of the fee table with what each one costs. */
  fees: Type.Array(Fee),
  /** What the tables say of each region, where they tell regions apart. */
  regions: Type.Optional(
    Type.Array(
      Type.Object({
        code: RegionCode,
        fees: Type.Array(Fee),
        terms: Type.Array(Type.Object({ ...RuleText.properties, workingDays: Type.Integer() })),
      }),
    ),
  ),
  /** Registers asked through the exchange so that nobody has to type what the state knows. */
  registers: Type.Array(Type.Object({ title: LocalText, purpose: LocalText })),
  /** Questions that can be answered before sign-in; empty when there are none. */
  eligibility: Type.Array(EligibilityQuestion),
});
export type ServicePage = Static<typeof ServicePage>;

export const listServices = operation({
  name: 'catalogue.list-services',
  method: 'GET',
  path: '/catalogue/services',
  summary: 'List the published public services',
  input: Type.Object({
    lifeEvent: Type.Optional(Type.String({ maxLength: 64 })),
    audience: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('organisation')])),
    level: Type.Optional(ServiceLevel),
    region: Type.Optional(RegionCode),
  }),
  output: Type.Object({ items: Type.Array(ServiceSummary) }),
  ...open,
});

export const listLifeEvents = operation({
  name: 'catalogue.list-life-events',
  method: 'GET',
  path: '/catalogue/life-events',
  summary: 'List life and business events with their services',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(
      Type.Object({ ...LifeEvent.properties, services: Type.Array(Type.Object({ id: ServiceId, title: LocalText })) }),
    ),
  }),
  ...open,
});

export const getService = operation({
  name: 'catalogue.get-service',
  method: 'GET',
  path: '/catalogue/services/:id',
  summary: 'Read what a public service needs, costs and takes',
  input: Type.Object({ id: ServiceId }),
  output: ServicePage,
  ...open,
  refusals: ['catalogue.service-unknown'],
});

/** A decision as its table is read: cells are FEEL, `words` of the explanation says names and values in them. */
export const DrawnTable = Type.Object({
  id: Type.String(),
  title: LocalText,
  hitPolicy: Type.String({ description: 'as DMN names it: UNIQUE, FIRST, ANY, COLLECT, PRIORITY, …' }),
  aggregation: Type.Optional(Type.String()),
  inputs: Type.Array(LocalText),
  outputs: Type.Array(Type.Object({ name: Type.String(), title: LocalText })),
  rules: Type.Array(
    Type.Object({ ...RuleText.properties, tests: Type.Array(Type.String()), outputs: Type.Array(Type.String()) }),
  ),
});
export type DrawnTable = Static<typeof DrawnTable>;

export const DrawnDecision = Type.Object({
  /** As steps of the process name it. */
  name: Type.String(),
  title: LocalText,
  tables: Type.Array(DrawnTable),
  /** Decisions that are one FEEL expression. */
  formulas: Type.Array(Type.Object({ id: Type.String(), title: LocalText, expression: Type.String() })),
  /** Which decision needs what; the columns of a table are its inputs where none are drawn. `to` needs `from`. */
  graph: Type.Object({
    nodes: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Type.String({ description: 'decision, input, knowledge, source or service' }),
        title: LocalText,
      }),
    ),
    edges: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), kind: Type.String() })),
  }),
});
export type DrawnDecision = Static<typeof DrawnDecision>;

/** `version` is missing for the newest one; a case says by which version it is decided. */
export const explainService = operation({
  name: 'catalogue.explain-service',
  method: 'GET',
  path: '/catalogue/services/:id/explanation',
  summary: 'Read how a public service works: its drawn process, its decision tables and the law behind each',
  input: Type.Object({ id: ServiceId, version: Type.Optional(Version) }),
  output: Type.Object({
    id: ServiceId,
    version: Version,
    title: LocalText,
    currency: Type.Optional(Type.String()),
    legalBasis: ServicePage.properties.legalBasis,
    process: DrawnProcess,
    decisions: Type.Array(DrawnDecision),
    words: Type.Record(Type.String(), LocalText),
  }),
  ...open,
  refusals: ['catalogue.service-unknown', 'catalogue.version-unknown'],
});

/** Nothing is stored: the answers leave no trace. */
export const checkEligibility = operation({
  name: 'catalogue.check-eligibility',
  method: 'POST',
  path: '/catalogue/services/:id/eligibility',
  summary: 'Find out before sign-in whether the service is open to somebody, rule by rule',
  input: Type.Object({ id: ServiceId, answers: Type.Record(Type.String({ maxLength: 64 }), Scalar) }),
  output: Type.Object({
    outcome: Type.Union([Type.Literal('eligible'), Type.Literal('not-eligible')]),
    rules: Type.Array(Type.Object({ ...RuleText.properties, met: Type.Boolean() })),
  }),
  ...open,
  refusals: [
    ...['catalogue.service-unknown', 'catalogue.answer-missing', 'catalogue.answer-invalid'],
    'catalogue.question-unknown',
  ],
});

export const DecisionResult = Type.Object({
  decision: Type.String(),
  version: Version,
  /** One row, or for a list a row of each item; a value alone is named like the output of the table or the decision. */
  outputs: Type.Array(Type.Record(Type.String(), Type.Unknown())),
  /** The rules that matched, those of the decision that was asked first, then those of the decisions it rests on. */
  matched: Type.Array(
    Type.Object({
      ...RuleText.properties,
      of: Type.String({ description: 'the decision whose table the rule stands in' }),
      outputs: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  inputs: Type.Array(Type.Object({ label: Type.String(), value: Type.Unknown() })),
});
export type DecisionResult = Static<typeof DecisionResult>;

export const evaluateDecision = operation({
  name: 'catalogue.evaluate-decision',
  method: 'POST',
  path: '/catalogue/services/:id/versions/:version/decisions/:decision',
  summary: 'Evaluate a decision of a package version and say which rules matched',
  input: Type.Object({
    id: ServiceId,
    version: Version,
    decision: Type.String({ maxLength: 64 }),
    context: Type.Record(Type.String(), Type.Unknown()),
  }),
  output: DecisionResult,
  permission: 'catalogue:evaluate',
  audit: 'none',
  refusals: [
    ...['catalogue.version-unknown', 'catalogue.decision-unknown', 'catalogue.decision-input-missing'],
    ...['catalogue.decision-undecided', 'catalogue.decision-ambiguous', 'catalogue.decision-too-large'],
  ],
});

/** `version` is missing for what a new case is pinned to: the newest one, or one that is open to this applicant already. */
export const getPackage = operation({
  name: 'catalogue.get-package',
  method: 'GET',
  path: '/catalogue/services/:id/package',
  summary: 'Read a version of a service package',
  input: Type.Object({
    ...{ id: ServiceId, version: Type.Optional(Version) },
    ...{
      person: Type.Optional(Type.String({ maxLength: 200 })),
      organisation: Type.Optional(Type.String({ maxLength: 64 })),
    },
  }),
  output: ServicePackage,
  permission: 'catalogue:read-package',
  audit: 'none',
  refusals: ['catalogue.service-unknown', 'catalogue.version-unknown'],
});

export const exportCpsv = operation({
  name: 'catalogue.export-cpsv',
  method: 'GET',
  path: '/catalogue/cpsv-ap.jsonld',
  summary: 'Export the catalogue as CPSV-AP 3.2 (JSON-LD)',
  input: Type.Object({}),
  output: Type.Object({
    '@context': Type.Record(Type.String(), Type.Unknown()),
    '@graph': Type.Array(Type.Record(Type.String(), Type.Unknown())),
  }),
  ...open,
});

/** A version of a service is open to applicants; `path` is its page in the portal. */
export const servicePublished = event(
  'catalogue.service-published.v1',
  Type.Object({
    serviceId: ServiceId,
    version: Version,
    path: Type.String(),
    title: LocalText,
    summary: LocalText,
    keywords: LocalText,
    authority: LocalText,
    lifeEvents: Type.Array(LifeEvent),
    audience: Type.Array(Type.String()),
    ...{ level: Type.Optional(ServiceLevel), territory: Type.Optional(ServiceTerritory) },
  }),
);
