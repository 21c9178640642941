// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import {
  activities,
  countryCodes,
  countryName,
  currencies,
  currency,
  currencyName,
  formatAmount,
  knownCountry,
  knownOccupation,
  languages,
  type LocalText,
  occupationGroups,
  occupationSkillLevel,
  occupationTitle,
  permitOccupations,
} from '../src/index.ts';

const scripts = {
  en: /^[\x20-\x7e’]+$/,
  ru: /[а-яё]/i,
  kk: /[а-яәғқңөұүһі]/i,
  uk: /[а-яіїєґ]/i,
  ar: /[\u0600-\u06ff]/,
};
const inItsScript = (text: LocalText) => languages.every((language) => scripts[language].test(text[language]));

test('all 249 assigned countries are there, each alpha-3 code once, named in each language', () => {
  expect(countryCodes).toHaveLength(249);
  expect(new Set(countryCodes.map((code) => code.alpha3)).size).toBe(249);
  for (const { alpha2, alpha3 } of countryCodes)
    for (const language of languages) expect(countryName(alpha3)?.[language]).not.toBe(alpha2);
  expect(countryName('IND')).toMatchObject({ en: 'India', ru: 'Индия', kk: 'Үндістан', uk: 'Індія', ar: 'الهند' });
});

test('Meridia has a user-assigned code; codes nobody has are unknown', () => {
  expect(knownCountry('XME')).toBe(true);
  expect(countryName('XME')?.en).toBe('Meridia');
  expect(knownCountry('ZZZ')).toBe(false);
  expect(countryName('ind')).toBeUndefined();
});

test('currencies know their minor units', () => {
  expect(currency('EUR')?.minorUnitDigits).toBe(2);
  expect(currency('JPY')?.minorUnitDigits).toBe(0);
  expect(currency('KWD')?.minorUnitDigits).toBe(3);
  expect(currency('XYZ')).toBeUndefined();
  expect(new Set(currencies.map((known) => known.code)).size).toBe(currencies.length);
  const inCirculation = new Set(Intl.supportedValuesOf('currency'));
  const funds = currencies.filter((one) => !inCirculation.has(one.code)).map((one) => one.code);
  expect(funds).toEqual(['BOV', 'CHE', 'CHW', 'CLF', 'COU', 'MXV', 'USN', 'UYI', 'UYW', 'VED']);
  expect(currencyName('EUR').ru).toBe('евро');
});

test('an amount in minor units is shown with the digits of its currency', () => {
  expect(formatAmount(12_550, 'EUR', 'en')).toBe('€125.50');
  expect(formatAmount(125, 'JPY', 'en')).toBe('¥125');
});

test('ISCO-08 has 436 unit groups in its ten major groups', () => {
  expect(occupationGroups).toHaveLength(436);
  expect(new Set(occupationGroups.map((group) => group.code)).size).toBe(436);
  const perMajor = Array.from(
    { length: 10 },
    (_, major) => occupationGroups.filter((group) => group.code.startsWith(String(major))).length,
  );
  expect(perMajor).toEqual([3, 31, 92, 84, 29, 40, 18, 66, 40, 33]);
  expect(new Set(occupationGroups.map((group) => group.code.slice(0, 2))).size).toBe(43);
  expect(new Set(occupationGroups.map((group) => group.code.slice(0, 3))).size).toBe(130);
});

test('an occupation has a title and a skill level, an unknown code neither', () => {
  expect(occupationTitle('7112')).toBe('Bricklayers and related workers');
  expect(['2142', '3112', '7112', '9313', '1411', '0310'].map(occupationSkillLevel)).toEqual([4, 3, 2, 1, 3, 1]);
  expect(knownOccupation('9999')).toBe(false);
  expect(occupationSkillLevel('9999')).toBeUndefined();
});

test('permit occupations are unit groups titled in each language in its own script', () => {
  expect(permitOccupations.length).toBeGreaterThanOrEqual(40);
  for (const occupation of permitOccupations) {
    expect(knownOccupation(occupation.code)).toBe(true);
    expect(inItsScript(occupation.title), occupation.code).toBe(true);
  }
});

test('activities are ISIC divisions named in each language', () => {
  for (const activity of activities) {
    expect(activity.code).toMatch(/^\d\d$/);
    expect(inItsScript(activity.title), activity.code).toBe(true);
  }
});
