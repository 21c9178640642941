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
  return Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    type: property.type,
    ...(property.format ? { format: property.format } : {}),
    ...(property.maxLength ? { maxLength: property.maxLength } : {}),
    ...(property['x-normalise'] ? { normalise: property['x-normalise'] } : {}),
    ...(property['x-earliest'] ? { earliest: property['x-earliest'] } : {}),
    ...(property['x-latest'] ? { latest: property['x-latest'] } : {}),
    required: required.has(name),
    source: property['x-source'],
    widget: widgetOf(property, form.fields?.[name]),
    ...form.fields?.[name],
  }));
}

const mostRadios = 6;
const longestLine = 300;

function widgetOf(property: Property, text: FieldText | undefined): string {
  if (text?.choices) return text.choices.length > mostRadios ? 'select' : 'choice';
  if (property.type === 'boolean') return 'yes-no';
  if (property.type === 'integer' || property.type === 'number') return 'number';
  if (['date', 'email', 'country'].includes(property.format ?? '')) return property.format ?? '';
  return (property.maxLength ?? 0) > longestLine ? 'long-text' : 'text';
}
