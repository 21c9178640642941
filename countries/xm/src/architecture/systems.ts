// SPDX-License-Identifier: Apache-2.0
/** Systems: 572 information objects with their data, interfaces and technologies, 31 ICT services, standard solutions, projects. */
import type { Area } from './activity.ts';
import { numbered, type Place, type Register, titled } from './book.ts';
import { classWords, directories, entityWords, otherWords, solutions, technologies, texts } from './words.ts';

/** A share of each choice in percent, in order. */
const shares = {
  stage: [
    ...[
      ['planned', 4],
      ['creation', 7],
      ['trial', 8],
      ['industrial', 55],
      ['development', 14],
    ],
    ...[
      ['decommissioning', 7],
      ['retired', 5],
    ],
  ],
  dbms: [
    ['oracle', 30],
    ['mssql', 26],
    ['postgresql', 22],
    ['mysql', 10],
    ['other', 7],
    ['none', 5],
  ],
  platform: [
    ...[
      ['java', 28],
      ['dotnet', 24],
      ['php', 15],
      ['onec', 12],
      ['javascript', 7],
      ['python', 6],
    ],
    ...[
      ['delphi', 5],
      ['other', 3],
    ],
  ],
  method: [
    ['custom', 58],
    ['boxed', 17],
    ['open', 8],
    ['service', 10],
    ['inherited', 7],
  ],
  class: [
    ...[
      ['registry', 28],
      ['portal', 12],
      ['workflow', 14],
      ['accounting', 15],
      ['analytics', 9],
    ],
    ...[
      ['integration', 6],
      ['infrastructure', 6],
      ['sector', 10],
    ],
  ],
} as const satisfies Record<string, readonly (readonly [string, number])[]>;
type Chosen<Of extends keyof typeof shares> = (typeof shares)[Of][number][0];

function chosen<Of extends keyof typeof shares>(register: Register, of: Of): Chosen<Of> {
  let left = register.draw.fraction() * 100;
  for (const [value, share] of shares[of]) {
    left -= share;
    if (left < 0) return value as Chosen<Of>;
  }
  return shares[of][0][0] as Chosen<Of>;
}
const technologyOf: Readonly<Record<string, string>> = {
  ...{ oracle: 'Oracle Database', mssql: 'SQL Server', postgresql: 'PostgreSQL', mysql: 'MySQL', java: 'Java' },
  ...{ dotnet: '.NET', php: 'PHP', python: 'Python', javascript: 'Node.js', delphi: 'Delphi', onec: '1C:Enterprise' },
};

export interface InformationObject {
  readonly place: Place;
  readonly owner: number;
  readonly running: boolean;
  readonly area: Area;
}

export function systemsOf(register: Register, areas: readonly Area[]): readonly InformationObject[] {
  const { draw, subjects } = register;
  const stack = technologies.map(([name, version, endOfLife, radar], at) => ({
    ...{ name, version },
    place: register.add({
      ...{ kind: 'technology', code: numbered('T', at, 2), name: texts(Array(5).fill(`${name} ${version}`).join('|')) },
      ...{ from: '2012-01-01', facts: { version, 'end-of-life': endOfLife, radar } },
    }),
  }));
  const entities = areas.map((area, at) =>
    entityWords.map((word, number) =>
      register.add({
        ...{ kind: 'entity', code: `DE-${at + 1}.${number + 1}`, name: titled(word, area.name), from: '2012-01-01' },
        facts: { 'subject-area': `D${area.domain + 1}`, personal: number === 0 },
      }),
    ),
  );
  for (const [at, [kind, name]] of solutions.entries())
    register.add({
      ...{ kind: 'solution', code: numbered('SOL', at, 2), name: texts(name), from: '2019-01-01' },
      facts: { class: kind, reuse: 'free for public bodies' },
    });
  // Not all groups of functions are automated.
  const automated = areas.filter((_, at) => at % 7 !== 3);
  const objects: InformationObject[] = [];
  const named = new Map<string, number>();
  for (let at = 0; at < 572; at++) {
    const owner = at % subjects.length;
    const subject = subjects[owner];
    const area = draw.from(automated);
    const [stage, kind] = [chosen(register, 'stage'), chosen(register, 'class')];
    const [dbms, platform] = [chosen(register, 'dbms'), chosen(register, 'platform')];
    const versions = stack.filter(({ name }) => name === technologyOf[dbms]);
    const version = versions.length > 0 ? draw.from(versions) : undefined;
    const running = ['industrial', 'development', 'decommissioning'].includes(stage);
    const from = draw.date(2012, 2022);
    const number = (named.get(`${kind} ${area.place[1]}`) ?? 0) + 1;
    named.set(`${kind} ${area.place[1]}`, number);
    const guarded = subject?.id === 'XM-DEFENCE-MINISTRY' || subject?.id === 'XM-INTERIOR-MINISTRY';
    const facts = {
      ...{ stage, class: kind, method: chosen(register, 'method'), dbms, platform, users: draw.whole(1, 400) * 10 },
      ...(version ? { 'dbms-version': version.version } : {}),
      ...(running && draw.chance(0.82) ? { commissioned: from } : {}),
      ...(running && draw.chance(0.7) ? { 'security-until': draw.date(2025, 2029) } : {}),
      criticality: draw.from(['high', 'medium', 'low']),
      ...{ invested: draw.whole(5, 900) * 1_000_000_00, 'cost-year': draw.whole(1, 120) * 1_000_000_00 },
    };
    const place: Place = ['object', numbered('IS', at)];
    const element = {
      ...{
        kind: 'object',
        code: place[1],
        name: titled(classWords[kind], area.name, number),
        ownerId: subject?.id ?? '',
      },
      ...(guarded ? { level: 1 } : {}),
    };
    // Four years ago what runs today was on trial: so the register of a day before says another stage.
    if (running && from < '2020-01-01')
      register.add({ ...element, from, facts: { ...facts, stage: 'trial', users: Math.ceil(facts.users / 10) } });
    register.add(
      { ...element, from: running && from < '2020-01-01' ? '2021-03-01' : from, facts },
      draw.chance(0.45) ? 'attested' : 'declared',
    );
    objects.push({ place, owner, running, area });
    const does = new Set([
      area,
      ...(draw.chance(0.75) ? [draw.from(automated)] : []),
      ...(draw.chance(0.4) ? [draw.from(automated)] : []),
    ]);
    if (draw.chance(0.9)) for (const { place: done } of does) register.relate('automates', place, done, from);
    const known = entities[areas.indexOf(area)] ?? [];
    for (const entity of new Set([draw.from(known), draw.from(known)]))
      register.relate('accesses', place, entity, from, { access: number === 1 ? 'master' : 'use' });
    if (version) register.relate('depends-on', place, version.place, from);
    if (at > 0 && draw.chance(0.35)) register.relate('depends-on', place, draw.from(objects.slice(0, -1)).place, from);
  }
  directoriesOf(register, objects);
  interfacesOf(register, objects);
  projectsOf(register, objects);
  servicesOf(register, areas);
  return objects;
}

