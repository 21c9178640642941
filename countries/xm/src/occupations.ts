// SPDX-License-Identifier: Apache-2.0
/** Occupations: ISCO-08 (ILO, 2012). All 436 unit groups with the English title; permit occupations in every language. */
import type { LocalText } from './local-text.ts';
import { occupationGroups0To4 } from './occupation-groups-0-to-4.ts';
import { occupationGroups5To9 } from './occupation-groups-5-to-9.ts';
import { permitOccupationTitles } from './permit-occupations.ts';

export interface OccupationGroup {
  /** Four digits; the first is the major group. */
  readonly code: string;
  readonly title: string;
}

export const occupationGroups: readonly OccupationGroup[] = `${occupationGroups0To4}${occupationGroups5To9}`
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ code: line.slice(0, 4), title: line.slice(5) }));

const titleByCode = new Map(occupationGroups.map((group) => [group.code, group.title]));

export interface Occupation {
  readonly code: string;
  readonly title: LocalText;
}

/** Occupations for which foreign workers commonly ask for a permit, by ISCO-08 code. */
export const permitOccupations: readonly Occupation[] = Object.entries(permitOccupationTitles)
  .map(([code, [ru, kk, uk, ar]]) => ({ code, title: { en: titleByCode.get(code) ?? code, ru, kk, uk, ar } }))
  .sort((a, b) => (a.code < b.code ? -1 : 1));

/** English title of a unit group; undefined for an unknown code. */
export const occupationTitle = (code: string): string | undefined => titleByCode.get(code);

/** Whether the code is an ISCO-08 unit group. */
export const knownOccupation = (code: string): boolean => titleByCode.has(code);

/** Skill level of a unit group, 1 to 4 (ISCO-08 volume I, table 1; managers 3 or 4; armed forces by sub-major group). */
export function occupationSkillLevel(code: string): 1 | 2 | 3 | 4 | undefined {
  if (!titleByCode.has(code)) return undefined;
  switch (code[0]) {
    case '0':
      return code.startsWith('01') ? 4 : code.startsWith('02') ? 2 : 1;
    case '1':
      return code.startsWith('14') ? 3 : 4;
    case '2':
      return 4;
    case '3':
      return 3;
    case '9':
      return 1;
    default:
      return 2;
  }
}
