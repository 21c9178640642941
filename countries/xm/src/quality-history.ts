// SPDX-License-Identifier: Apache-2.0
/**
 * Two years of what people said of 1,500 clinics, schools and front offices, from a fixed seed: with seasons, a clinic that
 * improves, and a region that asks nobody yet.
 */
import { organisationInn } from './inn.ts';
import { kpp } from './kpp.ts';
import { inEachLanguage, type LocalText } from './local-text.ts';
import { ogrn } from './ogrn.ts';
import { organisationTypes, type OrganisationType } from './organisation-types.ts';
import { governmentOrganisations } from './organisations.ts';
import { Draw } from './random.ts';
import { ofType } from './spheres.ts';
import { districtsOf, regions } from './territories.ts';

export interface QualityOffice {
  readonly id: string;
  readonly name: LocalText;
  readonly regionCode: string;
  readonly sphere: string;
  /** Of those that are in no list yet. */
  readonly numbers?: { readonly inn: string; readonly ogrn: string; readonly kpp: string };
}
const total = 1500;
const types: readonly OrganisationType[] = ['clinic', 'school', 'front-office'];
const before: LocalText = { en: 'No. ', ru: '№ ', kk: '№ ', uk: '№ ', ar: 'رقم ' };
/** Of each kind in a region, those of the directory first. */
const ofKind = Math.ceil(total / (types.length * regions.length));
const known = 3;

let offices: readonly QualityOffice[] | undefined;
/** Those of the directory, and more of their kind: 1,500 in all. */
export function qualityOffices(): readonly QualityOffice[] {
  offices ??= [
    ...governmentOrganisations.map(({ id, name, regionCode, type }) => ({
      id,
      name,
      regionCode,
      sphere: ofType[type],
    })),
    ...regions.flatMap(({ code: regionCode }, region) =>
      types.flatMap((type, kind) =>
        Array.from({ length: ofKind - known }, (_, at): QualityOffice => {
          const number = known + 1 + at;
          const districts = districtsOf(regionCode);
          const district = districts[at % districts.length];
          const prefix = regionCode.slice(3);
          const serial = 20_000 + region * 10_000 + kind * 2000 + at;
          return {
            id: `${regionCode}-${type.toUpperCase()}-${number}`,
            name: inEachLanguage(
              (language) =>
                `${organisationTypes[type][language]} ${before[language]}${number}${language === 'ar' ? '،' : ','} ${district?.name[language] ?? ''}`,
            ),
            ...{ regionCode, sphere: ofType[type] },
            numbers: {
              inn: organisationInn(`${prefix}01`, serial),
              ogrn: ogrn(2006, prefix, serial),
              kpp: kpp(`${prefix}01`, 1),
            },
          };
        }),
      ),
    ),
  ].slice(0, total);
  return offices;
}

export interface QualityMonth {
  readonly organisationId: string;
  readonly regionCode: string;
  readonly sphere: string;
  readonly month: string;
  readonly questions: Readonly<Record<string, number[]>>;
  /** Of the marks for the service overall, those by service. */
  readonly services?: Readonly<Record<string, number[]>>;
  /** Services rendered, with or without a card. */
  readonly rendered?: number;
  readonly cards: number;
  readonly delivered: number;
  readonly opened: number;
}

const questions = ['organisation', 'comfort', 'goodwill', 'competence', 'overall'] as const;
/** Asks nobody yet: there are cards and no answers. */
export const silentRegion = 'XM-03';
/** Of the account that answers for it in the demo. */
export const improvingClinic = 'XM-01-CLINIC-1';
const monthsOfHistory = 24;
/** January first: people are less content in winter, and most of all before the holidays. */
const season = [-0.16, -0.12, -0.04, 0.02, 0.06, 0.1, 0.14, 0.12, 0.02, -0.04, -0.06, -0.02];

/** What front offices are asked for. */
const ofFrontOffices = ['address-certificate', 'family-residence', 'work-permit', 'visit-visa'] as const;
/** Of ten front offices, one hands in cards of hardly half its services. */
const holdsBack = 10;
const shareHeld = 0.55;

