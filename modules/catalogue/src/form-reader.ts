// SPDX-License-Identifier: Apache-2.0
/** Joins the data schema (types and sources) with the pages file (words and order). */

interface Property {
  type?: string;
  format?: string;
  enum?: readonly unknown[];
  maxLength?: number;
  'x-source'?: unknown;
  'x-concept'?: string;
  'x-normalise'?: string;
  'x-earliest'?: string;
  'x-latest'?: string;
  minItems?: number;
  maxItems?: number;
  items?: DataSchema;
  'x-accept'?: readonly string[];
  'x-maxBytes'?: number;
  'x-maxFiles'?: number;
}
export interface DataSchema {
  properties?: Record<string, Property>;
  required?: readonly string[];
  then?: { required?: readonly string[] };
  'x-registers'?: Record<
    string,
    {
      service?: string;
      path?: string;
      matches?: Readonly<Record<string, string>>;
      gives?: readonly string[];
      consent?: string;
    }
  >;
}
interface FieldText {
  widget?: string;
  choices?: readonly unknown[];
  /** Of a list: what one entry is, and the words of its columns. */
  entry?: unknown;
  columns?: Record<string, FieldText>;
  [key: string]: unknown;
}
export interface FormFile {
  registers?: Record<string, { title?: unknown; purpose?: unknown }>;
  eligibility?: readonly unknown[];
  pages?: readonly { fields?: readonly string[] }[];
  fields?: Record<string, FieldText>;
}

export const registersOf = (schema: DataSchema, form: FormFile): unknown[] =>
  Object.entries(schema['x-registers'] ?? {}).map(([name, { service, path, matches, consent }]) => ({
    name,
    service,
    path,
    ...(matches ? { matches } : {}),
    ...(consent ? { consent } : {}),
    title: form.registers?.[name]?.title,
    purpose: form.registers?.[name]?.purpose,
  }));

/** Every property of the schema as a field, with what pages.yaml says of it. */
export function fieldsOf(schema: DataSchema, form: FormFile): unknown[] {
  const required = new Set([...(schema.required ?? []), ...(schema.then?.required ?? [])]);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const { entry, columns, ...words } = form.fields?.[name] ?? {};
    return {
      ...questionOf(name, property, words, required),
      ...listOf(property, entry, columns),
      ...filesOf(property),
    };
  });
}

const questionOf = (name: string, property: Property, words: FieldText, required: ReadonlySet<string>) => ({
  name,
  type: property.type,
  ...(property.format ? { format: property.format } : {}),
  ...(property.maxLength ? { maxLength: property.maxLength } : {}),
  ...(property['x-normalise'] ? { normalise: property['x-normalise'] } : {}),
  ...(property['x-earliest'] ? { earliest: property['x-earliest'] } : {}),
  ...(property['x-latest'] ? { latest: property['x-latest'] } : {}),
  required: required.has(name),
  source: property['x-source'],
  widget: widgetOf(property, words),
  ...words,
});

const filesOf = ({ format, ...property }: Property) =>
  format === 'attachment'
    ? {
        files: {
          accept: property['x-accept'] ?? [],
          maxBytes: property['x-maxBytes'] ?? 0,
          most: property['x-maxFiles'] ?? 1,
        },
      }
    : {};

/** Nobody but the applicant gives entries: columns are typed. */
function listOf({ type, items, minItems, maxItems }: Property, entry: unknown, words: FieldText['columns']) {
  if (type !== 'array' || !items) return {};
  const columns = fieldsOf(items, { ...(words ? { fields: words } : {}) }).map((column) => ({
    ...(column as object),
    source: { kind: 'typed' },
  }));
  return { list: { entry, least: minItems ?? 0, most: maxItems ?? 0, columns } };
}

const mostRadios = 6;
const longestLine = 300;

function widgetOf(property: Property, text: FieldText): string {
  if (property.format === 'attachment') return 'files';
  if (property.type === 'array') return 'list';
  if (text.choices) return text.choices.length > mostRadios ? 'select' : 'choice';
  if (property.type === 'boolean') return 'yes-no';
  if (property.type === 'integer' || property.type === 'number') return 'number';
  if (['date', 'email', 'country'].includes(property.format ?? '')) return property.format ?? '';
  return (property.maxLength ?? 0) > longestLine ? 'long-text' : 'text';
}
