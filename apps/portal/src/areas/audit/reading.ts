// SPDX-License-Identifier: Apache-2.0
/** Acts of several modules as one list, newest first, and one sample over all of them. */
import { type AuditedAct, moduleOperations } from '@stoa/kernel';
import type { InputOf, Operation, OutputOf } from '@stoa/kernel/contract';
import { whenUp } from '../../server/when-up.ts';
import type { Asked } from './asked.ts';

type Call = <Op extends Operation>(operation: Op, input: InputOf<Op>) => Promise<OutputOf<Op>>;

export interface Read {
  readonly acts: readonly AuditedAct[];
  readonly nextCursor?: string | undefined;
  /** Modules that did not answer. */
  readonly away: readonly string[];
  readonly population?: number;
}

/** Identifiers grow with time in every module alike: one cursor serves them all. */
export async function readActs(call: Call, asked: Asked, limit: number, cursor?: string): Promise<Read> {
  const pages = await Promise.all(
    asked.modules.map(async (module) => ({
      module,
      page: await whenUp(
        call(moduleOperations(module).listAudit, {
          ...asked.period,
          ...asked.filter,
          limit,
          ...(cursor ? { cursor } : {}),
        }),
      ),
    })),
  );
  const all = pages.flatMap(({ page }) => page?.items ?? []).sort((a, b) => (a.entryId < b.entryId ? 1 : -1));
  const acts = all.slice(0, limit);
  const more = all.length > limit || pages.some(({ page }) => page?.nextCursor);
  return {
    acts,
    ...(more && acts.length > 0 ? { nextCursor: acts.at(-1)?.entryId } : {}),
    away: pages.flatMap(({ module, page }) => (page ? [] : [module])),
  };
}

/** The first by SHA-256 of all modules are among the first of each. */
export async function drawSample(
  call: Call,
  asked: Asked,
  { seed, size }: { seed: string; size: number },
): Promise<Read> {
  const { action } = asked.filter;
  const drawn = await Promise.all(
    asked.modules.map(async (module) => ({
      module,
      sample: await whenUp(
        call(moduleOperations(module).sampleAudit, { ...asked.period, ...(action ? { action } : {}), seed, size }),
      ),
    })),
  );
  return {
    acts: drawn
      .flatMap(({ sample }) => sample?.items ?? [])
      .sort((a, b) => (a.draw < b.draw ? -1 : 1))
      .slice(0, size),
    population: drawn.reduce((sum, { sample }) => sum + (sample?.population ?? 0), 0),
    away: drawn.flatMap(({ module, sample }) => (sample ? [] : [module])),
  };
}
