// SPDX-License-Identifier: Apache-2.0
/** Government organisations of Meridia: central authorities, and offices, clinics and schools of each region. */
import { subsystems } from './exchange-members.ts';
import { organisationInn } from './inn.ts';
import { kpp } from './kpp.ts';
import { inEachLanguage, type LocalText } from './local-text.ts';
import { ogrn } from './ogrn.ts';
import { organisationTypes, type OrganisationType } from './organisation-types.ts';
import { districtsOf, regions, type Territory } from './territories.ts';

export interface GovernmentOrganisation {
  /** Stable id: `XM-01-LABOUR`, `XM-LABOUR-MINISTRY`. */
  readonly id: string;
  readonly inn: string;
  readonly ogrn: string;
  readonly kpp: string;
  readonly name: LocalText;
  readonly type: OrganisationType;
  /** `XM` for a central authority, otherwise its region. */
  readonly regionCode: string;
  readonly districtCode?: string;
  readonly address: LocalText;
  /** Its subsystems on the exchange (instance/class/member/subsystem). */
  readonly subsystems: readonly string[];
}

let registered = 0;
/** Registration numbers in the order in which organisations are listed here: never reorder, only append. */
function registration(officePrefix: string) {
  registered += 1;
  const taxOffice = `${officePrefix}01`;
  return {
    inn: organisationInn(taxOffice, 100 + registered),
    ogrn: ogrn(2002, officePrefix, 1000 + registered * 7),
    kpp: kpp(taxOffice, 1),
  };
}

function central(id: string, type: OrganisationType, name: LocalText, subsystems: readonly string[] = []) {
  const house = registered + 1;
  const address: LocalText = {
    en: `${house} Republic Square, Aksu, Northern Steppe`,
    ru: `Северная Степь, Аксу, площадь Республики, ${house}`,
    kk: `Солтүстік Дала, Ақсу, Республика алаңы, ${house}`,
    uk: `Північний Степ, Аксу, площа Республіки, ${house}`,
    ar: `السهوب الشمالية، أقسو، ساحة الجمهورية، ${house}`,
  };
  return {
    id,
    ...registration('01'),
    name,
    type,
    regionCode: 'XM',
    address,
    subsystems,
  } satisfies GovernmentOrganisation;
}

/** Central authorities, by the name the code uses for them. */
export const centralOrganisations = {
  labourMinistry: central(
    'XM-LABOUR-MINISTRY',
    'ministry',
    {
      en: 'Ministry of Labour',
      ru: 'Министерство труда',
      kk: 'Еңбек министрлігі',
      uk: 'Міністерство праці',
      ar: 'وزارة العمل',
    },
    [subsystems.labour, subsystems.foreigners],
  ),
  companiesAgency: central(
    'XM-COMPANIES-AGENCY',
    'agency',
    {
      en: 'Companies Agency',
      ru: 'Агентство по регистрации компаний',
      kk: 'Компанияларды тіркеу агенттігі',
      uk: 'Агентство реєстрації компаній',
      ar: 'وكالة تسجيل الشركات',
    },
    [subsystems.companies],
  ),
  interiorMinistry: central(
    'XM-INTERIOR-MINISTRY',
    'ministry',
    {
      en: 'Ministry of the Interior',
      ru: 'Министерство внутренних дел',
      kk: 'Ішкі істер министрлігі',
      uk: 'Міністерство внутрішніх справ',
      ar: 'وزارة الداخلية',
    },
    [subsystems.population, subsystems.police],
  ),
  educationMinistry: central(
    'XM-EDUCATION-MINISTRY',
    'ministry',
    {
      en: 'Ministry of Education',
      ru: 'Министерство образования',
      kk: 'Білім министрлігі',
      uk: 'Міністерство освіти',
      ar: 'وزارة التربية والتعليم',
    },
    [subsystems.diplomas],
  ),
  qualityAgency: central(
    'XM-QUALITY-AGENCY',
    'agency',
    {
      en: 'Quality Agency',
      ru: 'Агентство по качеству услуг',
      kk: 'Қызмет сапасы агенттігі',
      uk: 'Агентство якості послуг',
      ar: 'وكالة جودة الخدمات',
    },
    [subsystems.quality],
  ),
  auditChamber: central('XM-AUDIT-CHAMBER', 'audit', {
    en: 'Audit Chamber',
    ru: 'Счётная палата',
    kk: 'Есеп палатасы',
    uk: 'Рахункова палата',
    ar: 'ديوان المحاسبة',
  }),
  platformOperator: central(
    'XM-PLATFORM-OPERATOR',
    'operator',
    {
      en: 'Platform Operator',
      ru: 'Оператор платформы',
      kk: 'Платформа операторы',
      uk: 'Оператор платформи',
      ar: 'مشغّل المنصة',
    },
    [subsystems.platform],
  ),
} as const;

/** What each region has: type of organisation, and how many of it. */
const regionalOffices: readonly (readonly [OrganisationType, number])[] = [
  ['labour', 1],
  ['migration', 1],
  ['tax', 1],
  ['registry', 1],
  ['front-office', 3],
  ['clinic', 3],
  ['school', 3],
];

function regional(region: Territory, type: OrganisationType, number: number, count: number): GovernmentOrganisation {
  const districts = districtsOf(region.code);
  const district = districts[(number - 1) % districts.length] ?? region;
  const kind = organisationTypes[type];
  const numbered = count > 1;
  const name = inEachLanguage((language) => {
    const place = numbered ? district.name[language] : region.name[language];
    const comma = language === 'ar' ? '،' : ',';
    return numbered
      ? `${kind[language]} ${numberSign[language]}${number}${comma} ${place}`
      : `${kind[language]}${comma} ${place}`;
  });
  const address = inEachLanguage((language) => {
    const comma = language === 'ar' ? '، ' : ', ';
    const street = `${streets[language]} ${number * 4 + kind.en.length}`;
    const place = [region.name[language], district.name[language]];
    return (language === 'en' ? [street, ...place.reverse()] : [...place, street]).join(comma);
  });
  return {
    id: `${region.code}-${type.toUpperCase()}${numbered ? `-${number}` : ''}`,
    ...registration(region.code.slice(3)),
    name,
    type,
    regionCode: region.code,
    districtCode: district.code,
    address,
    subsystems: [],
  };
}
const numberSign: LocalText = { en: 'No. ', ru: '№ ', kk: '№ ', uk: '№ ', ar: 'رقم ' };
const streets: LocalText = {
  en: 'Unity Street',
  ru: 'улица Единства',
  kk: 'Бірлік көшесі',
  uk: 'вулиця Єдності',
  ar: 'شارع الوحدة',
};

/** Every government organisation, central ones first. */
export const governmentOrganisations: readonly GovernmentOrganisation[] = [
  ...Object.values(centralOrganisations),
  ...regions.flatMap((region) =>
    regionalOffices.flatMap(([type, count]) =>
      Array.from({ length: count }, (_, index) => regional(region, type, index + 1, count)),
    ),
  ),
];

const byId = new Map(governmentOrganisations.map((organisation) => [organisation.id, organisation]));

/** The organisation with that id (`XM-01-LABOUR`); undefined when there is none. */
export const governmentOrganisation = (id: string): GovernmentOrganisation | undefined => byId.get(id);
