// SPDX-License-Identifier: Apache-2.0
/** Lists of entries, and files that are attached: what a schema and pages say of them, and their columns as any other question. */
import { knownTypes } from '@stoa/kernel/files';
import type { DataSchema } from './form-reader.ts';
import type { Field, ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const inPages = (message: string): PackageProblem => ({ file: 'pages.yaml', message });
const inSchema = (message: string): PackageProblem => ({ file: 'data.schema.json', message });

/** @param lintColumns looks at the fields of a package in which the columns of a list stand for all fields */
export const lintLists = (
  pkg: ServicePackage,
  lintColumns: (columns: ServicePackage) => PackageProblem[],
): PackageProblem[] =>
  pkg.fields.flatMap((field) =>
    field.type === 'array' && !field.files
      ? [...lintList(pkg, field), ...lintColumns(columnsAsPackage(pkg, field))]
      : [],
  );

function lintList(pkg: ServicePackage, { name, list, source }: Field): PackageProblem[] {
  if (!list) return [inSchema(`"${name}" is an array: say by "items" of which objects, with "properties"`)];
  const items = (pkg.schema as DataSchema).properties?.[name]?.items as {
    type?: string;
    additionalProperties?: unknown;
  };
  return [
    ...(items.type === 'object' && items.additionalProperties === false
      ? []
      : [inSchema(`the items of "${name}" must have "type": "object" and "additionalProperties": false`)]),
    ...(source.kind === 'typed'
      ? []
      : [inSchema(`"${name}" is a list: only the applicant can give it (x-source typed)`)]),
    ...(list.least > list.most
      ? [inSchema(`"${name}" asks for at least ${list.least} entries and takes at most ${list.most}`)]
      : []),
    ...aloneOnPage(pkg, name, 'is a list'),
  ];
}

function aloneOnPage({ pages }: ServicePackage, name: string, what: string): PackageProblem[] {
  const page = pages.find(({ fields }) => fields.includes(name));
  return page && page.fields.length > 1 ? [inPages(`"${name}" ${what}: give it page "${page.id}" for itself`)] : [];
}

/** Files that are attached. */
export const lintFiles = (pkg: ServicePackage): PackageProblem[] =>
  pkg.fields.flatMap(({ name, type, files, source }) => {
    if (!files) return [];
    const strange = files.accept.filter((one) => !knownTypes().includes(one));
    return [
      ...(type === 'array' && source.kind === 'typed'
        ? []
        : [inSchema(`"${name}" is attached: its type is "array" and its x-source typed`)]),
      ...(strange.length > 0
        ? [inSchema(`"${name}" accepts ${strange.join(', ')}: use types of ${knownTypes().join(', ')}`)]
        : []),
      ...aloneOnPage(pkg, name, 'is attached'),
    ];
  });

/** Names lead back to the list they are columns of. */
function columnsAsPackage(pkg: ServicePackage, { name, list }: Field): ServicePackage {
  const schema = pkg.schema as DataSchema;
  const items = schema.properties?.[name]?.items ?? {};
  const inside = (column: string) => `${name}.${column}`;
  const properties = Object.entries(items.properties ?? {}).map(([column, property]) => [inside(column), property]);
  return {
    ...pkg,
    fields: (list?.columns ?? []).map((column) => ({ ...column, name: inside(column.name) })),
    facts: { ...pkg.facts, subjects: [] },
    schema: { properties: Object.fromEntries(properties), 'x-registers': schema['x-registers'] },
  };
}
