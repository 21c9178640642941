// SPDX-License-Identifier: Apache-2.0
/** Chapter 6: rights are declared, hostile values are refused or stay text, personal data stay out of messages, limits are there. */
import { answerRules, type Field, namesIdentifier, normalised, type ServicePackage } from '@stoa/catalogue/contract';
import { hiddenCharacter, writeCsv } from '@stoa/kernel/text';
import { checkOf, type RunSuite, type Subject } from './suite.ts';

const hidden = ['abc\u202edef', 'a\u200bb', '\u2066abc\u2069', 'a\u0000b', '\u0007'];
const huge = 'a'.repeat(1_000_000);
const telling = [
  ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '#eval("1")', '{{constructor}}'],
  ...["=cmd|' /C calc'!A0", '+1+1', '-1+1', '@SUM(1+1)', '\t=1'],
];
/** As strings at most; a file or list has its own limit. */
const longest = 10_000;

type Column = Field | NonNullable<Field['list']>['columns'][number];
const typedFields = ({ fields }: ServicePackage) =>
  fields.filter(({ source, files }) => source.kind === 'typed' && !files);

/** Hostile values that come through, as they would be kept. */
function accepted({ examined: { package: pkg }, formats, today }: Subject, values: readonly string[]) {
  const rules = answerRules(formats);
  const through: { name: string; kept: string }[] = [];
  const offer = (name: string, column: Column, errors: (value: unknown) => { field: string }[]) => {
    for (const value of values) {
      const read = normalised(column as Field, value);
      if (typeof read === 'string' && errors(read).every(({ field }) => field !== column.name))
        through.push({ name, kept: read });
    }
  };
  for (const field of typedFields(pkg)) {
    if (!field.list) offer(field.name, field, (value) => rules.errorsIn(pkg, [field], { [field.name]: value }, today));
    for (const column of field.list?.columns ?? [])
      offer(`${field.name}.${column.name}`, column, (value) =>
        rules.entryErrorsIn(pkg, field, { [column.name]: value as string }, today),
      );
  }
  return through;
}

const personal = ({ facts, fields }: ServicePackage): string[] => [
  ...facts.subjects.map(({ field }) => field),
  ...fields
    .filter(
      ({ format, autocomplete }) =>
        (format && namesIdentifier(format)) || ['name', 'bday', 'tel', 'email'].includes(autocomplete ?? ''),
    )
    .map(({ name }) => name),
  ...fields.map(({ name }) => name).filter((name) => /snils|birthOn|familyName|givenName|passport/i.test(name)),
];

function namedInMessages(pkg: ServicePackage): string[] {
  const names = new Set(personal(pkg));
  return Object.entries(pkg.notifications).flatMap(([code, { subject, body }]) =>
    [...Object.values(subject), ...Object.values(body)].flatMap((text) =>
      [...String(text).matchAll(/\{([^}]*)\}/g)].flatMap(([, place = '']) => {
        const name = place.split('.').at(-1) ?? '';
        return names.has(name) || /^(answers|registers|applicant)\./.test(place)
          ? [`notifications.yaml: ${code} names {${place}}`]
          : [];
      }),
    ),
  );
}

function withoutLimit(pkg: ServicePackage): string[] {
  const free = (column: Column) =>
    column.type === 'string' && !column.choices && !column.format && !column.maxLength && !column.normalise;
  const wide = (column: Column) => column.type === 'string' && (column.maxLength ?? 0) > longest;
  return typedFields(pkg).flatMap((field) =>
    [field, ...(field.list?.columns ?? [])]
      .filter((column) => column.name !== field.name || !field.list)
      .flatMap((column) =>
        free(column)
          ? [`data.schema.json: ${column.name} has no maxLength`]
          : wide(column)
            ? [`data.schema.json: ${column.name} takes more than ${longest} characters`]
            : [],
      ),
  );
}

export const safety: RunSuite = async (subject, onStep) => {
  const { package: pkg } = subject.examined;
  await onStep(0, 3);
  const unheld = pkg.process.nodes
    .filter(({ kind, settings }) => kind === 'user' && !settings.duty)
    .map(({ id }) => `process.bpmn: ${id} is done by people, but names no duty`);
  await onStep(1, 3);
  const through = [
    ...accepted(subject, hidden).filter(({ kept }) => hiddenCharacter(kept) !== undefined || kept.includes('\0')),
    ...accepted(subject, [huge]),
  ].map(({ name, kept }) => `${name} takes ${kept.length > 100 ? `${kept.length} characters` : JSON.stringify(kept)}`);
  await onStep(2, 3);
  const evaluating = Object.entries(pkg.outputs)
    .filter(([, { template }]) => /\beval\s*\(/.test(template))
    .map(([code]) => `outputs.yaml: ${code} evaluates text as markup`);
  const formulas = accepted(subject, telling)
    .filter(({ kept }) => /^"?[=+\-@\t]/.test(writeCsv([[kept]])))
    .map(({ name, kept }) => `${name} takes ${JSON.stringify(kept)}, which begins a formula in a list of files`);
  const low = pkg.registers.length > 0 && pkg.facts.assurance < 2 ? ['service.yaml: assurance must be 2 or 3'] : [];
  return {
    checks: [
      checkOf('6.1', unheld, 'every step of people names its duty'),
      checkOf('6.2', through, `${typedFields(pkg).length} questions refuse them`),
      checkOf('6.3', [...evaluating, ...formulas], 'what is taken stays text'),
      checkOf('6.4', [...new Set(namedInMessages(pkg))], `${Object.keys(pkg.notifications).length} messages name none`),
      checkOf('6.5', withoutLimit(pkg), 'every question has a limit'),
      checkOf('6.6', low, `assurance ${pkg.facts.assurance}`),
    ],
    figures: [
      { name: 'hostile values', value: (hidden.length + 1 + telling.length) * typedFields(pkg).length, unit: '' },
    ],
  };
};
