// SPDX-License-Identifier: Apache-2.0
/** From claims to levels: a level is reached when all criteria up to it are met. Pure. */
import { refuse } from '@stoa/kernel';
import type { MaturityModel } from '../contract.ts';
import versions from './models.json' with { type: 'json' };

const models = versions as unknown as readonly MaturityModel[];
export const newestModel = Math.max(...models.map(({ version }) => version));
/** Refuses: integrator.model-unknown. */
export const modelOf = (version: number = newestModel): MaturityModel =>
  models.find((one) => one.version === version) ??
  refuse('missing', 'integrator.model-unknown', 'There is no such version of the model of maturity.');

export const criteriaOf = (model: MaturityModel): string[] =>
  model.dimensions.flatMap(({ criteria }) => criteria.map(({ code }) => code));

export function levelsOf(model: MaturityModel, met: ReadonlySet<string>): Record<string, number> {
  return Object.fromEntries(
    model.dimensions.map(({ code, criteria }) => {
      let level = 1;
      while (level < model.levels.length) {
        const asked = criteria.filter((one) => one.level === level + 1);
        if (!asked.every((one) => met.has(one.code))) break;
        level += 1;
      }
      return [code, level];
    }),
  );
}
/** The mean, to two places. */
export function scoreOf(levels: Readonly<Record<string, number>>): number {
  const all = Object.values(levels);
  return Math.round((all.reduce((a, b) => a + b, 0) / Math.max(1, all.length)) * 100) / 100;
}
