// SPDX-License-Identifier: Apache-2.0
/** What Meridia watches, and ninety days of it from a fixed seed: services, disturbances and planned work. */
import { localDate } from './calendar.ts';
import { informationTypes, subsystems } from './exchange-members.ts';
import { inEachLanguage, languages, type LocalText } from './local-text.ts';
import { namedPeople } from './named-people.ts';
import { Draw } from './random.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const historyDays = 90;
const seed = 20;

const say = (...texts: readonly [string, string, string, string, string]): LocalText =>
  inEachLanguage((language) => texts[languages.indexOf(language)] ?? texts[0]);
const modules = (...names: string[]) => names.map((name) => `module:${name}`);
const aims = (health: number, availability: number, latency: number) => [
  { indicator: 'health' as const, target: health },
  { indicator: 'availability' as const, target: availability },
  { indicator: 'latency' as const, target: latency },
];
type Register = 'companies' | 'population' | 'vehicles' | 'taxes';
const register = (place: number, name: Register, service: string, title: LocalText) => ({
  ...{ code: `register-${name}`, name: title, place, latencyMs: 1000, objectives: aims(0.995, 0.995, 0.95) },
  ...{ sources: [`connector:${subsystems[name]}`], targets: [`${subsystems[name]}/${service}`] },
});
const core = { targets: [], latencyMs: 500, objectives: aims(0.999, 0.999, 0.95) };

export const watchedServices = [
  {
    // A password is hashed slowly on purpose.
    ...{ code: 'sign-in', place: 1, sources: modules('identity', 'accounts'), ...core, latencyMs: 2500 },
    name: say('Signing in', 'Вход в систему', 'Жүйеге кіру', 'Вхід до системи', 'تسجيل الدخول'),
  },
  {
    ...{ code: 'applications', place: 2, sources: modules('cases', 'catalogue', 'search'), ...core },
    name: say('Applications', 'Заявления', 'Өтініштер', 'Заяви', 'الطلبات'),
  },
  {
    ...{ code: 'payments', place: 3, sources: modules('payments', 'payouts', 'books'), ...core },
    name: say('Payments', 'Платежи', 'Төлемдер', 'Платежі', 'المدفوعات'),
  },
  {
    ...{ code: 'messages', place: 4, sources: modules('notifications', 'campaigns'), ...core },
    name: say('Messages', 'Сообщения', 'Хабарламалар', 'Повідомлення', 'الرسائل'),
  },
  {
    // Keys are made and certified while a connector waits: how fast calls are is told of each register.
    ...{
      code: 'exchange',
      place: 5,
      sources: modules('exchange'),
      ...core,
      objectives: aims(0.999, 0.999, 0.95).slice(0, 2),
    },
    name: say('Exchange of data', 'Обмен данными', 'Деректер алмасу', 'Обмін даними', 'تبادل البيانات'),
  },
  {
    ...{
      code: 'documents',
      place: 6,
      sources: modules('documents', 'correspondence', 'execution', 'signing'),
      ...core,
    },
    name: say('Documents', 'Документы', 'Құжаттар', 'Документи', 'الوثائق'),
  },
  {
    ...{ code: 'quality', place: 7, sources: modules('quality', 'surveys', 'analytics'), ...core },
    name: say(
      'Surveys and ratings',
      'Опросы и оценки',
      'Сауалнамалар мен бағалар',
      'Опитування й оцінки',
      'الاستبيانات والتقييمات',
    ),
  },
  register(
    ...([10, 'companies', 'companies'] as const),
    say('Register of companies', 'Реестр компаний', 'Компаниялар тізілімі', 'Реєстр компаній', 'سجل الشركات'),
  ),
  register(
    ...([11, 'population', 'persons'] as const),
    say('Register of population', 'Реестр населения', 'Халық тізілімі', 'Реєстр населення', 'سجل السكان'),
  ),
  register(
    ...([12, 'vehicles', 'vehicles'] as const),
    say('Register of vehicles', 'Реестр транспорта', 'Көлік тізілімі', 'Реєстр транспорту', 'سجل المركبات'),
  ),
  register(
    ...([13, 'taxes', 'debts'] as const),
    say('Register of taxes', 'Налоговый реестр', 'Салық тізілімі', 'Податковий реєстр', 'سجل الضرائب'),
  ),
  {
    ...{ code: 'clinics', regionCode: 'XM-01', place: 20, latencyMs: 1000, objectives: aims(0.99, 0.99, 0.95) },
    ...{ sources: [`connector:${subsystems.clinics}`], targets: [] },
    name: say('Clinics', 'Поликлиники', 'Емханалар', 'Поліклініки', 'العيادات'),
  },
  {
    ...{ code: 'land', regionCode: 'XM-02', place: 21, latencyMs: 1000, objectives: aims(0.99, 0.99, 0.95) },
    ...{ sources: [`connector:${subsystems.land}`], targets: [informationTypes.landTransfer] },
    name: say('Land register', 'Земельный реестр', 'Жер тізілімі', 'Земельний реєстр', 'سجل الأراضي'),
  },
] as const;

