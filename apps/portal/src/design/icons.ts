// SPDX-License-Identifier: Apache-2.0
/** Outlines on a 24 px square, drawn for Stoa. */
export const icons = {
  check: 'm4.5 12.5 5 5 10-11',
  cross: 'M6 6l12 12M18 6 6 18',
  alert: 'M12 3.5 22 20H2zM12 10v5M12 17.6v.1',
  info: 'M12 11v6M12 7.4v.1M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0',
  clock: 'M12 7v5.5l3.5 2M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0',
  dot: 'M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0',
  person: 'M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4 21c.7-4.5 3.800-7 8-7s7.300 2.500 8 7',
  building: 'M4 21V5l9-2v18M13 9h7v12M2.500 21h19M7.500 8.500h2M7.500 12.500h2M7.500 16.500h2M16 13h1.500M16 17h1.500',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  search: 'M4 10.500a6.500 6.500 0 1 0 13 0 6.500 6.500 0 1 0-13 0M15.500 15.500 21 21',
  inbox: 'M3 13 6 4h12l3 9v7H3zM3 13h5l1.500 3h5L16 13h5',
  eye: 'M2 12c2.500-4.500 6-7 10-7s7.500 2.500 10 7c-2.500 4.500-6 7-10 7S4.500 16.500 2 12zM9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0',
  lock: 'M6 11h12v10H6zM8.500 11V7.500a3.500 3.500 0 0 1 7 0V11',
  globe: 'M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M3.500 9h17M3.500 15h17M12 3c-5 5.500-5 12.500 0 18 5-5.500 5-12.500 0-18',
  work: 'M3 8h18v12H3zM9 8V4.500h6V8M3 13.500h18M12 12v3',
  home: 'M3 11.500 12 4l9 7.500M5.500 10v10.500h13V10M10 20.500v-6h4v6',
  family:
    'M5 7a3 3 0 1 0 6 0 3 3 0 1 0-6 0M14 9.500a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0M2.500 20c.5-4.500 2.500-7 5.500-7s5 2.500 5.500 7M15 14.500c3.500-.8 6 1.200 6.500 5.500',
  travel: 'M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12zM9.500 9a2.500 2.500 0 1 0 5 0 2.500 2.500 0 1 0-5 0',
  chart: 'M4 4v16h16M8 16v-4M12.500 16V8M17 16v-6',
  flow: 'M3 4h7v5H3zM14 15h7v5h-7zM10 6.500h7.500V15',
  sort: 'M8 10l4-5 4 5M8 14l4 5 4-5',
  up: 'm7 14 5-6 5 6',
  down: 'm7 10 5 6 5-6',
  next: 'M9 5l7 7-7 7',
  previous: 'M15 5l-7 7 7 7',
  theme: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  download: 'M12 4v11M7.500 11 12 15.500 16.500 11M4 20h16',
} as const;
export type IconName = keyof typeof icons;

const lifeEventIcons: readonly [RegExp, IconName][] = [
  [/work|hir|job|employ/, 'work'],
  [/mov|home|hous|address|resid/, 'home'],
  [/famil|child|birth|marr/, 'family'],
  [/travel|abroad|arriv|visa/, 'travel'],
];

/** A picture for a life event by the words of its code. */
export const lifeEventIcon = (code: string, kind: string): IconName =>
  lifeEventIcons.find(([words]) => words.test(code))?.[1] ?? (kind === 'business' ? 'building' : 'person');
