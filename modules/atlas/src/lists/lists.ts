// SPDX-License-Identifier: Apache-2.0
/** Elements of a kind as a table. */
import { type Element, getVocabulary, listElements } from '@stoa/architecture/contract';
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import { inLanguage, type Principal } from '@stoa/kernel/contract';
import { type ListAsked, mostRows } from '../contract.ts';
import { type Made, tableAs, type Value } from '../files/table.ts';
import words from './words.json' with { type: 'json' };

/** Refuses: architecture.kind-unknown, architecture.field-unknown. */
export async function takeOutList(
  module: ModuleRuntime,
  principal: Principal,
  { as, language = 'en', ...filter }: ListAsked,
): Promise<Made> {
  const items: Element[] = [];
  let cursor: string | undefined;
  do {
    const asked = { ...filter, limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await module.call(listElements, asked, { principal });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < mostRows);
  const vocabulary = await module.call(getVocabulary, {}, { principal });
  const kind = vocabulary.kinds[filter.kind];
  if (!kind) return refuse('missing', 'architecture.kind-unknown', 'There is no such kind. Ask for the vocabulary.');
  const say = (text: Element['name']) => inLanguage(text, language);
  const fields = kind.fields.flatMap((code) => {
    const field = vocabulary.fields[code];
    return field ? [{ code, field }] : [];
  });
  const rows = items.map((one): Value[] => [
    ...[one.code, say(one.name), one.ownerId ?? '', one.validFrom, one.attestedAt?.slice(0, 10) ?? ''],
    ...fields.map(({ code, field }): Value => {
      const value = one.facts[code];
      if (value === undefined) return '';
      const choice = field.choices?.[String(value)];
      if (choice) return say(choice);
      if (typeof value === 'boolean') return value ? '+' : '-';
      return field.type === 'money' ? Number(value) / 100 : value;
    }),
  ]);
  const columns = [...Object.values(words).map(say), ...fields.map(({ field }) => say(field.title))];
  return tableAs({ title: say(kind.title), columns, rows }, as, language === 'ar');
}