/** Share of the disk used half a year ago, and how much of it a week since: that of the taxes is full within the year. */
const diskGrowth = { taxes: [0.55, 0.011], population: [0.42, 0], companies: [0.35, 0.004] } as const;
const diskHistoryDays = 182;
/** Calls a day that a register is built for; those of the companies grow by so much a day. */
const callLimits = [
  { service: 'register-companies', calls: 24_000 },
  { service: 'register-population', calls: 60_000 },
];
const companiesGrowth = 0.012;

/** Days ago, hours it lasted, how bad: a share of that day. */
const past = [
  { key: 'payments-bank', daysAgo: 71, hours: 3, severity: 'major', service: 'payments', share: 0.04 },
  { key: 'companies-power', daysAgo: 52, hours: 9, severity: 'critical', service: 'register-companies', share: 0.37 },
  { key: 'sign-in-codes', daysAgo: 33, hours: 1, severity: 'major', service: 'sign-in', share: 0.02 },
  { key: 'land-line', daysAgo: 17, hours: 14, severity: 'critical', service: 'land', share: 0.58 },
  { key: 'messages-slow', daysAgo: 6, hours: 5, severity: 'minor', service: 'messages', share: 0.006 },
] as const;

const began = say(
  'We see that this service does not answer everybody. We are looking for the reason. What you sent is kept.',
  'Мы видим, что служба отвечает не всем. Ищем причину. Всё, что вы отправили, сохранено.',
  'Қызмет барлығына жауап бермей тұрғанын көріп отырмыз. Себебін іздеп жатырмыз. Жібергеніңіз сақталды.',
  'Ми бачимо, що служба відповідає не всім. Шукаємо причину. Усе, що ви надіслали, збережено.',
  'نلاحظ أن هذه الخدمة لا تجيب الجميع. نبحث عن السبب. ما أرسلته محفوظ.',
);
const ended = say(
  'The service works again. You need not send anything a second time.',
  'Служба снова работает. Повторно ничего отправлять не нужно.',
  'Қызмет қайтадан жұмыс істейді. Ештеңені қайта жіберудің қажеті жоқ.',
  'Служба знову працює. Повторно нічого надсилати не потрібно.',
  'الخدمة تعمل من جديد. لا حاجة لإرسال أي شيء مرة ثانية.',
);
const present = say(
  'Answers from the register of vehicles come late since this morning. Applications wait for them and lose nothing.',
  'С сегодняшнего утра ответы реестра транспорта приходят с опозданием. Заявления ждут их и ничего не теряют.',
  'Бүгін таңнан бері көлік тізілімінің жауаптары кешігіп келеді. Өтініштер оларды күтеді, ештеңе жоғалмайды.',
  'Від сьогоднішнього ранку відповіді реєстру транспорту надходять із запізненням. Заяви чекають на них і нічого не втрачають.',
  'تتأخر إجابات سجل المركبات منذ هذا الصباح. تنتظرها الطلبات ولا تفقد شيئًا.',
);
const workTitle = say(
  'New disks for the register of taxes',
  'Новые диски для налогового реестра',
  'Салық тізіліміне жаңа дискілер',
  'Нові диски для податкового реєстру',
  'أقراص جديدة لسجل الضرائب',
);
const workText = say(
  'The register of taxes does not answer meanwhile. Applications that need it wait and go on by themselves afterwards.',
  'В это время налоговый реестр не отвечает. Заявления, которым он нужен, подождут и продолжатся сами.',
  'Бұл уақытта салық тізілімі жауап бермейді. Оған мұқтаж өтініштер күтіп, кейін өздігінен жалғасады.',
  'У цей час податковий реєстр не відповідає. Заяви, яким він потрібен, зачекають і продовжаться самі.',
  'لا يجيب سجل الضرائب أثناء ذلك. تنتظر الطلبات التي تحتاجه ثم تستمر من تلقاء نفسها.',
);

