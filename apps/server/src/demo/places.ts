// SPDX-License-Identifier: Apache-2.0
/** Places for foreign workers: each permit that the demo's register knows has one, and its employer some more. */
import { foreignWorkerPermits, permitOccupations, steppeBuild, subsystems } from '@stoa/country-xm';
import { idOf, type Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { enterDemoPlaces } from '@stoa/places/contract';

type Item = InputOf<typeof enterDemoPlaces>['items'][number];
const as = { principal: { kind: 'service', id: 'demo' } } as const;
const kind = 'foreign-workers';
const day = 86_400_000;

const titles = new Map(permitOccupations.map(({ code, title }) => [code, title]));
const grant = (key: string, holder: string, code: string, places: number): Item => ({
  ...{ do: 'grant', key, kind, code, holder, service: 'worker-quota', title: titles.get(code) ?? { en: code } },
  ...{ places, most: null, until: null },
});
const take = (key: string, holder: string, code: string, until: string | null): Item => ({
  ...{ do: 'take', key, kind, code, holder, caseId: idOf(`demo permit ${key}`), keptBy: [], until, waits: false },
});

/** Of the company that visitors act for: most bricklayers are there, the lorry drivers are all, and engineers are scarce. */
const ownPlaces: readonly (readonly [code: string, granted: number, taken: number])[] = [
  ['7112', 26, 22],
  ['8332', 2, 2],
  ['2142', 400, 0],
];

const enter = ({ call }: Platform, items: Item[], daysAgo: number) =>
  call(
    enterDemoPlaces,
    { keeper: subsystems.labour, at: new Date(Date.now() - daysAgo * day).toISOString(), items },
    as,
  );
/** The first of them stand for so long already. */
const [firstDaysAgo, parts] = [430, 14];

/** Before anybody applies: without a place there is no permit. */
export const enterFirstPlaces = (platform: Platform) =>
  enter(
    platform,
    ownPlaces.flatMap(([code, granted, taken]) => [
      grant(`WQ-2025-${code}`, steppeBuild.inn, code, granted),
      ...Array.from({ length: taken }, (_, at) =>
        take(`WP-2024-${code}${String(at).padStart(2, '0')}`, steppeBuild.inn, code, null),
      ),
    ]),
    firstDaysAgo,
  );

/** Each permit of the register has a place, and its employer one more: some came each month. */
export async function enterPlaces(platform: Platform): Promise<void> {
  const active = foreignWorkerPermits().filter(({ state }) => state === 'active');
  const part = Math.min(500, Math.ceil(active.length / parts));
  for (let from = 0; from < active.length; from += part)
    await enter(
      platform,
      active
        .slice(from, from + part)
        .flatMap(({ number, inn, occupation, validUntil }) => [
          grant(`WQ ${number}`, inn, occupation, 2),
          take(number, inn, occupation, validUntil),
        ]),
      Math.max(1, Math.round(firstDaysAgo * (1 - from / active.length))),
    );
}
