// SPDX-License-Identifier: Apache-2.0
/** Countries by their names: what a field of the format `country` holds is an alpha-3 code of ISO 3166-1. */
import type { Field } from '@stoa/catalogue/contract';
import type { LocalText } from '@stoa/kernel/contract';

let names: ReadonlyMap<string, LocalText> = new Map();

/** From the country pack, at start. */
export function nameCountries(known: ReadonlyMap<string, LocalText>): void {
  names = known;
}

/** What the field offers, with words for each; of a value nobody types, the words for that value alone. */
export function choicesOf(field: Field, value: unknown): Field['choices'] {
  if (field.widget !== 'country') return field.choices;
  if (field.source.kind === 'typed') return Array.from(names, ([code, label]) => ({ value: code, label }));
  return typeof value === 'string' ? [{ value, label: names.get(value) ?? { en: value } }] : undefined;
}
