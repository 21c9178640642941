// SPDX-License-Identifier: Apache-2.0
/** Activity: domains and areas, supporting functions, bodies with their people, re-engineered processes, goals and programmes. */
import { began, numbered, type Place, type Register, titled } from './book.ts';
import type { LocalText } from '../local-text.ts';
import { domains, otherWords, situations, supporting, texts } from './words.ts';

/** In minor units a month. */
const medianSalary = 282_963_00;
/** People of central offices and of territorial divisions, and of them in supporting functions. */
const people = { central: [9713, 1457], territorial: [43_085, 4308] } as const;

/** Whole numbers, one a share, that sum to `total`. */
function shared(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  let [given, passed] = [0, 0];
  return shares.map((share) => {
    passed += share;
    const until = Math.round((total * passed) / sum);
    const part = until - given;
    given = until;
    return part;
  });
}

/** Divisions of the 26 central bodies. */
export function divisionsOf(register: Register): void {
  const bodies = register.subjects.filter(({ kind }) => kind === 'central');
  const shares = bodies.map(() => register.draw.whole(20, 100));
  for (const [kind, prefix, word] of [
    ['central', 'CO', otherWords.centralOffice],
    ['territorial', 'TD', otherWords.territorial],
  ] as const) {
    const [staff, support] = [shared(people[kind][0], shares), shared(people[kind][1], shares)];
    for (const [at, { id, name }] of bodies.entries())
      register.add({
        ...{ kind: 'division', code: numbered(prefix, at, 2), name: titled(word, name), ownerId: id, from: began },
        facts: {
          ...{ 'division-kind': kind, staff: staff[at] ?? 0, 'support-staff': support[at] ?? 0, salary: medianSalary },
        },
      });
  }
}

export interface Area {
  readonly place: Place;
  readonly name: LocalText;
  readonly domain: number;
}
/** Processes of 2021 by ministry, and in how many life situations: rows sum to 110 and 29. */
const reengineered = [
  ...[
    ['XM-AGRICULTURE-MINISTRY', 61, 4],
    ['XM-DEFENCE-MINISTRY', 4, 1],
    ['XM-FINANCE-MINISTRY', 13, 8],
  ],
  ...[
    ['XM-JUSTICE-MINISTRY', 13, 3],
    ['XM-ECONOMY-MINISTRY', 2, 3],
    ['XM-EDUCATION-MINISTRY', 1, 1],
  ],
  ...[
    ['XM-INTERIOR-MINISTRY', 9, 4],
    ['XM-INDUSTRY-MINISTRY', 4, 2],
    ['XM-ECOLOGY-MINISTRY', 2, 2],
  ],
  ...[['XM-TRADE-MINISTRY', 1, 1]],
] as const;
/** Of which each ministry re-engineers, by number in `situations`; five are shared by two. */
const ofMinistry: readonly (readonly number[])[] = [
  [14, 15, 16, 17],
  [18],
  [6, 7, 8, 9, 10, 11, 12, 17],
  [12, 13, 0],
  [6, 7, 19],
  [1],
  [2, 3, 4, 5],
  [19, 20],
  [21, 22],
  [23],
];
const groups2020 = [
  ...Array.from({ length: 7 }, () => 'XM-HEALTH-MINISTRY'),
  'XM-LABOUR-MINISTRY',
  'XM-EDUCATION-MINISTRY',
] as const;

export function activityOf(register: Register): readonly Area[] {
  const { draw } = register;
  const areas: Area[] = [];
  for (const [at, domain] of domains.entries()) {
    const place = register.add({
      ...{ kind: 'function', code: `D${at + 1}`, name: domain.name, from: began },
      facts: { level: 'domain', purpose: 'main' },
    });
    const goal = register.add({
      ...{ kind: 'goal', code: `G${at + 1}`, name: titled(otherWords.goal, domain.name), from: '2021-01-01' },
      facts: { target: '90 %', ends: '2029-12-31' },
    });
    const indicator = register.add({
      ...{ kind: 'indicator', code: `I${at + 1}`, name: titled(otherWords.share, domain.name), from: '2021-01-01' },
      facts: { measure: '%', target: '90' },
    });
    register.relate('realises', indicator, goal);
    const programme = register.add({
      ...{ kind: 'programme', code: `P${at + 1}`, name: titled(otherWords.programme, domain.name), from: '2021-01-01' },
      facts: { budget: draw.whole(40, 400) * 100_000_000_00, starts: '2021-01-01', ends: '2026-12-31' },
    });
    register.relate('influences', programme, goal);
    for (const [number, name] of domain.areas.entries()) {
      const area = register.add({
        ...{ kind: 'function', code: `D${at + 1}.${number + 1}`, name, from: began },
        facts: {
          level: 'area',
          purpose: 'main',
          'per-year': draw.whole(2, 900) * 1000,
          paper: draw.whole(0, 60) * 1000,
        },
      });
      register.relate('part-of', area, place);
      if (draw.chance(0.8)) register.relate('influences', area, goal);
      areas.push({ place: area, name, domain: at });
    }
  }
  for (const [at, [name, disposition]] of supporting.entries())
    register.add({
      ...{ kind: 'function', code: `S${at + 1}`, name: texts(name), from: began },
      facts: { level: 'function', purpose: 'support', disposition },
    });
  processesOf(register, areas);
  return areas;
}

function processesOf(register: Register, areas: readonly Area[]): void {
  const { draw } = register;
  for (const [at, ownerId] of groups2020.entries()) {
    const area = draw.from(areas);
    const group = register.add({
      ...{ kind: 'process', code: numbered('PG', at, 2), name: titled(otherWords.group, area.name, at + 1), ownerId },
      ...{ from: '2020-01-01', facts: { 'process-level': 'group', reengineered: 2020 } },
    });
    register.relate('realises', group, area.place);
  }
  const places = situations.map((name, at) =>
    register.add({ kind: 'situation', code: numbered('LS', at, 2), name, from: '2021-01-01', facts: {} }),
  );
  let serial = 0;
  for (const [row, [ownerId, count]] of reengineered.entries()) {
    const own = places.filter((_, at) => ofMinistry[row]?.includes(at));
    for (let at = 0; at < count; at++) {
      const area = draw.from(areas);
      const process = register.add({
        ...{ kind: 'process', code: numbered('BP', serial, 3), ownerId, from: '2021-01-01' },
        name: titled(otherWords.process, area.name, serial + 1),
        facts: {
          ...{ 'process-level': 'process', reengineered: 2021, 'per-year': draw.whole(1, 400) * 100 },
          paper: draw.whole(0, 90) * 100,
        },
      });
      serial += 1;
      register.relate('realises', process, area.place);
      // Every situation of the ministry has one; where there are fewer processes than situations, one stands in several.
      for (const [number, place] of own.entries())
        if (number % count === at || (count > own.length && number === at % own.length))
          register.relate('part-of', process, place, '2021-01-01');
    }
  }
}
