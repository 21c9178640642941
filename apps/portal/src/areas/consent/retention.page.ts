// SPDX-License-Identifier: Apache-2.0
/** By which rules data are erased, and what was erased when, of every module that erases some. */
import { retentionOperation } from '@stoa/kernel';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

export const retentionPage = definePage({
  path: '/consent/retention',
  duty: ['privacy.officer', 'audit.auditor'],
  component: 'consent/RetentionPage',
  load: async ({ call, retaining }) => {
    const found = await Promise.all(
      retaining.map(async (module) => ({
        module,
        page: await whenUp(call(retentionOperation(module), { limit: 50 })),
      })),
    );
    return {
      away: found.flatMap(({ module, page }) => (page ? [] : [module])),
      rules: found.flatMap(({ module, page }) =>
        (page?.rules ?? []).map(({ rule, days }) => ({ id: `${module}.${rule}`, name: `${module}.${rule}`, days })),
      ),
      erasures: found
        .flatMap(({ module, page }) => (page?.items ?? []).map((one) => ({ ...one, name: `${module}.${one.rule}` })))
        .sort((a, b) => (a.at < b.at ? 1 : -1))
        .slice(0, 50),
    };
  },
});
export type RetentionProps = PropsOf<typeof retentionPage>;
