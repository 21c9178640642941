// SPDX-License-Identifier: Apache-2.0
/** Reference models of Meridia: activities, data, applications and infrastructure, each in the version of 2021 and the one in force. */
import { domains, texts } from './architecture/words.ts';
import type { LocalText } from './local-text.ts';
import { namedPeople } from './named-people.ts';

export interface ReferenceEntry {
  readonly code: string;
  readonly parent?: string;
  readonly title: LocalText;
  readonly maps: string[];
}
export interface ReferenceModel {
  readonly code: 'brm' | 'drm' | 'arm' | 'irm';
  readonly version: number;
  readonly note: string;
  readonly from: string;
  readonly writtenByName: string;
  readonly publishedByName: string;
  readonly entries: ReferenceEntry[];
}
const entry = (code: string, line: string, maps: string[] = [], parent?: string): ReferenceEntry => ({
  ...{ code, title: texts(line), maps },
  ...(parent ? { parent } : {}),
});
/** Domains with their areas; the areas that were there at first. */
const activities = (first: boolean): ReferenceEntry[] =>
  domains.flatMap(({ name, areas }, at) => [
    { code: `D${at + 1}`, title: name, maps: [] },
    ...areas.flatMap((title, number) =>
      first && number >= 8
        ? []
        : [{ code: `D${at + 1}.${number + 1}`, parent: `D${at + 1}`, title, maps: [`D${at + 1}.${number + 1}`] }],
    ),
  ]);
const data = (first: boolean): ReferenceEntry[] => [
  ...(first
    ? []
    : [entry('S', 'Subject areas|Предметные области|Пәндік салалар|Предметні області|المجالات الموضوعية')]),
  ...domains.map(({ name }, at) => ({
    ...{ code: `S${at + 1}`, title: name, maps: [`D${at + 1}`] },
    ...(first ? {} : { parent: 'S' }),
  })),
  ...(first ? [] : [entry('S6.1', 'Directories|Справочники|Анықтамалықтар|Довідники|الأدلة', [], 'S6')]),
];
const words = {
  registry: 'Registers|Реестры|Тізілімдер|Реєстри|السجلات',
  portal: 'Portals|Порталы|Порталдар|Портали|البوابات',
  workflow: 'Document flow|Документооборот|Құжат айналымы|Документообіг|تداول الوثائق',
  accounting: 'Accounting|Учёт|Есепке алу|Облік|المحاسبة',
  analytics: 'Analysis|Аналитика|Талдау|Аналітика|التحليل',
  integration: 'Integration|Интеграция|Интеграция|Інтеграція|التكامل',
  infrastructure: 'Foundations|Основа|Негіз|Основа|الأسس',
  sector: 'Systems of one sector|Отраслевые системы|Салалық жүйелер|Галузеві системи|أنظمة القطاع',
} as const;
const groups = [
  [
    'A1',
    'Meeting people|Взаимодействие с людьми|Адамдармен өзара әрекет|Взаємодія з людьми|التعامل مع الناس',
    ['portal'],
  ],
  [
    'A2',
    'Doing the work|Исполнение работы|Жұмысты орындау|Виконання роботи|إنجاز العمل',
    ['workflow', 'accounting', 'sector'],
  ],
  ['A3', 'Knowing|Знания|Білім|Знання|المعرفة', ['registry', 'analytics']],
  [
    'A4',
    'What others stand on|То, на чём стоят другие|Басқалардың тірегі|Те, на чому стоять інші|ما يقوم عليه غيره',
    ['integration', 'infrastructure'],
  ],
] as const;
/** The first version knew no systems of one sector. */
const applications = (first: boolean): ReferenceEntry[] =>
  groups.flatMap(([code, line, classes]) => [
    entry(code, line),
    ...classes
      .filter((one) => !first || one !== 'sector')
      .map((one, at) => entry(`${code}.${at + 1}`, words[one], [one], code)),
  ]);
const infrastructure = (first: boolean): ReferenceEntry[] => [
  entry('I1', 'Computing|Вычисления|Есептеу|Обчислення|الحوسبة'),
  entry('I1.1', 'Servers|Серверы|Серверлер|Сервери|الخوادم', ['server'], 'I1'),
  entry(
    'I1.2',
    'Devices of users|Устройства пользователей|Пайдаланушы құрылғылары|Пристрої користувачів|أجهزة المستخدمين',
    ['user'],
    'I1',
  ),
  entry('I2', 'Storage|Хранение|Сақтау|Зберігання|التخزين', ['storage']),
  entry('I3', 'Networks|Сети|Желілер|Мережі|الشبكات', ['network']),
  ...(first
    ? []
    : [
        entry(
          'I4',
          'Engineering equipment|Инженерное оборудование|Инженерлік жабдық|Інженерне обладнання|المعدات الهندسية',
          ['engineering'],
        ),
      ]),
];
const made = { brm: activities, drm: data, arm: applications, irm: infrastructure } as const;
const people = { writtenByName: namedPeople.architect.nameLatin, publishedByName: namedPeople.architect2.nameLatin };
export const referenceModels: readonly ReferenceModel[] = (['brm', 'drm', 'arm', 'irm'] as const).flatMap((code) => [
  { ...{ code, version: 1, from: '2021-06-01', ...people }, note: 'The first model', entries: made[code](true) },
  {
    ...{ code, version: 2, from: '2024-02-01', ...people },
    note: 'What the first one lacked',
    entries: made[code](false),
  },
]);
