// SPDX-License-Identifier: Apache-2.0
/** Work that keeps failing: somebody was promised what it does, and waits. */
import type { Tx } from '../database/tx.ts';

/** Seconds of failing after which work is no passing hitch any more. */
const graceSeconds = 60;
export const overdueBefore = (now: Date): Date => new Date(now.getTime() - graceSeconds * 1000);

/** Work that failed first before `$1` and has not succeeded since; what was given up belongs to it. */
export const overdueWork = `work where failing_since <= $1 and state <> 'done'`;

/** The ids that data name, which stand in clear beside them. */
export const idsIn = (data: unknown): string =>
  [...new Set(JSON.stringify(data ?? null).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))].join(' ');

/**
 * Since when this module owes something about an object, undefined where it owes nothing. The work speaks of the
 * object by its id, in its data or as the subject of its event.
 */
export async function owedSince(tx: Tx, id: string): Promise<Date | undefined> {
  const { rows } = await tx.query<{ since: Date | null }>(
    `select min(failing_since) as since from ${overdueWork} and position($2 in concat(about, data, meta ->> 'subject')) > 0`,
    [overdueBefore(tx.now), id],
  );
  return rows[0]?.since ?? undefined;
}
