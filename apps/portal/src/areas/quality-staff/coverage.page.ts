// SPDX-License-Identifier: Apache-2.0
/** Cards beside what departments say was rendered, and beside what the exchange saw of it. */
import { listDepartments } from '@stoa/analytics/contract';
import { coverage } from '@stoa/quality/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { agreeing, covering, daysAgo, holds, isDay } from './shared.ts';

export const coveragePage = definePage({
  path: '/quality-work/coverage',
  duty: covering,
  component: 'quality-staff/CoveragePage',
  load: async (context) => {
    const { call, query, text } = context;
    const to = isDay(query.to) ? query.to : new Date().toISOString().slice(0, 10);
    const from = isDay(query.from) ? query.from : daysAgo(to, 30);
    const { enough, items } = await call(coverage, { from, to });
    // Departments are of no region.
    const departments = holds(context, ...agreeing)
      ? (await call(listDepartments, { month: to.slice(0, 7) })).items
      : [];
    const shown = items.filter(
      ({ low, reported }) => (query.show !== 'low' || low) && (query.show !== 'unknown' || reported === undefined),
    );
    const at = Math.max(0, Number.parseInt(query.cursor ?? '0', 10) || 0);
    const next = at + 50;
    return {
      ...{
        from,
        to,
        enough,
        departments: departments.slice(0, 200),
        nextCursor: next < shown.length ? String(next) : undefined,
      },
      low: items.filter((one) => one.low).length,
      unknown: items.filter((one) => one.reported === undefined).length,
      all: items.length,
      rows: shown.slice(at, next).map(({ name, inn, ...row }) => ({ ...row, inn, name: name ? text(name) : inn })),
    };
  },
});
export type CoverageProps = PropsOf<typeof coveragePage>;
