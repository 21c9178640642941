// SPDX-License-Identifier: Apache-2.0
/** What the address of an auditor's page asks of every module, or of the one it names; nothing in it is trusted. */
import { isCalendarDate } from '@stoa/kernel/text';

const dayMs = 86_400_000;
/** Shown where no period is given. */
const usualDays = 7;
export const mostSampled = 200;

/** The day that it is anywhere on earth: nothing of now is left out. */
export const today = () => new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);

export interface Asked {
  readonly modules: readonly string[];
  readonly module: string | undefined;
  readonly period: { readonly from: string; readonly to: string };
  readonly filter: Readonly<Partial<Record<(typeof words)[number], string>>>;
  /** Only where a sample is asked for. */
  readonly sample: { readonly seed: string; readonly size: number } | undefined;
}
export const words = ['actor', 'subject', 'action', 'object', 'purpose'] as const;

export function askedOf(query: Readonly<Record<string, string>>, modules: readonly string[], today: string): Asked {
  const module = modules.find((name) => name === query.module);
  const to = isCalendarDate(query.to ?? '') ? (query.to as string) : today;
  const usual = new Date(Date.parse(to) - (usualDays - 1) * dayMs).toISOString().slice(0, 10);
  const from = isCalendarDate(query.from ?? '') ? (query.from as string) : usual;
  const filter = Object.fromEntries(
    words.flatMap((word) => {
      const text = query[word]?.trim().slice(0, 200);
      return text ? [[word, text]] : [];
    }),
  );
  const size = Number(query.size);
  const seed = query.seed?.trim().slice(0, 100);
  const sample = seed && Number.isInteger(size) && size >= 1 ? { seed, size: Math.min(size, mostSampled) } : undefined;
  return { modules: module ? [module] : modules, module, period: { from, to }, filter, sample };
}