/** Marks for the service overall by service, the first with most of them; the counts stay whole. */
function byService(marks: readonly number[]): Record<string, number[]> {
  let left = [...marks];
  const parts = ofFrontOffices.map((service, at): [string, number[]] => {
    const last = at === ofFrontOffices.length - 1;
    const part = left.map((count) => (last ? count : Math.ceil(count * (0.45 + 0.05 * at))));
    left = left.map((count, point) => count - (part[point] ?? 0));
    return [service, part];
  });
  return Object.fromEntries(parts);
}

/** The last month there is a history of: the one before that of the day. */
export function lastMonthOfHistory(now: number): string {
  const day = new Date(now);
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}

function markOf(draw: Draw, mean: number): number {
  // Three draws of a fraction come near enough to a bell.
  const off = (draw.fraction() + draw.fraction() + draw.fraction() - 1.5) * 2.1;
  return Math.min(5, Math.max(1, Math.round(mean + off)));
}

/** Months of all offices, one office after another; for answers only of those that ask. */
export function qualityMonths(now: number): QualityMonth[] {
  const last = lastMonthOfHistory(now);
  const [year = 0, month = 1] = last.split('-').map(Number);
  const months = Array.from({ length: monthsOfHistory }, (_, at) =>
    new Date(Date.UTC(year, month - monthsOfHistory + at, 1)).toISOString().slice(0, 7),
  );
  return qualityOffices().flatMap(({ id, regionCode, sphere }, nth) => {
    if (!regionCode.includes('-')) return [];
    const draw = new Draw(7919 + nth);
    const improves = id === improvingClinic;
    const [level, drift, size] = [
      (regionCode === 'XM-02' ? 2.9 : 3.4) + draw.fraction() * 1.1,
      0.006 + draw.fraction() * 0.014,
      draw.whole(9, 24),
    ];
    const offset = Object.fromEntries(
      questions.map((one) => [one, one === 'overall' ? 0 : draw.fraction() * 0.6 - 0.3]),
    );
    return months.map((on, at) => {
      const time = season[Number(on.slice(5)) - 1] ?? 0;
      const mean = improves ? 2.5 + 0.075 * at + time : level + drift * at + time;
      const answers =
        regionCode === silentRegion
          ? 0
          : Math.round((improves ? 90 : size) * (1 + time) * (0.8 + 0.4 * draw.fraction()));
      const counts = Object.fromEntries(questions.map((one) => [one, [0, 0, 0, 0, 0]]));
      for (let answer = 0; answer < answers; answer++)
        for (const question of questions) {
          const place = markOf(draw, mean + (offset[question] ?? 0)) - 1;
          const of = counts[question];
          if (of) of[place] = (of[place] ?? 0) + 1;
        }
      const cards = Math.round((answers || size) * (2 + 2 * draw.fraction())) + 1;
      const delivered = Math.max(answers, Math.round(cards * 0.92));
      const opened = answers === 0 ? 0 : Math.min(delivered, Math.round(answers * 1.3));
      const asked = answers > 0 ? counts : {};
      const isFrontOffice = id.includes('-FRONT-OFFICE-');
      const rendered = Math.round(cards / (isFrontOffice && nth % holdsBack === 3 ? shareHeld : 0.96));
      return {
        ...{ organisationId: id, regionCode, sphere, month: on, questions: asked, cards, delivered, opened },
        ...(isFrontOffice && answers > 0 ? { services: byService(counts.overall ?? []) } : {}),
        ...(sphere === 'health-care' || isFrontOffice ? { rendered } : {}),
      };
    });
  });
}

