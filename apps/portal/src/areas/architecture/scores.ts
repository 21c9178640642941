// SPDX-License-Identifier: Apache-2.0
/** What citizens say of the public services that the register names: scores as they are published, with their interval. */
import { getFigures, type Score } from '@stoa/analytics/contract';
import { type Area, getElement, listElements } from '@stoa/architecture/contract';
import type { PageContext } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';

export interface Scored {
  readonly state: 'shown' | 'suppressed' | 'none';
  readonly score?: Score | undefined;
}
type Call = PageContext['call'];

/** Of an office, a region or the country as it is rated; nothing where nobody is rated by this code. */
export async function scoreOf(call: Call, code: string): Promise<Scored> {
  try {
    const { score } = await call(getFigures, { code });
    return score ? { state: 'shown', score } : { state: 'suppressed' };
  } catch (error) {
    if (isRefusal(error)) return { state: 'none' };
    throw error;
  }
}
/** Dark is good: from 1, below 3 points, to 4. */
export const levelOfScore = (scored: Scored | undefined): number =>
  scored?.score ? 1 + Math.min(3, Math.max(0, Math.floor((scored.score.mean - 2.5) / 0.6))) : 0;

/** Services that are rated, with their score and the ids of the objects that automate them. */
export async function ratedServices(call: Call) {
  const { items } = await call(listElements, { kind: 'service', limit: 100 });
  const rated = items.filter(({ facts }) => typeof facts['rated-as'] === 'string');
  return Promise.all(
    rated.map(async ({ id, name, facts }) => {
      const [whole, scored] = await Promise.all([call(getElement, { id }), scoreOf(call, String(facts['rated-as']))]);
      const objects = whole.relations
        .filter(({ kind, out }) => kind === 'automates' && !out)
        .map(({ other }) => other.id);
      return { id, name, code: String(facts['rated-as']), scored, objects };
    }),
  );
}
/** Of an area: the best known service of the objects that automate it, by answers. */
export async function scoresOfAreas(call: Call, areas: readonly Area[]): Promise<Map<string, Scored>> {
  const services = await ratedServices(call);
  const found = new Map<string, Scored>();
  const codes = new Set(areas.map(({ code }) => code));
  for (const { objects, scored } of services)
    for (const id of objects) {
      const { relations } = await call(getElement, { id });
      for (const { kind, out, other } of relations) {
        if (kind !== 'automates' || !out || !codes.has(other.code)) continue;
        const before = found.get(other.code);
        if (!before?.score || (scored.score && scored.score.answers > before.score.answers))
          found.set(other.code, scored);
      }
    }
  return found;
}
