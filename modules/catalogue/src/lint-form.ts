// SPDX-License-Identifier: Apache-2.0
import { isDateBound } from '@stoa/kernel/text';
import type { DataSchema } from './form-reader.ts';
import { namesIdentifier } from './identifier-formats.ts';
import { lintFiles, lintLists } from './lint-lists.ts';
import type { Field, ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const inPages = (message: string): PackageProblem => ({ file: 'pages.yaml', message });
const inSchema = (message: string): PackageProblem => ({ file: 'data.schema.json', message });

export function lintForm(pkg: ServicePackage, identifiers: object): PackageProblem[] {
  return [
    ...placesOfFields(pkg),
    ...lintQuestions(pkg, identifiers),
    ...lintLists(pkg, (columns) => lintQuestions(columns, identifiers)),
    ...lintFiles(pkg),
    ...lintRegisters(pkg),
    ...unprovenQuestions(pkg),
  ];
}

/** What holds for every question, alone or as a column of a list. */
const lintQuestions = (pkg: ServicePackage, identifiers: object): PackageProblem[] => [
  ...pkg.fields.flatMap((field) => lintField(pkg, field)),
  ...pkg.fields.flatMap((field) => [...lintTyped(pkg, field), ...lintIdentifier(pkg, field, identifiers)]),
  ...unknownFormats(pkg, identifiers),
  ...askedAgain(pkg),
];

function placesOfFields(pkg: ServicePackage): PackageProblem[] {
  const shown = pkg.pages.flatMap((page) => page.fields);
  const known = new Set(pkg.fields.map((field) => field.name));
  return [
    ...shown
      .filter((name) => !known.has(name))
      .map((name) => inPages(`"${name}" is on a page but not in data.schema.json`)),
    ...shown
      .filter((name, index) => shown.indexOf(name) !== index)
      .map((name) => inPages(`"${name}" is on more than one page`)),
    ...pkg.fields
      .filter((field) => field.source.kind !== 'officer' && !shown.includes(field.name))
      .map((field) => inPages(`"${field.name}" is on no page`)),
  ];
}

function lintField(pkg: ServicePackage, field: Field): PackageProblem[] {
  const allowed = (pkg.schema as DataSchema).properties?.[field.name]?.enum;
  const offered = field.choices?.map((choice) => choice.value);
  const register = field.source.kind === 'register' ? field.source.register : undefined;
  const same = JSON.stringify([...(allowed ?? [])].sort()) === JSON.stringify([...(offered ?? [])].sort());
  return [
    ...(same
      ? []
      : [inPages(`the choices of "${field.name}" must be exactly the values its enum in data.schema.json allows`)]),
    ...(register && !pkg.registers.some((known) => known.name === register)
      ? [inSchema(`"${field.name}" comes from register "${register}", which x-registers does not name`)]
      : []),
  ];
}

/** What is typed is read by its kind, and a date has bounds: absurd ones are taken, charged and granted otherwise. */
function lintTyped(pkg: ServicePackage, field: Field): PackageProblem[] {
  const { name, format, normalise, choices, earliest, latest } = field;
  const pattern = ((pkg.schema as DataSchema).properties?.[name] as { pattern?: string } | undefined)?.pattern;
  return [
    ...(field.source.kind === 'typed' && pattern && !normalise && !choices
      ? [inSchema(`"${name}" has a pattern: say by x-normalise how it is read (digits, identifier, phone, code)`)]
      : []),
    ...(format === 'date' && !(earliest && latest && isDateBound(earliest) && isDateBound(latest))
      ? [inSchema(`"${name}" is a date: it needs x-earliest and x-latest, such as "today-120y" and "today"`)]
      : []),
  ];
}

/** An identifier that the country can check is checked where somebody types it. */
function lintIdentifier({ schema, facts }: ServicePackage, field: Field, identifiers: object): PackageProblem[] {
  const concept = (schema as DataSchema).properties?.[field.name]?.['x-concept'] ?? '';
  const subject = facts.subjects.find((known) => known.field === field.name)?.scheme.replace(':', '-');
  const format = Object.keys(identifiers).find(
    (known) => known === subject || known.slice(3) === concept.split('.')[1],
  );
  return field.source.kind !== 'typed' || !format || field.format === format
    ? []
    : [inSchema(`"${field.name}" is an identifier with check digits: give it the format "${format}"`)];
}

const ownFormats = ['attachment', 'date', 'date-time', 'email', 'time', 'uri', 'uuid'];

/** A format nobody checks would let every answer pass. */
function unknownFormats(pkg: ServicePackage, identifiers: object): PackageProblem[] {
  const known = [...ownFormats, ...Object.keys(identifiers)];
  return pkg.fields.flatMap(({ name, format }) =>
    !format || known.includes(format)
      ? []
      : [
          inSchema(
            `"${name}" has format "${format}", which ${namesIdentifier(format) ? 'the country pack does not check' : 'does not exist'}: use one of ${known.join(', ')}`,
          ),
        ],
  );
}

function lintRegisters(pkg: ServicePackage): PackageProblem[] {
  return pkg.registers.flatMap((register) =>
    [...register.path.matchAll(/\{([^}]*)\}/g)].flatMap(([, name = '']) => {
      const [scope, field = ''] = name.split('.');
      const typed = pkg.fields.some(
        (known) => known.name === field && known.source.kind === 'typed' && known.type !== 'array',
      );
      const known = (scope === 'applicant' && field === 'inn') || (scope === 'answers' && typed);
      return known
        ? []
        : [inSchema(`register "${register.name}" is asked with {${name}}: use applicant.inn or a typed answer`)];
    }),
  );
}

