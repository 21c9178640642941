// SPDX-License-Identifier: Apache-2.0
/** What the service integrator examined from 2016 to 2021, from a fixed seed. */
import { addWorkingDays } from './calendar.ts';
import { citizenNames } from './names.ts';
import { Draw } from './random.ts';
import { snils } from './snils.ts';
import { transliterate } from './transliteration.ts';

export interface EndedExamination {
  readonly key: string;
  readonly kind: 'proposal' | 'feasibility' | 'specification';
  readonly organisationId: string;
  readonly title: string;
  readonly purpose: string;
  readonly planned: {
    readonly class: string;
    readonly users: number;
    readonly costMake: number;
    readonly costYear: number;
  };
  readonly outcome: 'positive' | 'conditional' | 'negative';
  readonly submittedOn: string;
  readonly decidedOn: string;
  readonly days: number;
  readonly examiners: { readonly personId: string; readonly name: string }[];
}

/** So many of each kind. */
const counts = { specification: 345, proposal: 118, feasibility: 67 } as const;
const makes = ['Создание', 'Развитие', 'Внедрение', 'Модернизация'] as const;
const systems = [
  ['registry', 'информационной системы «Единый реестр %»'],
  ['portal', 'портала «Открытые данные: %»'],
  ['workflow', 'системы электронного документооборота: %'],
  ['accounting', 'системы учёта: %'],
  ['analytics', 'аналитической системы «Мониторинг %»'],
  ['integration', 'интеграционной платформы: %'],
  ['sector', 'отраслевой системы «%»'],
] as const;
const subjects = [
  ...['лицензий', 'земельных участков', 'недропользования', 'социальной помощи', 'занятости', 'школ и детских садов'],
  ...[
    'медицинских организаций',
    'транспортных средств',
    'государственных закупок',
    'миграции',
    'налогов',
    'судебных дел',
  ],
  ...[
    'племенных животных',
    'лесного фонда',
    'водных ресурсов',
    'объектов культуры',
    'спортивных сооружений',
    'архивов',
  ],
] as const;

/** Every organisation in turn, so that none has all of them. */
export function examinations(
  organisations: readonly string[],
  people: readonly { readonly personId: string; readonly name: string }[],
): EndedExamination[] {
  const draw = new Draw(20_160_111);
  return Object.entries(counts).flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, nth): EndedExamination => {
      const [of, name] = draw.from(systems);
      const subject = draw.from(subjects);
      const submittedOn = draw.date(2016, 2021);
      const days = draw.whole(4, 24);
      const ended = addWorkingDays(submittedOn, days + draw.whole(0, 15));
      const users = draw.whole(20, 9000);
      const fate = draw.fraction();
      const at = people.length === 0 ? 0 : draw.whole(0, people.length - 1);
      return {
        ...{ key: `${kind} ${nth + 1}`, kind: kind as EndedExamination['kind'] },
        organisationId: organisations[(nth + draw.whole(0, 3)) % organisations.length] ?? '',
        title: `${draw.from(makes)} ${name.replace('%', subject)}`,
        purpose: `Учёт и услуги: ${subject}.`,
        planned: {
          class: of,
          users,
          costMake: draw.whole(40, 4000) * 1_000_000,
          costYear: users * draw.whole(400, 9000),
        },
        outcome: fate < 0.46 ? 'positive' : fate < 0.82 ? 'conditional' : 'negative',
        // What was submitted late in the last year was decided in it.
        ...{ submittedOn, decidedOn: ended > '2021-12-30' ? '2021-12-30' : ended, days },
        examiners: [people[at], people[(at + 1) % Math.max(1, people.length)]].flatMap((one) => one ?? []),
      };
    }),
  );
}

const competences = [
  ...(['enterprise-architecture', 'solution-architecture', 'business-analysis'] as const),
  ...(['technical-documentation', 'data-management', 'project-management'] as const),
] as const;
const titles = { TOGAF: 'TOGAF 9 Certified', OMG: 'OCEB 2', IIBA: 'CBAP', PMI: 'PMP' } as const;
export interface DemoExaminer {
  readonly snils: string;
  readonly name: string;
  readonly competences: readonly (typeof competences)[number][];
  readonly certificates: readonly {
    readonly body: keyof typeof titles;
    readonly title: string;
    readonly until: string;
  }[];
}
/** Of the staff of fifty those who examine, beside whoever signs in. */
export function examinationStaff(): DemoExaminer[] {
  const draw = new Draw(20_210_050);
  return Array.from({ length: 16 }, (_, nth): DemoExaminer => {
    const names = draw.from(citizenNames);
    const female = draw.chance(0.5);
    const given = draw.from(female ? names.female : names.male);
    const family = draw.from(names.family)[female ? 1 : 0];
    const bodies = (Object.keys(titles) as (keyof typeof titles)[]).filter(() => draw.chance(0.4));
    return {
      ...{ snils: snils(109_310_500 + nth), name: `${transliterate(given)} ${transliterate(family)}` },
      competences: competences.filter(() => draw.chance(0.45)),
      certificates: bodies.map((body) => ({ body, title: titles[body], until: draw.date(2025, 2029) })),
    };
  });
}
