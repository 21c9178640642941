// SPDX-License-Identifier: Apache-2.0
/** What was counted of services: by minute for a week, by hour for a year, by day for three. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { removeDiskDays } from '../capacity/store.ts';
import { removeRuns } from '../reports/store.ts';
import { addRollups, type Figures, removeRollups, type RollupRow } from './store.ts';

const dayMs = 86_400_000;
const keptDays = { minute: 7, hour: 400, day: 1100 } as const;
const spans = ['minute', 'hour', 'day'] as const;
const none: Figures = { probes: 0, down: 0, calls: 0, failed: 0, slow: 0 };

/** Gathers what is to be added, so that each row is written once. */
export class Sums {
  readonly #rows = new Map<string, RollupRow>();
  readonly #localDate: (at: Date) => string;

  constructor(tx: Tx) {
    this.#localDate = (at) => tx.module.country.calendar.localDate(at);
  }

  add(service: string, at: Date, more: Partial<Figures>): void {
    const starts = {
      minute: new Date(Math.floor(at.getTime() / 60_000) * 60_000),
      hour: new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000),
      day: new Date(`${this.#localDate(at)}T00:00:00Z`),
    };
    for (const span of spans) {
      const key = `${span} ${service} ${starts[span].toISOString()}`;
      const row = this.#rows.get(key) ?? { span, service, at: starts[span].toISOString(), ...none };
      for (const name of Object.keys(none) as (keyof Figures)[]) row[name] += more[name] ?? 0;
      this.#rows.set(key, row);
    }
  }

  /** In one order, so that two that write at once wait for one another instead of both failing. */
  async write(tx: Tx): Promise<void> {
    const rows = [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    if (rows.length > 0) await addRollups(tx, rows);
    this.#rows.clear();
  }
}

/** What only told apart what came since from what was known is of no use once its process has ended. */
const runsKeptDays = 7;

export const sweep = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'service', id: module.name }, async (tx) => {
    const before = (days: number) => new Date(tx.now.getTime() - days * dayMs);
    for (const span of spans) await removeRollups(tx, span, before(keptDays[span]));
    await removeRuns(tx, before(runsKeptDays));
    await removeDiskDays(tx, before(keptDays.day).toISOString().slice(0, 10));
  });
