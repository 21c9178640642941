// SPDX-License-Identifier: Apache-2.0
/** What is in force at an institution: the standard set with the institution's deviations put over it. Pure. */
import { refuse } from '@stoa/kernel';
import type { Deviation, Rules } from '../contract.ts';

type Value = string | number;
type Item = Record<string, unknown>;

const target = (rules: Rules, path: string): { item: Item; field: string } | undefined => {
  const [list = '', code, field = ''] = path.split('/');
  const items = (list === 'kinds' ? rules.kinds : rules.journals) as unknown as Item[];
  const item = items.find((one) => one.code === code);
  return item && { item, field };
};

export function standardValue(rules: Rules, path: string): Value | undefined {
  const found = target(rules, path);
  return found?.item[found.field] as Value | undefined;
}

const types: Readonly<Record<string, 'string' | 'number'>> = {
  ...{ termDays: 'number', signatures: 'number', highestLabel: 'number' },
  ...{ template: 'string', index: 'string', journal: 'string' },
};
const template = /^[^{}]*(\{(index|yy|yyyy|n|n:[2-8])\}[^{}]*)+$/;

/** Refuses: documents.deviation-unknown, documents.deviation-invalid. */
export function checkDeviations(rules: Rules, deviations: readonly Deviation[]): void {
  for (const { path, value } of deviations) {
    const found = target(rules, path);
    if (!found)
      refuse('invalid', 'documents.deviation-unknown', `The standard set has no ${path}. Choose one that it has.`);
    const fits =
      typeof value === types[found.field] &&
      (found.field !== 'template' || (template.test(String(value)) && String(value).includes('{n'))) &&
      (found.field !== 'index' || /^[\p{L}0-9-]{0,10}$/u.test(String(value))) &&
      (found.field !== 'journal' || rules.journals.some(({ code }) => code === value)) &&
      (found.field !== 'highestLabel' || Number(value) <= 3) &&
      (found.field !== 'signatures' || Number(value) <= 5) &&
      (found.field !== 'termDays' || Number(value) >= 1);
    if (!fits)
      refuse(
        'invalid',
        'documents.deviation-invalid',
        `${path} cannot be “${value}”. Look at the value of the standard set.`,
      );
  }
}

export function effective(rules: Rules, deviations: readonly Deviation[]): Rules {
  const own = structuredClone(rules);
  for (const { path, value } of deviations) {
    const found = target(own, path);
    if (found) found.item[found.field] = value;
  }
  return own;
}
