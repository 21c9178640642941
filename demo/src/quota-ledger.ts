// SPDX-License-Identifier: Apache-2.0
/** Places for foreign workers by company and occupation: granted, used by permits, given back. What is left is never below zero. */
import type { Answer } from './mailbox-worker.ts';

export interface QuotaEntry {
  /** Of the application or the permit: the same key does the same thing once. */
  readonly key: string;
  /** `return` gives back what the use of that key has taken. */
  readonly do: 'grant' | 'use' | 'return';
  readonly inn: string;
  /** ISCO-08 unit group. */
  readonly occupation: string;
  readonly places: number;
  /** How many the company may hold over all occupations; null: as many as asked. */
  readonly most?: number | null;
}

interface QuotaLedger {
  /** Granted over all occupations. */
  held(inn: string): number;
  left(inn: string, occupation: string): number;
  /** `{ places }` that were granted, used or given back; a rejection where there is nothing to grant, use or give back. */
  enter(entry: QuotaEntry): Answer;
}

const refused = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });

/** @param earlier what was kept before @param keep makes an entry durable; it is kept before it counts */
export function quotaLedger(earlier: readonly QuotaEntry[], keep: (entry: QuotaEntry) => void): QuotaLedger {
  const granted = new Map<string, number>();
  const used = new Map<string, number>();
  const done = new Map<string, QuotaEntry>();
  const given = new Set<string>();
  const of = ({ inn, occupation }: Pick<QuotaEntry, 'inn' | 'occupation'>) => `${inn} ${occupation}`;
  const add = (to: Map<string, number>, at: string, places: number) => to.set(at, (to.get(at) ?? 0) + places);
  const held = (inn: string) =>
    [...granted].reduce((sum, [at, places]) => (at.startsWith(`${inn} `) ? sum + places : sum), 0);
  const left = (inn: string, occupation: string) =>
    (granted.get(of({ inn, occupation })) ?? 0) - (used.get(of({ inn, occupation })) ?? 0);

  function apply(entry: QuotaEntry): void {
    if (entry.do === 'return') given.add(entry.key);
    else done.set(`${entry.do} ${entry.key}`, entry);
    add(entry.do === 'grant' ? granted : used, of(entry), entry.do === 'return' ? -entry.places : entry.places);
  }
  function take(entry: QuotaEntry): Answer {
    keep(entry);
    apply(entry);
    return { content: { places: entry.places } };
  }
  earlier.forEach(apply);
  return {
    held,
    left,
    enter(entry) {
      const before = done.get(`${entry.do === 'return' ? 'use' : entry.do} ${entry.key}`);
      if (entry.do === 'return') {
        if (!before) return refused('Nothing was used under this key.');
        return given.has(entry.key) ? { content: { places: before.places } } : take({ ...before, do: 'return' });
      }
      if (before) return { content: { places: before.places } };
      const room =
        entry.do === 'use'
          ? left(entry.inn, entry.occupation)
          : (entry.most ?? Number.POSITIVE_INFINITY) - held(entry.inn);
      const places = entry.do === 'use' ? entry.places : Math.min(entry.places, room);
      if (places <= 0 || places > room) return refused('No place is left.');
      return take({ ...entry, places });
    },
  };
}
