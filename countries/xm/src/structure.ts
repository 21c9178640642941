// SPDX-License-Identifier: Apache-2.0
/** Units, posts and officials of Meridia's offices, from a fixed seed: the same on every run but for today's leave. */
import { chanceries } from './chancery-documents.ts';
import { citizenNames } from './names.ts';
import type { LocalText } from './local-text.ts';
import { governmentOrganisations, type GovernmentOrganisation } from './organisations.ts';
import { Draw } from './random.ts';
import { snils } from './snils.ts';
import { absences, type PostTitle, postTitles, type UnitName, unitNames } from './structure-words.ts';
import { transliterate } from './transliteration.ts';

export interface Official {
  readonly snils: string;
  readonly nameLatin: string;
}
export interface OfficePost {
  readonly key: string;
  readonly unit: UnitName;
  readonly title: LocalText;
  readonly duties: readonly string[];
  /** A post that may be taken in an emergency has one of its duties marked. */
  readonly holder: Official;
  readonly since: string;
  /** Who was there before, until when. */
  readonly before?: { readonly who: Official; readonly since: string; readonly until: string };
  readonly acting?: boolean;
  /** Who stands for the holder today, why, and from how many days before to how many after today. */
  readonly substitute?: {
    readonly who: Official;
    readonly reason: string;
    readonly from: number;
    readonly until: number;
  };
}
export interface OfficeStructure {
  readonly organisation: GovernmentOrganisation;
  readonly units: readonly { readonly key: UnitName; readonly name: LocalText; readonly parent?: UnitName }[];
  readonly posts: readonly OfficePost[];
}

const firstSerial = 300_000_000;
const inMinistry: readonly UnitName[] = ['head', 'papers', 'law', 'money', 'people', 'main', 'control', 'computing'];
const inOffice: readonly UnitName[] = ['head', 'papers', 'money', 'main', 'reception'];

/** Posts of a unit, and how many of each. */
const postsOf = (unit: UnitName, large: boolean): readonly (readonly [PostTitle, number])[] => {
  if (unit === 'head')
    return [
      ['head', 1],
      ['deputy', large ? 3 : 1],
    ];
  const several = large ? 6 : 3;
  if (unit === 'papers')
    return [
      ['unitHead', 1],
      ['clerk', large ? 4 : 2],
    ];
  return [
    ['unitHead', 1],
    ['chief', large ? 2 : 1],
    ['specialist', unit === 'main' ? several * 2 : several],
  ];
};

/** Where there is a chancery everybody has to do with documents. */
const inChancery = (unit: UnitName, title: PostTitle) =>
  title === 'head' || title === 'deputy'
    ? 'documents.leader'
    : unit === 'papers'
      ? 'documents.clerk'
      : 'documents.executor';

/** What the platform asks of some posts; the other ones have no duty in it yet. */
function dutiesOf({ id, type }: GovernmentOrganisation, unit: UnitName, title: PostTitle): string[] {
  if ((chanceries as readonly string[]).includes(id)) return [inChancery(unit, title)];
  if (type === 'labour' && unit === 'main' && title !== 'specialist') return ['labour.permit-officer'];
  return [];
}

/** Every office with its people; about 1,500 of them. */
export function officeStructures(): readonly OfficeStructure[] {
  const draw = new Draw(20_260_311);
  let serial = firstSerial;
  const official = (): Official => {
    const names = draw.from(citizenNames);
    const female = draw.chance(0.6);
    const family = draw.from(names.family)[female ? 1 : 0];
    const given = draw.from(female ? names.female : names.male);
    serial += 1;
    return { snils: snils(serial), nameLatin: `${transliterate(given)} ${transliterate(family)}` };
  };
  return governmentOrganisations.map((organisation) => {
    const large = organisation.regionCode === 'XM';
    const units = large ? inMinistry : inOffice;
    const posts = units.flatMap((unit) =>
      postsOf(unit, large).flatMap(([title, count]) =>
        Array.from({ length: count }, (_, index): OfficePost => {
          const since = draw.date(2019, 2025);
          const holder = official();
          const away = draw.chance(0.05);
          const earlier = !away && draw.chance(0.12);
          return {
            ...{ key: `${organisation.id} ${unit} ${title} ${index}`, unit, title: postTitles[title] },
            ...{ duties: dutiesOf(organisation, unit, title), holder, since },
            ...(title === 'head' && organisation.type === 'clinic' && index === 0 && draw.chance(0.3)
              ? { acting: true }
              : {}),
            ...(earlier ? { before: { who: official(), since: draw.date(2014, 2017), until: since } } : {}),
            ...(away
              ? {
                  substitute: {
                    ...{ who: official(), reason: draw.from(absences) },
                    ...{ from: draw.whole(1, 9), until: draw.whole(2, 20) },
                  },
                }
              : {}),
          };
        }),
      ),
    );
    return {
      organisation,
      units: units.map((key) => ({
        ...{ key, name: unitNames[key] },
        ...(key === 'head' ? {} : { parent: 'head' as const }),
      })),
      posts,
    };
  });
}
