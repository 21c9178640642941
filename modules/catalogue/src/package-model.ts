// SPDX-License-Identifier: Apache-2.0
/** The parsed form of a service package: what its folder says, checked and ready to run. Immutable per version. */
import { LocalText, RegionCode } from '@stoa/kernel/contract';
import { dateBoundPattern } from '@stoa/kernel/text';
import { type Static, Type } from 'typebox';
import { Drawing } from './drawing-model.ts';
import { ProcessModel } from './process-model.ts';

const Name = Type.String({ pattern: '^[A-Za-z][A-Za-z0-9]*$', maxLength: 64 });
/** FEEL expression (DMN 1.5, clause 10). */
const Feel = Type.String({ maxLength: 4000 });

export const LegalAct = Type.Object({ title: LocalText, article: Type.String(), url: Type.Optional(Type.String()) });

export const ServiceLevel = Type.Union([Type.Literal('state'), Type.Literal('regional'), Type.Literal('municipal')]);

export const ServiceTerritory = Type.Union([
  Type.Literal('all'),
  Type.Array(RegionCode, { minItems: 1, uniqueItems: true }),
]);

export const ServiceFacts = Type.Object({
  id: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 }),
  title: LocalText,
  summary: LocalText,
  description: LocalText,
  keywords: LocalText,
  /** Who answers for the service (CPSV-AP `hasCompetentAuthority`). */
  authority: Type.Object({ id: Type.String(), name: LocalText }),
  legalBasis: Type.Array(LegalAct),
  /** Who gives it: the state where it is missing. */
  level: Type.Optional(ServiceLevel),
  /** The regions in which a regional or municipal service is given; a state service is given in all. */
  territory: Type.Optional(ServiceTerritory),
  audience: Type.Array(Type.Union([Type.Literal('person'), Type.Literal('organisation')]), { minItems: 1 }),
  /** Least level of sign-in: 1 low, 2 substantial, 3 high. */
  assurance: Type.Integer({ minimum: 1, maximum: 3 }),
  /** Working days from submission (or payment) to decision; 0 is decided at once. */
  deadlineWorkingDays: Type.Integer({ minimum: 0, maximum: 5000 }),
  lifeEvents: Type.Array(
    Type.Object({
      code: Type.String(),
      kind: Type.Union([Type.Literal('life'), Type.Literal('business')]),
      title: LocalText,
    }),
  ),
  channels: Type.Array(Type.Object({ kind: Type.String(), title: LocalText, url: Type.Optional(Type.String()) })),
  needs: Type.Array(LocalText),
  steps: Type.Array(LocalText),
  feeNote: Type.Optional(LocalText),
  outputs: Type.Array(Type.Object({ code: Type.String(), title: LocalText })),
  currency: Type.Optional(Type.String()),
  numberPrefix: Type.String({ pattern: '^[A-Z]{2,6}$' }),
  /** Subsystem under which register calls and messages of this service are made. */
  subsystem: Type.String(),
  /** Which office decides: `by` is FEEL over the answers and registers and gives a key of `offices`. */
  competence: Type.Object({
    by: Feel,
    offices: Type.Record(
      Type.String(),
      Type.Object({
        organisationId: Type.String(),
        regionCode: RegionCode,
        name: LocalText,
        address: Type.String(),
        inn: Type.String(),
        ogrn: Type.String(),
        kpp: Type.String(),
        organisationType: Type.String(),
      }),
    ),
  }),
  /** How what it issues is renewed when it ends; answers of the same name go along where `answers` (from: to) is missing. */
  renews: Type.Optional(
    Type.Object({
      ...{ outputs: Type.Array(Type.String(), { minItems: 1 }), service: Type.Optional(Type.String()) },
      ...{ answers: Type.Optional(Type.Record(Name, Name)), anew: Type.Optional(Type.Array(Name)) },
    }),
  ),
  /** People the data are about: their identifier is the answer named. With the role `applicant` it must be their own. */
  subjects: Type.Array(Type.Object({ role: Type.String(), scheme: Type.String(), field: Name })),
});
export type ServiceFacts = Static<typeof ServiceFacts>;

/** A register asked through the exchange. `path` holds `{names}` of answers or of `applicant.…`. */
export const Register = Type.Object({
  name: Name,
  title: LocalText,
  service: Type.String({ description: 'exchange service: instance/class/member/subsystem/service' }),
  path: Type.String(),
  /** Typed answers that must equal what the register says (FEEL over its reply); otherwise it is as if nobody were found. */
  matches: Type.Optional(Type.Record(Name, Feel)),
  purpose: LocalText,
  /** Purpose of `consent` without whose agreement it is not asked. */
  consent: Type.Optional(Type.String({ maxLength: 60 })),
});
export type Register = Static<typeof Register>;

export const FieldSource = Type.Union([
  Type.Object({ kind: Type.Literal('typed') }),
  Type.Object({ kind: Type.Literal('register'), register: Name, value: Feel }),
  Type.Object({ kind: Type.Literal('officer') }),
]);
export type FieldSource = Static<typeof FieldSource>;

export const Choice = Type.Object({
  value: Type.Union([Type.String(), Type.Number(), Type.Boolean()]),
  label: LocalText,
});

