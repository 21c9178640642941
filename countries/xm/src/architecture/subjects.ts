// SPDX-License-Identifier: Apache-2.0
/** The 65 bodies of the survey: 26 central, 17 local, 22 quasi-public; those that the directory has otherwise come first. */
import type { LocalText } from '../local-text.ts';
import { centralOrganisations } from '../organisations.ts';
import { districts, regions } from '../territories.ts';
import { texts } from './words.ts';

export interface Subject {
  readonly id: string;
  readonly kind: 'central' | 'local' | 'quasi-public';
  readonly name: LocalText;
  readonly regionCode: string;
}
/** The service integrator, a legal entity that the government names. */
export const integratorId = 'XM-SERVICE-INTEGRATOR';

const central: readonly (readonly [string, string])[] = [
  [
    'FINANCE-MINISTRY',
    'Ministry of Finance|Министерство финансов|Қаржы министрлігі|Міністерство фінансів|وزارة المالية',
  ],
  ['JUSTICE-MINISTRY', 'Ministry of Justice|Министерство юстиции|Әділет министрлігі|Міністерство юстиції|وزارة العدل'],
  [
    'HEALTH-MINISTRY',
    'Ministry of Health|Министерство здравоохранения|Денсаулық сақтау министрлігі|Міністерство охорони здоров’я|وزارة الصحة',
  ],
  [
    'AGRICULTURE-MINISTRY',
    'Ministry of Agriculture|Министерство сельского хозяйства|Ауыл шаруашылығы министрлігі|Міністерство сільського господарства|وزارة الزراعة',
  ],
  ['TRADE-MINISTRY', 'Ministry of Trade|Министерство торговли|Сауда министрлігі|Міністерство торгівлі|وزارة التجارة'],
  [
    'INDUSTRY-MINISTRY',
    'Ministry of Industry|Министерство индустрии|Индустрия министрлігі|Міністерство індустрії|وزارة الصناعة',
  ],
  [
    'ENERGY-MINISTRY',
    'Ministry of Energy|Министерство энергетики|Энергетика министрлігі|Міністерство енергетики|وزارة الطاقة',
  ],
  [
    'ECOLOGY-MINISTRY',
    'Ministry of Ecology|Министерство экологии|Экология министрлігі|Міністерство екології|وزارة البيئة',
  ],
  [
    'TRANSPORT-MINISTRY',
    'Ministry of Transport|Министерство транспорта|Көлік министрлігі|Міністерство транспорту|وزارة النقل',
  ],
  [
    'CULTURE-MINISTRY',
    'Ministry of Culture|Министерство культуры|Мәдениет министрлігі|Міністерство культури|وزارة الثقافة',
  ],
  [
    'FOREIGN-MINISTRY',
    'Ministry of Foreign Affairs|Министерство иностранных дел|Сыртқы істер министрлігі|Міністерство закордонних справ|وزارة الخارجية',
  ],
  [
    'DEFENCE-MINISTRY',
    'Ministry of Defence|Министерство обороны|Қорғаныс министрлігі|Міністерство оборони|وزارة الدفاع',
  ],
  [
    'EMERGENCY-MINISTRY',
    'Ministry of Emergencies|Министерство по чрезвычайным ситуациям|Төтенше жағдайлар министрлігі|Міністерство надзвичайних ситуацій|وزارة الطوارئ',
  ],
  [
    'ECONOMY-MINISTRY',
    'Ministry of the Economy|Министерство экономики|Экономика министрлігі|Міністерство економіки|وزارة الاقتصاد',
  ],
  [
    'DIGITAL-MINISTRY',
    'Ministry of Digital Development|Министерство цифрового развития|Цифрлық даму министрлігі|Міністерство цифрового розвитку|وزارة التنمية الرقمية',
  ],
  [
    'STATISTICS-AGENCY',
    'Statistics Agency|Агентство по статистике|Статистика агенттігі|Агентство статистики|وكالة الإحصاء',
  ],
  [
    'CIVIL-SERVICE-AGENCY',
    'Civil Service Agency|Агентство по делам государственной службы|Мемлекеттік қызмет агенттігі|Агентство державної служби|وكالة الخدمة المدنية',
  ],
  [
    'COMPETITION-AGENCY',
    'Competition Agency|Агентство по защите конкуренции|Бәсекелестікті қорғау агенттігі|Агентство захисту конкуренції|وكالة المنافسة',
  ],
  [
    'MONITORING-AGENCY',
    'Financial Monitoring Agency|Агентство финансового мониторинга|Қаржы мониторингі агенттігі|Агентство фінансового моніторингу|وكالة الرقابة المالية',
  ],
];
const cities: readonly (readonly [string, string])[] = [
  ['CITY-1', 'Silver City|Серебряный|Күмісті|Срібний|المدينة الفضية'],
  ['CITY-2', 'Bridgetown|Мостовой|Көпірлі|Мостовий|مدينة الجسر'],
  ['CITY-3', 'Stonehill|Каменка|Тасты|Кам’янка|تل الحجر'],
  ['CITY-4', 'Newport|Новый Порт|Жаңа Айлақ|Новий Порт|الميناء الجديد'],
];
const quasiPublic: readonly (readonly [string, string])[] = [
  [
    'SERVICE-INTEGRATOR',
    'Service Integrator|Сервисный интегратор|Сервистік интегратор|Сервісний інтегратор|مكامل الخدمات',
  ],
  ['RAILWAYS', 'Railways of Meridia|Железные дороги Меридии|Меридия теміржолдары|Залізниці Меридії|سكك حديد ميريديا'],
  ['POST', 'Post of Meridia|Почта Меридии|Меридия поштасы|Пошта Меридії|بريد ميريديا'],
  ['GAS-NETWORK', 'Gas Network|Газовая сеть|Газ желісі|Газова мережа|شبكة الغاز'],
  ['POWER-GRID', 'Power Grid|Электрическая сеть|Электр желісі|Електрична мережа|شبكة الكهرباء'],
  ['TELECOM', 'Meridia Telecom|Меридия Телеком|Меридия Телеком|Меридія Телеком|ميريديا للاتصالات'],
  ['AIRPORTS', 'Airports of Meridia|Аэропорты Меридии|Меридия әуежайлары|Аеропорти Меридії|مطارات ميريديا'],
  ['SEA-PORT', 'Sea Port|Морской порт|Теңіз порты|Морський порт|الميناء البحري'],
  ['HOUSING-FUND', 'Housing Fund|Жилищный фонд|Тұрғын үй қоры|Житловий фонд|صندوق الإسكان'],
  ['FARM-CREDIT', 'Farm Credit|Аграрный кредит|Аграрлық несие|Аграрний кредит|الائتمان الزراعي'],
  ['DEVELOPMENT-BANK', 'Development Bank|Банк развития|Даму банкі|Банк розвитку|بنك التنمية'],
  ['EXPORT-INSURER', 'Export Insurer|Экспортный страховщик|Экспорт сақтандырушысы|Експортний страховик|تأمين الصادرات'],
  ['WATER-WORKS', 'Water Works|Водоканал|Су арнасы|Водоканал|مرفق المياه'],
  [
    'HEALTH-FUND',
    'Health Insurance Fund|Фонд медицинского страхования|Медициналық сақтандыру қоры|Фонд медичного страхування|صندوق التأمين الصحي',
  ],
  ['PENSION-FUND', 'Pension Fund|Пенсионный фонд|Зейнетақы қоры|Пенсійний фонд|صندوق التقاعد'],
  [
    'UNIVERSITY-HOSPITAL',
    'University Hospital|Университетская больница|Университет ауруханасы|Університетська лікарня|المستشفى الجامعي',
  ],
  ['SCIENCE-FUND', 'Science Fund|Фонд науки|Ғылым қоры|Фонд науки|صندوق العلوم'],
  ['PIPELINES', 'Oil Pipelines|Нефтепроводы|Мұнай құбырлары|Нафтопроводи|أنابيب النفط'],
  ['GEOLOGY', 'Geology of Meridia|Геология Меридии|Меридия геологиясы|Геологія Меридії|جيولوجيا ميريديا'],
  ['LIBRARY', 'National Library|Национальная библиотека|Ұлттық кітапхана|Національна бібліотека|المكتبة الوطنية'],
  ['ROADS', 'Roads of Meridia|Дороги Меридии|Меридия жолдары|Дороги Меридії|طرق ميريديا'],
  ['SPORTS-CENTRE', 'Sports Centre|Спортивный центр|Спорт орталығы|Спортивний центр|المركز الرياضي'],
];
const akimat = texts('Akimat|Акимат|Әкімдік|Акімат|أكيمات');
const placed = (place: LocalText): LocalText => ({
  en: `${akimat.en}, ${place.en}`,
  ru: `${akimat.ru}, ${place.ru}`,
  kk: `${akimat.kk}, ${place.kk}`,
  uk: `${akimat.uk}, ${place.uk}`,
  ar: `${akimat.ar}، ${place.ar}`,
});

const country = 'XM';
export const architectureSubjects: readonly Subject[] = [
  ...Object.values(centralOrganisations).map(({ id, name }) => ({
    id,
    name,
    kind: 'central' as const,
    regionCode: country,
  })),
  ...central.map(([id, name]) => ({
    id: `XM-${id}`,
    name: texts(name),
    kind: 'central' as const,
    regionCode: country,
  })),
  ...[...regions, ...districts].map(({ code, name }) => ({
    ...{ id: `${code}-AKIMAT`, name: placed(name), kind: 'local' as const, regionCode: code.slice(0, 5) },
  })),
  ...cities.map(([id, name], at) => ({
    ...{ id: `XM-${id}-AKIMAT`, name: placed(texts(name)), kind: 'local' as const, regionCode: `XM-0${(at % 3) + 1}` },
  })),
  ...quasiPublic.map(([id, name]) => ({
    ...{ id: `XM-${id}`, name: texts(name), kind: 'quasi-public' as const, regionCode: country },
  })),
];
