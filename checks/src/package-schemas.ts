// SPDX-License-Identifier: Apache-2.0
/** JSON Schemas of the files that authors write, so that editors complete them. The linter knows more: it is the judge. */
import { packageModel } from '@stoa/catalogue';
import { LocalText } from '@stoa/kernel/contract';
import { type TSchema, Type } from 'typebox';

const { Choice, EligibilityQuestion, FormPage, Message, ServiceFacts, ServicePackage } = packageModel;
const Feel = Type.String({ description: 'FEEL expression (DMN 1.5, clause 10)' });
const words = (about: string) => Type.Record(Type.String(), LocalText, { description: about });

const FieldWords = Type.Object({
  label: LocalText,
  hint: Type.Optional(LocalText),
  error: Type.Optional(LocalText),
  widget: Type.Optional(Type.String()),
  autocomplete: Type.Optional(Type.String()),
  choices: Type.Optional(Type.Array(Choice)),
  askedWhen: Type.Optional(Feel),
});
const Pages = Type.Object({
  registers: Type.Optional(
    Type.Record(Type.String(), Type.Object({ title: LocalText, purpose: LocalText }), {
      description: 'words for each of x-registers in data.schema.json',
    }),
  ),
  eligibility: Type.Optional(Type.Array(EligibilityQuestion)),
  pages: Type.Array(FormPage),
  fields: Type.Record(
    Type.String(),
    Type.Object({
      ...FieldWords.properties,
      entry: Type.Optional(LocalText),
      columns: Type.Optional(Type.Record(Type.String(), FieldWords)),
    }),
  ),
});

const Texts = Type.Object({
  nodes: words('what is drawn in the processes, by id'),
  outcomes: Type.Optional(words('what an officer chooses from')),
  rules: Type.Optional(words('rules of the tables, by id')),
  laws: Type.Optional(words('citations of the law, as tables and legalBasis write them')),
  terms: Type.Optional(words('names and values, as the tables write them')),
});

const { template: _, ...output } = ServicePackage.properties.outputs.patternProperties['^.*$'].properties;
const Outputs = Type.Record(
  Type.String(),
  Type.Object({ template: Type.String({ description: 'such as outputs/certificate.typ' }), ...output }),
);

const ScenarioFile = Type.Object({
  title: Type.String(),
  today: Type.String({ format: 'date', description: 'the day on which it happens' }),
  registers: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
  answers: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  checks: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  results: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  expect: Type.Object(
    {
      fee: Type.Optional(Type.Integer()),
      feeRule: Type.Optional(Type.String()),
      days: Type.Optional(Type.Integer({ description: 'working days that deadline.dmn gives' })),
      decision: Type.Optional(Type.String()),
      rule: Type.Optional(Type.String()),
      office: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
});

const Load = Type.Object({
  casesPerMonth: Type.Integer({ minimum: 1 }),
  busiestHourShare: Type.Number({ minimum: 0, maximum: 1 }),
  pageP95Ms: Type.Integer({ minimum: 1 }),
});

/** By name of the schema's file: those of files of the same name, and `scenario` of all in `scenarios/`. */
export const fileSchemas: Readonly<Record<string, TSchema>> = {
  service: ServiceFacts,
  pages: Pages,
  texts: Texts,
  outputs: Outputs,
  notifications: Type.Record(Type.String(), Message),
  load: Load,
  scenario: ScenarioFile,
};