/** @param now milliseconds; what is of today stays out of the days: that is counted as it happens */
export function watchedMonths(now: number) {
  const draw = new Draw(seed);
  const operator = namedPeople.operator.nameLatin;
  const at = (daysAgo: number, hours: number) =>
    new Date(Math.floor((now - daysAgo * dayMs) / dayMs) * dayMs + hours * hourMs).toISOString();
  const bad = new Map(past.map(({ daysAgo, service, share }) => [`${service} ${daysAgo}`, share]));
  const days = watchedServices.flatMap(({ code: service, targets }) =>
    Array.from({ length: historyDays - 1 }, (_, index) => {
      const daysAgo = historyDays - 1 - index;
      const grown = service === 'register-companies' ? 1 + companiesGrowth * index : 1;
      const called = targets.length > 0 || service === 'sign-in' ? draw.whole(4000, 9000) : 0;
      const [probes, calls] = [2880, Math.round(called * grown)];
      // Most days are whole; a few lose a report or two.
      const share = bad.get(`${service} ${daysAgo}`) ?? (draw.chance(0.07) ? draw.fraction() * 0.0015 : 0);
      return {
        ...{ service, date: localDate(new Date(now - daysAgo * dayMs)), probes, calls },
        ...{ down: Math.round(probes * share), failed: Math.round(calls * share), slow: Math.round(calls * share * 2) },
      };
    }),
  );
  const nameOf = (service: string) => watchedServices.find(({ code }) => code === service)?.name ?? began;
  const incidents = past.map(({ key, daysAgo, hours, severity, service }) => ({
    ...{ key, title: nameOf(service), severity, state: 'resolved' as const, services: [service] },
    ...{ openedAt: at(daysAgo, 6), resolvedAt: at(daysAgo, 6 + hours) },
    entries: [
      { at: at(daysAgo, 6), kind: 'alarm', note: `burn ${service} availability` },
      { at: at(daysAgo, 6.1), kind: 'acknowledged', byName: operator },
      { at: at(daysAgo, 6.2), kind: 'public', byName: operator, publicText: began },
      { at: at(daysAgo, 6 + hours), kind: 'resolved', byName: operator, note: 'Looked at the day after.' },
      { at: at(daysAgo, 6.1 + hours), kind: 'public', byName: operator, publicText: ended },
    ],
  }));
  const today = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
  const open = {
    ...{ key: 'vehicles-late', title: nameOf('register-vehicles'), severity: 'minor' as const },
    ...{ state: 'acknowledged' as const, services: ['register-vehicles'], openedAt: today(190) },
    entries: [
      { at: today(190), kind: 'opened', byName: operator, note: 'The department rebuilds an index.' },
      { at: today(185), kind: 'acknowledged', byName: operator },
      { at: today(180), kind: 'public', byName: operator, publicText: present },
    ],
  };
  const maintenance = [
    {
      ...{ key: 'tax-disks', title: workTitle, text: workText, services: ['register-taxes'], plannedBy: operator },
      ...{ startsAt: at(-4, 16), endsAt: at(-4, 20), state: 'announced' as const },
    },
  ];
  const disks = Object.entries(diskGrowth).flatMap(([name, [first, weekly]]) =>
    Array.from({ length: diskHistoryDays }, (_, index) => ({
      source: `connector:${subsystems[name as Register]}`,
      date: localDate(new Date(now - (diskHistoryDays - index) * dayMs)),
      used: Math.round((first + (weekly * index) / 7 + draw.fraction() * 0.006) * 10_000) / 10_000,
    })),
  );
  return { days, callLimits, disks, incidents: [...incidents, open], maintenance };
}
