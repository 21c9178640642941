// SPDX-License-Identifier: Apache-2.0
/** An example of a package said of other work: another occupation, region or citizenship, so that a market can be seen in them. */
import type { DemoExample } from '@stoa/cases/contract';
import meridia from '@stoa/country-xm';

type Variant = (example: DemoExample) => DemoExample;
const asItIs: readonly Variant[] = [(example) => example];

/** What is asked for most stands there most often: building and driving, then engineering, care and service. */
const work: readonly (readonly [occupation: string, region: string, citizenship: string])[] = [
  ['7112', 'XM-01', 'UZB'],
  ['7115', 'XM-02', 'TJK'],
  ['9313', 'XM-01', 'UZB'],
  ['2142', 'XM-01', 'IND'],
  ['8332', 'XM-03', 'TUR'],
  ['7212', 'XM-03', 'IND'],
  ['5120', 'XM-03', 'TUR'],
  ['9211', 'XM-02', 'KGZ'],
  ['7411', 'XM-01', 'TUR'],
  ['2512', 'XM-01', 'IND'],
  ['8342', 'XM-02', 'UZB'],
  ['7114', 'XM-03', 'TJK'],
  ['2212', 'XM-02', 'IND'],
  ['9112', 'XM-01', 'KGZ'],
  ['3123', 'XM-01', 'TUR'],
  ['5131', 'XM-03', 'UZB'],
  ['7126', 'XM-02', 'UZB'],
  ['1323', 'XM-01', 'CHN'],
];

const merged = (
  example: DemoExample,
  answers: DemoExample['answers'],
  registers: DemoExample['registers'] = {},
): DemoExample => ({
  ...example,
  answers: { ...example.answers, ...answers },
  registers: Object.fromEntries(
    Object.entries(example.registers).map(([name, body]) => [name, { ...body, ...registers[name] }]),
  ),
});

const nationalities: readonly Variant[] = ['UZB', 'IND', 'TUR', 'TJK', 'CHN', 'KGZ'].map(
  (nationality) => (example) => merged(example, { nationality }),
);

const varied: Readonly<Record<string, readonly Variant[]>> = {
  'work-permit': work.map(
    ([occupation, workRegion, citizenship]) =>
      (example) =>
        merged(example, { occupation, workRegion }, { worker: { citizenship } }),
  ),
  'work-permit-change': work.map(
    ([occupation]) =>
      (example) =>
        merged(
          example,
          {},
          Object.fromEntries(
            ['permit', 'own']
              .filter((name) => (example.registers[name] as { number?: unknown } | undefined)?.number)
              .map((name) => [name, { occupation }]),
          ),
        ),
  ),
  ...{ 'work-visa': nationalities, 'visit-visa': nationalities },
  'labour-complaint': ['XM-01', 'XM-02', 'XM-03'].map((workRegion) => (example) => merged(example, { workRegion })),
};

/** Of a service; each example begins with another one. */
export function variantsOf(serviceId: string, example: string): readonly Variant[] {
  const all = varied[serviceId] ?? asItIs;
  const first = [...example].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

const monthsBack = 14;
/** Since when a service that the labour market is counted by has a past: the first day of a month. */
export function labourMonths(serviceId: string, now: number): number | undefined {
  if (!meridia.labour?.sources.some((source) => source.serviceId === serviceId)) return undefined;
  const [year = 0, month = 1] = meridia.calendar.localDate(new Date(now)).split('-').map(Number);
  return Date.UTC(year, month - 1 - monthsBack, 1);
}
