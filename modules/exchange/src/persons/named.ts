// SPDX-License-Identifier: Apache-2.0
/** Whom a request names, by what was declared of its service or type. Nothing but their pseudonyms is kept. */
import { type ModuleRuntime, personKey, type Saying, valuesAt } from '@stoa/kernel';
import type { PersonPlace } from '../contract.ts';
import { type Body, normalisedPath } from '../wire/index.ts';

export function peopleIn(module: ModuleRuntime, places: readonly PersonPlace[], said: Saying): string[] {
  const keys = places.flatMap((place) =>
    valuesAt(place, said)
      .flat()
      .filter((value) => typeof value === 'string' || typeof value === 'number')
      // As the number is known, without the spaces and hyphens it may be written with.
      .map((value) => personKey(module, place.scheme, String(value).replace(/[\s\p{Pd}]/gu, ''))),
  );
  return [...new Set(keys)];
}

/** A body that is not in memory, or no JSON, says nothing. */
export const saidIn = ({ bytes }: Body, rest = ''): Saying => ({
  path: normalisedPath(rest),
  query: rest.split('?').slice(1).join('?'),
  content: () => {
    try {
      return JSON.parse((bytes ?? '').toString()) as unknown;
    } catch {
      return undefined;
    }
  },
});
