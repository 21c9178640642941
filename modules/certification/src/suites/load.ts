// SPDX-License-Identifier: Apache-2.0
/** Chapter 5: the rules of a package at half, once, one and a half and twice of its busiest hour, in this process. */
import { setImmediate as turn } from 'node:timers/promises';
import { checkOf, type RunSuite } from './suite.ts';
import { branchesTaken, tried } from './walk.ts';

/** A step is at least so many evaluations, and at most so many: seconds at the slowest. */
const [fewest, most] = [20, 400];
/** A third of a second of the load, as it would come. */
const stepSeconds = 0.3;
const hoursOfMonth = 24 * 30;

const p95Of = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(values.length * 0.95) - 1)] ?? 0;

export const load: RunSuite = async ({ examined }, onStep) => {
  const { package: pkg, scenarios, load: profile } = examined;
  const declared = checkOf(
    '5.1',
    profile ? [] : ['load.yaml must say casesPerMonth, busiestHourShare and pageP95Ms'],
    'load.yaml says it',
  );
  if (!profile) return { checks: [declared], figures: [] };
  const examples = scenarios.flatMap(({ context }): Record<string, unknown>[] => (context ? [context] : []));
  const faults = examples.length === 0 ? ['there is no example to evaluate'] : [];
  // A share of the month's load of one hour, a second; a month of 720 hours spread evenly has a share of 1/720.
  const peak = (profile.casesPerMonth * profile.busiestHourShare) / 3600;
  const figures = [{ name: 'profile', value: peak, unit: '/s' }];
  const limit = profile.pageP95Ms / 2;
  if (profile.busiestHourShare * hoursOfMonth < 1)
    faults.push(`busiestHourShare ${profile.busiestHourShare} is less than an hour of a month that is alike all day`);
  let [spent, done] = [0, 0];
  for (const [at, factor] of [0.5, 1, 1.5, 2].entries()) {
    await onStep(at, 4);
    const count = Math.min(most, Math.max(fewest, Math.ceil(peak * factor * stepSeconds)));
    const took: number[] = [];
    for (let n = 0; n < count && examples.length > 0; n++) {
      const context = examples[n % examples.length] ?? {};
      const began = performance.now();
      for (const name of Object.keys(pkg.decisions)) tried(pkg, name, context);
      branchesTaken(pkg, context);
      took.push(performance.now() - began);
      // Neighbours in this process have their turn.
      await turn();
    }
    const p95 = p95Of(took);
    spent += took.reduce((sum, ms) => sum + ms, 0);
    done += took.length;
    figures.push({ name: `p95 at ${factor} of the profile`, value: Math.round(p95 * 100) / 100, unit: 'ms' });
    if (p95 > limit) faults.push(`at ${factor} of the profile p95 is ${Math.round(p95)} ms, more than ${limit} ms`);
  }
  const knee = done > 0 && spent > 0 ? (done / spent) * 1000 : 0;
  if (done > 0 && knee < peak * 2)
    faults.push(
      `one processor makes ${Math.round(knee)} a second, twice of the profile is ${Math.round(peak * 2)} a second`,
    );
  figures.push({ name: 'knee', value: Math.round(knee), unit: '/s' });
  return {
    checks: [
      declared,
      checkOf('5.2', faults, `up to ${Math.round(peak * 20) / 10} a second within ${limit} ms`),
      checkOf('5.3', [], `one processor makes ${Math.round(knee)} a second`),
    ],
    figures,
  };
};
