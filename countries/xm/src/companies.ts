// SPDX-License-Identifier: Apache-2.0
/** Companies in the register of the Companies Agency: Steppe Build LLP first, then the generated ones. */
import { activities } from './activities.ts';
import { brandNames, legalForms, type LegalForm } from './company-names.ts';
import { organisationInn } from './inn.ts';
import { kpp } from './kpp.ts';
import { inEachLanguage, type LocalText } from './local-text.ts';
import { namedPeople } from './named-people.ts';
import { ogrn } from './ogrn.ts';
import { people } from './people.ts';
import type { Person } from './person.ts';
import { Draw } from './random.ts';
import { districtsOf, regions } from './territories.ts';

export interface Company {
  /** 10 digits. */
  readonly inn: string;
  /** 13 digits. */
  readonly ogrn: string;
  /** 9 signs. */
  readonly kpp: string;
  readonly name: LocalText;
  readonly legalForm: LegalForm;
  readonly address: string;
  readonly regionCode: string;
  /** ISIC Rev.4 division. */
  readonly activityCode: string;
  readonly employees: number;
  readonly registeredOn: string;
  readonly status: 'active' | 'liquidated';
  readonly directors: readonly { readonly snils: string; readonly name: string }[];
  /** Whether taxes are overdue. */
  readonly taxDebt: boolean;
}

const generatedCount = 63;
const director = (person: Person) => ({ snils: person.snils, name: person.nameLatin });

/** The employer of the demo's work permit. */
export const steppeBuild: Company = {
  inn: organisationInn('0105', 23_451),
  ogrn: ogrn(2012, '01', 345_678),
  kpp: kpp('0105', 1),
  name: {
    en: 'Steppe Build LLP',
    ru: 'ТОО «Степпе Билд»',
    kk: '«Степпе Билд» ЖШС',
    uk: 'ТОВ «Степпе Білд»',
    ar: 'شركة ستيب بيلد ذ.م.م',
  },
  legalForm: 'llp',
  address: 'Северная Степь, Аксу, улица Единства, д. 40',
  regionCode: 'XM-01',
  activityCode: '41',
  employees: 120,
  registeredOn: '2012-05-14',
  status: 'active',
  directors: [director(namedPeople.aigerim)],
  taxDebt: false,
};

/** Keeps the books of others. */
export const abacusBureau: Company = {
  inn: organisationInn('0105', 23_462),
  ogrn: ogrn(2016, '01', 345_691),
  kpp: kpp('0105', 1),
  name: {
    en: 'Abacus Bureau LLP',
    ru: 'ТОО «Бюро Абакус»',
    kk: '«Абакус бюросы» ЖШС',
    uk: 'ТОВ «Бюро Абакус»',
    ar: 'شركة أباكوس ذ.م.م',
  },
  legalForm: 'llp',
  address: 'Северная Степь, Аксу, улица Садовая, д. 3',
  regionCode: 'XM-01',
  activityCode: '62',
  employees: 9,
  registeredOn: '2016-09-01',
  status: 'active',
  directors: [director(namedPeople.accountant)],
  taxDebt: false,
};

let generated: readonly Company[] | undefined;
let byInn: ReadonlyMap<string, Company> | undefined;

/** Every company, liquidated ones too; the same list on every run. Made on first use. */
export function companies(): readonly Company[] {
  generated ??= generate();
  return generated;
}

/** The company with that INN (10 digits); undefined when the register has none. */
export function companyByInn(inn: string): Company | undefined {
  byInn ??= new Map(companies().map((company) => [company.inn, company]));
  return byInn.get(inn);
}

/** Companies, liquidated ones too, that the person with that SNILS directs. */
export const companiesDirectedBy = (snils: string): readonly Company[] =>
  companies().filter((company) => company.directors.some((known) => known.snils === snils));

function generate(): readonly Company[] {
  const draw = new Draw(20_260_202);
  const named = new Set<string>(Object.values(namedPeople).map((person) => person.snils));
  const candidates = people().filter((person) => !named.has(person.snils) && person.birthOn < '2000');
  const all = [steppeBuild, abacusBureau];
  for (let index = 0; index < generatedCount; index += 1) all.push(company(draw, index, candidates));
  return all;
}

function company(draw: Draw, index: number, candidates: readonly Person[]): Company {
  const region = draw.from(regions);
  const office = region.code.slice(3);
  const taxOffice = `${office}0${draw.whole(2, 9)}`;
  const legalForm = draw.from(['llp', 'llp', 'llp', 'jsc', 'cooperative'] as const);
  const brand = brandNames[index % brandNames.length] ?? draw.from(brandNames);
  const registeredOn = draw.date(1996, 2025);
  const directors = new Set([draw.from(candidates)]);
  if (draw.chance(0.25)) directors.add(draw.from(candidates));
  const district = draw.from(districtsOf(region.code));
  return {
    inn: organisationInn(taxOffice, 30_000 + index * 311 + draw.whole(0, 300)),
    ogrn: ogrn(Number(registeredOn.slice(0, 4)), office, 100_000 + index * 1_009 + draw.whole(0, 1_000)),
    kpp: kpp(taxOffice, 1),
    name: inEachLanguage((language) => legalForms[legalForm][language].replace('{}', brand[language])),
    legalForm,
    address: `${region.name.ru}, ${district.name.ru}, улица Единства, д. ${draw.whole(1, 150)}`,
    regionCode: region.code,
    activityCode: draw.from(activities.filter((known) => known.section !== 'O')).code,
    employees: size(draw),
    registeredOn,
    status: index % 9 === 4 ? 'liquidated' : 'active',
    directors: [...directors].map(director),
    taxDebt: index % 7 === 3,
  };
}

/** Most companies are small: the size is even on a logarithmic scale from 1 to 900. */
const size = (draw: Draw): number => Math.max(1, Math.round(900 ** draw.fraction()));