export interface QualityComment {
  readonly key: string;
  readonly office: QualityOffice;
  readonly day: string;
  readonly mark: number;
  readonly text: string;
  readonly released: boolean;
}
const words: readonly (readonly [mark: number, text: string])[] = [
  [2, 'Очередь в регистратуру два часа, ждать негде.'],
  [5, 'Спасибо, врач всё подробно объяснил.'],
  [1, 'Сотрудник в окне был груб и не назвал, каких документов не хватает.'],
  [4, 'Чисто, светло, но мало стульев в коридоре.'],
  [2, 'Құжаттарды екі рет әкелуге тура келді, түсініксіз болды.'],
  [5, 'Бәрі тез шешілді, рақмет.'],
  [3, 'The website said one thing, the desk another.'],
  [2, 'We waited three hours although we had an appointment.'],
  [5, 'Friendly staff, everything was done in ten minutes.'],
  [1, 'В справке ошибка, исправлять отказались.'],
  [4, 'Пандус есть, но дверь тяжёлая.'],
  [2, 'Було дуже тісно й довго, нікому пояснити.'],
  [4, 'Записалась через портал, приняли вовремя.'],
  [3, 'Талон дали на девять, приняли в десять.'],
  [5, 'Медсестра приветливая, ребёнок не испугался.'],
  [2, 'Бланк заставили переписывать трижды из-за одной буквы.'],
  [1, 'Трубку не берут, на сайте старое расписание.'],
  [4, 'Всё ясно написано на стенде, спросить ничего не пришлось.'],
  [5, 'Қызметкер сыпайы, бәрін түсіндірді.'],
  [2, 'Кезек ұзақ, орындық жетпейді.'],
  [3, 'Анықтаманы ертең кел деді, екі рет бардым.'],
  [5, 'Дуже ввічливий працівник, дякую.'],
  [2, 'Довідку видали з помилкою, чекала ще тиждень.'],
  [4, 'Clean rooms, and the ramp works.'],
  [1, 'Nobody would explain which paper was missing.'],
  [3, 'The form asks for things they already have.'],
  [5, 'In and out in a quarter of an hour.'],
  [2, 'It was cold, noisy, and there was no chair.'],
];
const dayMs = 86_400_000;

/** Free words of the last ten weeks: most of the clinic of the demo, the others of its region and beyond. */
export function qualityComments(now: number): QualityComment[] {
  const draw = new Draw(4711);
  const asking = qualityOffices().filter(({ regionCode }) => regionCode.includes('-') && regionCode !== silentRegion);
  const clinic = asking.find(({ id }) => id === improvingClinic);
  return Array.from({ length: 96 }, (_, at) => {
    const [mark, text] = words[(at * 7 + draw.whole(0, 1)) % words.length] ?? [5, ''];
    const office = clinic && at % 3 === 0 ? clinic : draw.from(asking);
    const day = new Date(now - draw.whole(3, 70) * dayMs).toISOString().slice(0, 10);
    return { key: `comment ${at}`, office, day, mark, text, released: at % 8 !== 7 };
  });
}

export interface QualityFollowup {
  readonly key: string;
  readonly organisationId: string;
  readonly regionCode: string;
  readonly sphere: string;
  readonly answeredOn: string;
  readonly reply?: string;
  readonly repliedOn?: string;
}
const replies = [
  'Мы открыли второе окно регистратуры и поставили табло: ожидание теперь видно заранее.',
  'Разобрали случай на совещании, список документов вывесили у входа и на сайте.',
  'Поставили стулья в коридоре и починили дверцу пандуса.',
  'Қабылдау тәртібі өзгерді: енді құжаттарды бір рет әкелген жеткілікті.',
  'We apologise. Appointments are kept apart from the queue now.',
] as const;

/** Of a year: most answered in time, some late, some not at all. */
export function qualityFollowups(now: number): QualityFollowup[] {
  const draw = new Draw(2027);
  const asking = qualityOffices().filter(({ regionCode }) => regionCode.includes('-') && regionCode !== silentRegion);
  const clinic = asking.find(({ id }) => id === improvingClinic);
  return Array.from({ length: 400 }, (_, at) => {
    const office = clinic && at % 10 === 0 ? clinic : draw.from(asking);
    const answered = now - draw.whole(40, 360) * dayMs;
    const on = (at_: number) => new Date(at_).toISOString().slice(0, 10);
    const { id: organisationId, regionCode, sphere } = office;
    const one = { key: `followup ${at}`, organisationId, regionCode, sphere, answeredOn: on(answered) };
    const kept = draw.fraction();
    if (kept > 0.88) return one;
    const days = kept > 0.76 ? draw.whole(26, 34) : draw.whole(8, 16);
    return { ...one, reply: draw.from(replies), repliedOn: on(answered + days * dayMs) };
  });
}
