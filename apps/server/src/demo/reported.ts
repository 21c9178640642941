// SPDX-License-Identifier: Apache-2.0
/** What people of Meridia reported to support. */
import { reportedProblems } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import { type DemoSupport, enterDemoSupport } from '@stoa/support/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;

/** The country's lists are read only. */
export const enterReported = ({ call }: Platform, now: number): Promise<unknown> =>
  call(enterDemoSupport, structuredClone(reportedProblems(now)) as unknown as DemoSupport, as);
