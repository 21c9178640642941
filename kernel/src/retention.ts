// SPDX-License-Identifier: Apache-2.0
/**
 * What is erased by its age: a module says how, the country or the settings say after how long. Rows of the ledger stay, so
 * proofs hold; each batch and its entry in the audit are one transaction.
 */
import { audit } from './audit.ts';
import { ConfigError } from './config.ts';
import type { Tx } from './database/tx.ts';
import type { ModuleRuntime } from './module.ts';

export interface RetentionRule {
  /** `closed-cases`; with the module's name before it (`cases.closed-cases`) it has its term. */
  readonly what: string;
  /** Erases at most so many that have been over since before then; answers how many. Erased ones are not found again. */
  readonly erase: (tx: Tx, before: Date, limit: number) => Promise<number>;
}

const dayMs = 86_400_000;
const batch = 200;

type Settings = Pick<ModuleRuntime, 'config' | 'country'>;

/** `STOA_RETENTION_DAYS`: terms that stand in place of the country's, `cases.drafts=90,…`; `never` keeps. */
function ownTerms({ config }: Pick<Settings, 'config'>): ReadonlyMap<string, number | undefined> {
  const given = config.env.STOA_RETENTION_DAYS?.split(',').filter(Boolean) ?? [];
  return new Map(
    given.map((pair) => {
      const [, name, days] = /^\s*([a-z-]+\.[a-z-]+)\s*=\s*(never|[1-9]\d{0,4})\s*$/.exec(pair) ?? [];
      if (!name || !days)
        throw new ConfigError(`STOA_RETENTION_DAYS must look like "cases.drafts=90,…"; "${pair}" does not`);
      return [name, days === 'never' ? undefined : Number(days)];
    }),
  );
}

/** Days after which the rule erases; undefined where nothing is erased by it. Throws ConfigError. */
export function retentionDays(module: Settings, rule: string): number | undefined {
  const own = ownTerms(module);
  return own.has(rule) ? own.get(rule) : module.country.personalData?.retentionDays[rule];
}

/** Erases what is past its term, in batches: what a stop leaves is erased the next time. */
export async function erasePast(module: ModuleRuntime, rules: readonly RetentionRule[]): Promise<void> {
  for (const { what, erase } of rules) {
    const days = retentionDays(module, `${module.name}.${what}`);
    if (days === undefined) continue;
    const before = new Date(module.clock.now().getTime() - days * dayMs);
    const eraseBatch = () =>
      module.tx({ kind: 'service', id: module.name }, async (tx) => {
        const count = await erase(tx, before, batch);
        const object = { type: 'retention', id: what };
        const details = { rule: what, days, before: before.toISOString(), count };
        if (count > 0) await audit(tx, { action: `${module.name}.erased`, object, details });
        return count;
      });
    while ((await eraseBatch()) === batch);
  }
}
