// SPDX-License-Identifier: Apache-2.0
/** A year of cases over every package: its scenarios, lived by the people and companies of Meridia. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DemoCopy, enterDemoCases } from '@stoa/cases/contract';
import { readPackage, readPackageFiles, type Scenario, scenariosOf } from '@stoa/catalogue';
import type { ServicePackage } from '@stoa/catalogue/contract';
import {
  addWorkingDays,
  companies,
  Draw,
  localDate,
  namedPeople,
  people,
  type Person,
  startOfDate,
} from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import { labourMonths, variantsOf } from './variants.ts';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const ownServices = fileURLToPath(new URL('../../../../services/', import.meta.url));

/** Cases that ended within the year, by service; of the others `usual`. */
const shares: Readonly<Record<string, number>> = {
  ...{ 'address-certificate': 2600, passport: 1600, 'criminal-record-certificate': 1500 },
  ...{ 'residence-registration': 1500, 'tax-debt-certificate': 1400, 'work-permit': 2000, 'visit-visa': 1300 },
  ...{ 'vehicle-registration': 1200, 'visa-extension': 600, 'company-registration': 600, 'labour-complaint': 300 },
};
const usual = 450;
/** Of what ends in a year so many run at any time. */
const running = 0.04;
const [atOnce, dayMs, hourMs] = [250, 86_400_000, 3_600_000];
/** What is played is copied at least so often: playing costs a hundred copies. */
const leastAlike = 25;

interface Example {
  readonly pkg: ServicePackage;
  readonly name: string;
  readonly scenario: Scenario;
}

export async function readExamples(folder: string): Promise<Example[][]> {
  const names = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const packages = await Promise.all(
    names.map(async ({ name }) => {
      const files = await readPackageFiles(join(folder, name));
      const { pkg } = await readPackage(files);
      const scenarios = scenariosOf(files);
      return pkg ? scenarios.flatMap(({ file, scenario }) => (scenario ? [{ pkg, name: file, scenario }] : [])) : [];
    }),
  );
  return packages.filter((examples) => examples.length > 0);
}

const grown = () => people().filter(({ birthOn }) => birthOn < '2005');
const firms = () => companies().filter(({ status }) => status === 'active');
/** Whose cabinets visitors open. */
const visitors = [namedPeople.aigerim, namedPeople.worker];

const subjectOf = ({ snils, familyName, givenName, nameLatin }: Person) => ({
  ...{ number: snils, familyName, givenName, nameLatin },
});

/** The same for the same key on every start, but for the day on which it happens. */
export function copyOf({ pkg }: Example, key: string, now: number, decided: boolean): DemoCopy {
  const draw = new Draw([...key].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, 17));
  const forVisitor = draw.chance(0.015);
  const someone = () => (forVisitor && draw.chance(0.7) ? draw.from(visitors) : draw.from(grown()));
  const [applicant, firm] = [someone(), forVisitor ? (firms()[0] ?? draw.from(firms())) : draw.from(firms())];
  const { subjects, audience, deadlineWorkingDays: term } = pkg.facts;
  return {
    key,
    applicant:
      audience.includes('person') && (audience.length === 1 || draw.chance(0.7))
        ? { kind: 'person', number: applicant.snils, name: applicant.nameLatin }
        : { kind: 'organisation', number: firm.inn, name: firm.name.en },
    people: Object.fromEntries(
      subjects.map(({ role, field }) => [field, subjectOf(role === 'applicant' ? applicant : someone())]),
    ),
    ...(decided ? past(draw, term, now, spanOf(pkg.serviceId, now)) : present(draw, term, now)),
  };
}

const atWork = (draw: Draw, date: string) => startOfDate(date).getTime() + 8 * hourMs + draw.whole(0, 10 * 60) * 60_000;

/** A year; of what the labour market is counted by whole months, so that none of them begins in the middle. */
function spanOf(serviceId: string, now: number): number {
  const since = labourMonths(serviceId, now);
  return since === undefined ? 360 : Math.floor((now - since) / dayMs);
}