/** Eight directories, each kept by several bodies for themselves. */
function directoriesOf(register: Register, objects: readonly InformationObject[]): void {
  const { draw, subjects } = register;
  let serial = 0;
  for (const name of directories)
    for (let copy = 0; copy < draw.whole(2, 6); copy++) {
      const object = draw.from(objects);
      const place = register.add({
        ...{ kind: 'entity', code: numbered('DIR', serial, 2), name, ownerId: subjects[object.owner]?.id ?? '' },
        ...{ from: '2015-01-01', facts: { 'subject-area': 'D6', directory: true } },
      });
      serial += 1;
      register.relate('accesses', object.place, place, '2015-01-01', { access: 'master' });
    }
}

function interfacesOf(register: Register, objects: readonly InformationObject[]): void {
  const { draw } = register;
  const running = objects.filter(({ running: runs }) => runs);
  for (let at = 0; at < 120; at++) {
    const [one, other] = [draw.from(running), draw.from(running)];
    if (one === other) continue;
    const byGateway = draw.chance(0.6);
    const place = register.add({
      ...{
        kind: 'interface',
        code: numbered('IF', at, 3),
        name: titled(classWords.integration, one.area.name, at + 1),
      },
      ...{ ownerId: register.subjects[one.owner]?.id ?? '', from: '2018-01-01' },
      facts: { protocol: byGateway ? 'REST' : draw.from(['SOAP', 'FTP', 'SQL']), rate: draw.whole(1, 900) * 10 },
    });
    register.relate('offers', one.place, place, '2018-01-01');
    register.relate('exchanges', one.place, other.place, '2018-01-01', { rate: draw.whole(1, 900) * 10 });
  }
}

function projectsOf(register: Register, objects: readonly InformationObject[]): void {
  const { draw } = register;
  for (let at = 0; at < 40; at++) {
    const object = draw.from(objects);
    const starts = draw.date(2022, 2026);
    const place = register.add({
      ...{ kind: 'project', code: numbered('PR', at, 2), name: titled(otherWords.project, object.area.name, at + 1) },
      ...{ ownerId: register.subjects[object.owner]?.id ?? '', from: '2022-01-01' },
      facts: { budget: draw.whole(20, 900) * 1_000_000_00, starts, ends: `${Number(starts.slice(0, 4)) + 2}-12-31` },
    });
    register.relate('changes', place, object.place, '2022-01-01');
    register.relate('part-of', place, ['programme', `P${object.area.domain + 1}`], '2022-01-01');
    if (draw.chance(0.7)) register.relate('realises', place, ['goal', `G${object.area.domain + 1}`], '2022-01-01');
  }
}

/** 31 ICT services, of which 21 are in operation and 10 serve the whole country. */
function servicesOf(register: Register, areas: readonly Area[]): void {
  const { draw, subjects } = register;
  const stages = ['requirements', 'approved', 'tender', 'development', 'acceptance'] as const;
  for (let at = 0; at < 31; at++) {
    const area = draw.from(areas);
    const stage = at < 21 ? 'operation' : (stages[at % stages.length] ?? 'requirements');
    const place = register.add({
      ...{ kind: 'ict-service', code: numbered('ICT', at, 2), name: titled(otherWords.service, area.name, at + 1) },
      ...{ ownerId: subjects[at % 26]?.id ?? '', from: draw.date(2016, 2021) },
      facts: {
        ...{ 'service-stage': stage, scale: at % 3 === 0 && at < 30 ? 'republican' : 'local' },
        ...{
          supplier: draw.from(['Data Works', 'Steppe Soft', 'Aksu Systems']),
          tariff: draw.whole(10, 400) * 1_000_000_00,
        },
      },
    });
    register.relate('automates', place, area.place, '2021-01-01');
  }
}