const secondFacts = ['person.birthOn', 'person.document'];

/** A number alone is no proof that one knows the person: whoever tries numbers would read the register. */
function unprovenQuestions(pkg: ServicePackage): PackageProblem[] {
  const properties = (pkg.schema as DataSchema).properties ?? {};
  const conceptOf = (name: string) => properties[name]?.['x-concept'] ?? '';
  return pkg.registers.flatMap(({ name, path, matches = {} }) => {
    const asked = [...path.matchAll(/\{answers\.(\w+)\}/g)].map(([, field = '']) => field);
    const roleOf = (field: string) => pkg.facts.subjects.find((subject) => subject.field === field)?.role;
    const people = asked.filter((field) => conceptOf(field).startsWith('person.'));
    const unnamed = people.filter((field) => roleOf(field) === undefined);
    const wrong = Object.keys(matches).filter((field) => {
      const known = pkg.fields.find((candidate) => candidate.name === field);
      return !known?.required || known.source.kind !== 'typed' || !secondFacts.includes(conceptOf(field));
    });
    const unproven = people.some((field) => roleOf(field) !== 'applicant') && Object.keys(matches).length === 0;
    return [
      ...unnamed.map((field) =>
        inSchema(`register "${name}" is asked about the person of "${field}": name that field under subjects`),
      ),
      ...wrong.map((field) =>
        inSchema(`"${field}" of matches of register "${name}" must be a required, typed ${secondFacts.join(' or ')}`),
      ),
      ...(unproven
        ? [
            inSchema(
              `register "${name}" is asked about somebody else with a number alone: name a second fact under matches`,
            ),
          ]
        : []),
    ];
  });
}

/** Nobody types what a register of the same form already gives. */
function askedAgain(pkg: ServicePackage): PackageProblem[] {
  const schema = pkg.schema as DataSchema;
  return pkg.fields.flatMap((field) => {
    const concept = schema.properties?.[field.name]?.['x-concept'];
    if (!concept) return [inSchema(`"${field.name}" needs an x-concept that says what it means`)];
    if (field.source.kind !== 'typed') return [];
    const giver = Object.entries(schema['x-registers'] ?? {}).find(([, register]) => register.gives?.includes(concept));
    return giver ? [inSchema(`"${field.name}" asks again for ${concept}, which register "${giver[0]}" gives`)] : [];
  });
}
