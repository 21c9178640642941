// SPDX-License-Identifier: Apache-2.0
/** What Meridia watches, and the last ninety days of it. */
import { watchedMonths, watchedServices } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import { type DemoMonitoring, enterDemoMonitoring } from '@stoa/monitoring/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
/** The country's lists are read only. */
const own = <T>(value: unknown): T => structuredClone(value) as T;
const nothing: DemoMonitoring = { services: [], days: [], callLimits: [], disks: [], incidents: [], maintenance: [] };

/** Before history: what is watched is counted from the first minute on. */
export const enterWatched = ({ call }: Platform): Promise<unknown> =>
  call(enterDemoMonitoring, { ...nothing, services: own<DemoMonitoring['services']>(watchedServices) }, as);

export const enterWatchedMonths = ({ call }: Platform, now: number): Promise<unknown> =>
  call(enterDemoMonitoring, { ...nothing, ...own<Omit<DemoMonitoring, 'services'>>(watchedMonths(now)) }, as);
