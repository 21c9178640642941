// SPDX-License-Identifier: Apache-2.0
/** What a module, a hub or a connector says of itself, and how it counts what it served. Loads in a browser. */
import { type Static, Type } from 'typebox';

/** Upper bounds of answer times, milliseconds; what took longer than the last is counted among the answered alone. */
export const latencyBounds = [50, 100, 250, 500, 1000, 2500, 5000, 10_000] as const;

const Count = Type.Integer({ minimum: 0 });
const when = Type.String({ format: 'date-time' });

/** Counted since the process started, like a counter of Prometheus: a report that is lost loses no figure. */
export const ServiceVolume = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 300 }),
    calls: Count,
    /** Of them: without a proper answer. What was refused for a reason of the caller is answered. */
    failed: Count,
    /** Answered within each of `latencyBounds`. */
    within: Type.Array(Count, { minItems: latencyBounds.length, maxItems: latencyBounds.length }),
  },
  { additionalProperties: false },
);
export type ServiceVolume = Static<typeof ServiceVolume>;

export const HealthReport = Type.Object(
  {
    /** By the clock of who reports. */
    at: when,
    startedAt: when,
    version: Type.String({ minLength: 1, maxLength: 40 }),
    state: Type.Union([Type.Literal('up'), Type.Literal('degraded'), Type.Literal('down')]),
    /** When the first of its certificates ends. */
    certificateUntil: Type.Optional(when),
    /** Work, messages or events that wait. */
    waiting: Type.Optional(Count),
    /** Given up: nothing happens before an operator looks. */
    dead: Type.Optional(Count),
    /** Evidence that has no place in the ledger yet. */
    unlogged: Type.Optional(Count),
    disk: Type.Optional(Type.Object({ freeBytes: Count, totalBytes: Count }, { additionalProperties: false })),
    /** The database cannot put its log where copies need it: what was written since would be missing. */
    archiveFailing: Type.Optional(
      Type.Object({ lastArchivedAt: Type.Optional(when) }, { additionalProperties: false }),
    ),
    services: Type.Array(ServiceVolume, { maxItems: 200 }),
  },
  { additionalProperties: false },
);
export type HealthReport = Static<typeof HealthReport>;

/** Counts calls by service. */
export class Volumes {
  readonly #byCode = new Map<string, { calls: number; failed: number; within: number[] }>();

  note(code: string, ms: number, failed: boolean): void {
    const one = this.#byCode.get(code) ?? { calls: 0, failed: 0, within: latencyBounds.map(() => 0) };
    this.#byCode.set(code, one);
    one.calls += 1;
    if (failed) one.failed += 1;
    else one.within = one.within.map((count, at) => (ms <= (latencyBounds[at] ?? 0) ? count + 1 : count));
  }

  get all(): ServiceVolume[] {
    return [...this.#byCode].map(([code, { calls, failed, within }]) => ({ code, calls, failed, within: [...within] }));
  }
}