/** What a question has, alone or as a column of a list. */
const question = {
  name: Name,
  format: Type.Optional(Type.String()),
  required: Type.Boolean(),
  label: LocalText,
  hint: Type.Optional(LocalText),
  choices: Type.Optional(Type.Array(Choice)),
  /** How it is asked: `text`, `long-text`, `number`, `date`, `choice`, `select`, `yes-no`, `email`, `country`, `list`, `files`. */
  widget: Type.String(),
  autocomplete: Type.Optional(Type.String()),
  /** How what was typed is read: `digits` drops separators, `identifier` and `phone` keep them, `code` reads O as 0, I as 1. */
  normalise: Type.Optional(
    Type.Union([Type.Literal('digits'), Type.Literal('identifier'), Type.Literal('phone'), Type.Literal('code')]),
  ),
  /** First and last day a date field takes: a date, or `today` and days, months or years from it such as `today-120y`. */
  earliest: Type.Optional(Type.String({ pattern: dateBoundPattern })),
  latest: Type.Optional(Type.String({ pattern: dateBoundPattern })),
  maxLength: Type.Optional(Type.Integer()),
  /** What to say when the value does not fit. */
  error: Type.Optional(LocalText),
};
const single = [
  Type.Literal('string'),
  Type.Literal('integer'),
  Type.Literal('number'),
  Type.Literal('boolean'),
] as const;

/** Most entries that a list of an application may hold. */
const mostEntries = 1000;
/** A list of like entries: its answer is an array of objects with a member for each column. */
export const EntryList = Type.Object({
  /** What one entry is, such as "Relative". */
  entry: LocalText,
  least: Type.Integer({ minimum: 0 }),
  most: Type.Integer({ minimum: 1, maximum: mostEntries }),
  columns: Type.Array(
    Type.Object({ ...question, type: Type.Union([...single]), source: Type.Object({ kind: Type.Literal('typed') }) }),
    { minItems: 1, maxItems: 20 },
  ),
});
export type EntryList = Static<typeof EntryList>;

/** Largest file that an application takes, in bytes: what the portal lets through. */
const largestFile = 10 * 1024 * 1024;
/** Files that are attached: the answer is an array that says of each its name, type, size and digest. */
const AttachedFiles = Type.Object({
  /** Types by content, such as `application/pdf`. */
  accept: Type.Array(Type.String(), { minItems: 1 }),
  /** Of one file. */
  maxBytes: Type.Integer({ minimum: 1, maximum: largestFile }),
  most: Type.Integer({ minimum: 1, maximum: 10 }),
});

export const Field = Type.Object({
  ...question,
  type: Type.Union([...single, Type.Literal('array')]),
  source: FieldSource,
  list: Type.Optional(EntryList),
  files: Type.Optional(AttachedFiles),
  /** FEEL over the other answers; without it the field is always asked. */
  askedWhen: Type.Optional(Feel),
});
export type Field = Static<typeof Field>;

export const FormPage = Type.Object({
  id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
  title: LocalText,
  lead: Type.Optional(LocalText),
  fields: Type.Array(Name, { minItems: 1 }),
  askedWhen: Type.Optional(Feel),
});

/** One question asked before sign-in; its answer is an input of the eligibility table. */
export const EligibilityQuestion = Type.Object({
  name: Name,
  label: LocalText,
  hint: Type.Optional(LocalText),
  type: Type.Union([Type.Literal('boolean'), Type.Literal('integer'), Type.Literal('string')]),
  choices: Type.Optional(Type.Array(Choice)),
});

export const Message = Type.Object({ subject: LocalText, body: LocalText });

export const ServicePackage = Type.Object({
  serviceId: Type.String(),
  /** Content digest: `sha256:` and 64 hex digits over the folder's files. */
  version: Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }),
  facts: ServiceFacts,
  registers: Type.Array(Register),
  fields: Type.Array(Field),
  /** JSON Schema 2020-12 of all answers. */
  schema: Type.Record(Type.String(), Type.Unknown()),
  pages: Type.Array(FormPage),
  eligibility: Type.Array(EligibilityQuestion),
  process: ProcessModel,
  /** Older versions have none. */
  drawing: Type.Optional(Drawing),
  /** Texts in the process, by id of the node, flow or lane. */
  nodeTitles: Type.Record(Type.String(), LocalText),
  /** Words for the outcomes an officer chooses from, and for the rules of the decision tables, by rule id. */
  outcomes: Type.Record(Type.String(), LocalText),
  ruleTexts: Type.Record(Type.String(), LocalText),
  /** A citation of the law as the tables and `legalBasis` write it → in all languages; older versions have none. */
  laws: Type.Optional(Type.Record(Type.String(), LocalText)),
  /** A name or value as the tables write it → in all languages; older versions have none. */
  terms: Type.Optional(Type.Record(Type.String(), LocalText)),
  /** DMN XML by decision file name without extension. */
  decisions: Type.Record(Type.String(), Type.String()),
  /** Typst source by output code, and what its public verification shows. */
  outputs: Type.Record(
    Type.String(),
    Type.Object({
      title: LocalText,
      template: Type.String(),
      texts: Type.Record(Type.String(), LocalText),
      validUntil: Type.Optional(Feel),
      values: Type.Record(Type.String(), Feel),
      verification: Type.Array(Type.Object({ label: LocalText, value: Feel })),
    }),
  ),
  notifications: Type.Record(Type.String(), Message),
});
export type ServicePackage = Static<typeof ServicePackage>;
