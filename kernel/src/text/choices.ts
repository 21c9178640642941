// SPDX-License-Identifier: Apache-2.0
/** Words of what was chosen; what a field of the format `country` holds is an alpha-3 code of ISO 3166-1. */
import type { LocalText } from '../contract.ts';

interface Choice {
  value: string | number | boolean;
  label: LocalText;
}
interface Column {
  readonly name: string;
  readonly widget: string;
  readonly source: { readonly kind: string };
  choices?: Choice[];
}
type Chosen = Readonly<Record<string, unknown>>;

let countries: ReadonlyMap<string, LocalText> = new Map();

/** From the country pack, at start. */
export function nameCountries(known: ReadonlyMap<string, LocalText>): void {
  countries = known;
}

/** What the field offers, with words for each; of a value nobody types, the words for that value alone. */
export function choicesOf(field: Omit<Column, 'name'>, value: unknown): Choice[] | undefined {
  if (field.widget !== 'country') return field.choices;
  if (field.source.kind === 'typed') return Array.from(countries, ([code, label]) => ({ value: code, label }));
  return typeof value === 'string' ? [{ value, label: countries.get(value) ?? { en: value } }] : undefined;
}

/** By field; of a list those of each entry. */
export function labelsOf(
  fields: readonly (Column & { readonly list?: { readonly columns: readonly Omit<Column, 'source'>[] } })[],
  answers: Chosen,
): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field): [string, unknown][] => {
      if (field.list) return [[field.name, entryLabels(field.list.columns, answers[field.name] as Chosen[])]];
      const choice = choicesOf(field, answers[field.name])?.find(({ value }) => value === answers[field.name]);
      return choice ? [[field.name, choice.label]] : [];
    }),
  );
}

/** Every column is there, null where nothing was chosen. */
function entryLabels(columns: readonly Omit<Column, 'source'>[], entries: readonly Chosen[]) {
  const words = columns.map(({ name, ...column }) => {
    const choices = choicesOf({ ...column, source: { kind: 'typed' } }, null) ?? [];
    return { name, labels: new Map<unknown, unknown>(choices.map(({ value, label }) => [value, label])) };
  });
  return entries.map((entry) =>
    Object.fromEntries(words.map(({ name, labels }) => [name, labels.get(entry[name]) ?? null])),
  );
}
