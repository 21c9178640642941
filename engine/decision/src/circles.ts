// SPDX-License-Identifier: Apache-2.0
import { DecisionFault } from './fault.ts';

/** Refuses what leads back to itself; `next` says where one can go. */
export function refuseCircles<T>(
  all: Iterable<T>,
  next: (one: T) => readonly T[],
  nameOf: (one: T) => string,
  what: string,
): void {
  const done = new Set<T>();
  const path: T[] = [];
  const visit = (one: T): void => {
    const at = path.indexOf(one);
    if (at >= 0)
      throw new DecisionFault(nameOf(one), `${what} itself: ${[...path.slice(at), one].map(nameOf).join(' → ')}`);
    if (done.has(one)) return;
    if (path.length > 500) throw new DecisionFault(nameOf(one), 'the requirements are nested more than 500 deep');
    path.push(one);
    for (const other of next(one)) visit(other);
    path.pop();
    done.add(one);
  };
  for (const one of all) visit(one);
}