/** Most are decided well within the term, a few after it. */
function past(draw: Draw, term: number, now: number, span: number) {
  const days =
    term === 0
      ? 0
      : Math.max(1, Math.round(term * (draw.chance(0.93) ? 0.2 + draw.fraction() * 0.7 : 1.8 + draw.fraction() * 0.6)));
  const least = Math.ceil(days * 1.6) + 3;
  const age = least + Math.floor(draw.fraction() * Math.max(1, span - least));
  const on = localDate(new Date(now - age * dayMs));
  const from = atWork(draw, on);
  const until =
    days === 0
      ? from + draw.whole(2, 20) * 60_000
      : Math.max(from + 2 * hourMs, atWork(draw, addWorkingDays(on, days)));
  return { submittedAt: new Date(from).toISOString(), untilAt: new Date(until).toISOString() };
}

/** Sent of late; some of them wait longer than they should. */
function present(draw: Draw, term: number, now: number) {
  const age = 1 + draw.fraction() * Math.max(2, term * 1.5);
  const from = atWork(draw, localDate(new Date(now - age * dayMs)));
  const until = Math.min(now - hourMs, from + draw.whole(2, 30) * hourMs);
  return {
    submittedAt: new Date(Math.min(from, now - 2 * hourMs)).toISOString(),
    untilAt: new Date(until).toISOString(),
  };
}

/** One in six is refused or so. */
const weightOf = ({ scenario }: Example) =>
  /^(refuse|dismiss|redirect|reject|cancel)/.test(scenario.expect.decision ?? 'refuse') ? 1 : 5;

async function enterService({ call, log }: Platform, examples: readonly Example[], now: number, decided: boolean) {
  const [first] = examples;
  if (!first) return;
  const { pkg } = first;
  const whole = shares[pkg.serviceId] ?? usual;
  const wanted = decided ? whole : Math.round(whole * running);
  let playable = [...examples];
  let left = wanted;
  // What cannot be played gives its share to those that can.
  while (left > 0 && playable.length > 0) {
    const weights = playable.reduce((sum, example) => sum + weightOf(example), 0);
    const unplayable = new Set<Example>();
    const share = left;
    for (const example of playable) {
      const count = Math.ceil((share * weightOf(example)) / weights);
      const keys = Array.from(
        { length: Math.min(count, left) },
        (_, at) => `${pkg.serviceId} ${example.name} ${decided ? 'past' : 'now'} ${share} ${at}`,
      );
      left -= keys.length;
      const variants = variantsOf(pkg.serviceId, example.name);
      const part = Math.min(atOnce, Math.max(leastAlike, Math.ceil(keys.length / variants.length)));
      for (let at = 0; at < keys.length; at += part) {
        const { today, answers = {}, registers = {}, checks = {}, results = {} } = example.scenario;
        const copies = keys.slice(at, at + part).map((key) => copyOf(example, key, now, decided));
        const said = structuredClone({ today, answers, registers, checks, results }) as never;
        const parts = variants[(at / part) % variants.length]?.(said) ?? said;
        const { why } = await call(enterDemoCases, { serviceId: pkg.serviceId, example: parts, decided, copies }, as);
        if (why === undefined) continue;
        log.debug(
          { service: pkg.serviceId, example: example.name, decided, why },
          'an example of the demo is not lived',
        );
        unplayable.add(example);
        left += keys.length - at;
        break;
      }
    }
    if (unplayable.size === 0) return;
    playable = playable.filter((example) => !unplayable.has(example));
  }
}

const examplesOf = (platform: Platform) => readExamples(platform.config.env.STOA_SERVICES ?? ownServices);

/** What officers find in their queues: it comes before what is past. */
export async function enterRunningCases(platform: Platform, now: number): Promise<void> {
  for (const examples of await examplesOf(platform)) await enterService(platform, examples, now, false);
}

/** @param only some of the services, for tests of what is counted by them */
export async function enterPastCases(platform: Platform, now: number, only?: readonly string[]): Promise<void> {
  for (const examples of await examplesOf(platform))
    if (!only || only.includes(examples[0]?.pkg.serviceId ?? '')) await enterService(platform, examples, now, true);
}
