// SPDX-License-Identifier: Apache-2.0
/** What happens to reports without anybody's doing. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { Line } from '../contract/tickets.ts';
import { tellLine } from '../telling.ts';
import { after, lineAfter, reopenDays, termsFrom } from './states.ts';
import * as store from './store.ts';

/** At a time; what is left comes a minute later. */
const most = 200;
const dayMs = 86_400_000;

/** Nobody took it in time: the next line gets it, with terms of its own. What somebody has, or the last line, is told of. */
async function moveLate(tx: Tx): Promise<void> {
  const late = new Map<Line, number>();
  for (const row of await store.lockLate(tx, most)) {
    const line = row.state === 'new' ? lineAfter(row.line) : row.line;
    if (line !== row.line) {
      await store.changeTicket(tx, row, { line, ...termsFrom(row.priority, tx.now) });
      await store.addEntry(tx, row.id, { kind: 'handed-late', side: 'clock', line, shown: false });
    } else {
      await store.markLate(tx, row.id);
      await store.addEntry(tx, row.id, { kind: 'late', side: 'clock', line, shown: false });
    }
    late.set(line, (late.get(line) ?? 0) + 1);
  }
  for (const [line, count] of late) await tellLine.enqueue(tx, { line, key: `${line} ${tx.now.toISOString()}`, count });
}

async function closeSolved(tx: Tx): Promise<void> {
  const before = new Date(tx.now.getTime() - reopenDays * dayMs);
  for (const row of await store.lockSolvedBefore(tx, before, most)) {
    await store.changeTicket(tx, row, { state: after(row.state, 'expire') ?? row.state });
    await store.addEntry(tx, row.id, { kind: 'expire', side: 'clock', shown: false });
  }
}

export const watchTerms = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'service', id: module.name }, async (tx) => {
    await moveLate(tx);
    await closeSolved(tx);
  });
