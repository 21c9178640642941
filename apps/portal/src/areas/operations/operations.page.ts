// SPDX-License-Identifier: Apache-2.0
import { listCurious } from '@stoa/cases/contract';
import { getOverview } from '@stoa/exchange/contract';
import { moduleOperations } from '@stoa/kernel';
import { definePage, type PropsOf, redirect } from '../../server/page.ts';
import { isRefusal, pageUnknown } from '../../server/problem.ts';
import { whenUp } from '../../server/when-up.ts';

/** Undefined where a module is away or keeps no dead letters. */
async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await whenUp(answer);
  } catch (error) {
    if (isRefusal(error) && error.kind === 'missing') return undefined;
    throw error;
  }
}

export const operationsPage = definePage({
  path: '/operations',
  duty: 'platform.operator',
  component: 'operations/OperationsPage',
  load: async ({ call, text, modules, readDocument }) => {
    const health = (await readDocument('/health/ready')) as {
      status?: string;
      modules?: Record<string, string>;
      background?: Record<string, { done: number; of: number; failed: boolean }>;
    };
    const [overview, curious, ...letters] = await Promise.all([
      orNothing(call(getOverview, {})),
      orNothing(call(listCurious, {})),
      ...modules.map(async (module) => ({
        module,
        page: await orNothing(call(moduleOperations(module).listDeadLetters, { limit: 50 })),
        overdue: await orNothing(call(moduleOperations(module).listOverdueWork, { limit: 50 })),
      })),
    ]);
    return {
      status: health.status === 'up' ? ('up' as const) : ('degraded' as const),
      background: Object.entries(health.background ?? {}).map(([name, progress]) => ({ name, ...progress })),
      modules: letters.map(({ module, page }) => ({
        name: module,
        state: health.modules?.[module] ?? (page ? 'up' : 'down'),
        deadLetters: page?.items.length ?? 0,
      })),
      // What was given up stands among the dead letters.
      overdue: letters.flatMap(({ module, overdue }) =>
        (overdue?.items ?? []).filter(({ dead }) => !dead).map((work) => ({ module, ...work })),
      ),
      deadLetters: letters.flatMap(({ module, page }) => (page?.items ?? []).map((letter) => ({ module, ...letter }))),
      curious: curious?.items ?? [],
      exchange: overview && {
        subsystems: overview.subsystems.length,
        away: overview.subsystems.filter(({ connection }) => connection === 'away').map(({ name }) => text(name)),
      },
    };
  },
  act: async ({ call, modules }, form) => {
    const [module = '', id = ''] = form.get('_replay').split(' ');
    if (!modules.includes(module)) throw pageUnknown();
    await call(moduleOperations(module).replayDeadLetter, { id });
    return redirect('/operations', { notice: 'letter-replayed' });
  },
});
export type OperationsProps = PropsOf<typeof operationsPage>;
