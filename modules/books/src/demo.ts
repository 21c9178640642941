// SPDX-License-Identifier: Apache-2.0
/** A year of the demo, each part once. */
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { publishChart } from './accounts/chart.ts';
import { accountsOf, newestVersion } from './accounts/store.ts';
import { close, openFrom } from './closings/closings.ts';
import { monthIsClosed } from './closings/store.ts';
import type * as contract from './contract.ts';
import { compareAccount } from './days/comparing.ts';
import { insertStep, listDifferences, setState } from './days/store.ts';
import { book } from './ledger/entries.ts';
import { lockBooks } from './ledger/store.ts';
import { dayAfter } from './people.ts';
import { takeStatement } from './statements/statements.ts';

type Asked = InputOf<typeof contract.enterDemoBooks>;
/** Refuses: books.demo-off. */
export async function enterDemoBooks(
  module: ModuleRuntime,
  asked: Asked,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterDemoBooks>> {
  if (!module.config.demo) refuse('conflict', 'books.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  const { part, chart, entries, statements, byName, approverName } = asked;
  const madeBy = `${byName}, ${approverName}`;
  if (chart)
    await module.tx(principal, async (tx) => {
      const known = await accountsOf(tx, await newestVersion(tx));
      if (!known.some(({ iban }) => iban)) await publishChart(tx, chart, 'Accounts at the bank', madeBy);
    });
  await module.tx(principal, async (tx) => {
    for (const entry of entries) await book(tx, { ...entry, madeBy });
  });
  for (const xml of statements) await module.tx(principal, (tx) => takeStatement(tx, { xml }));
  await settle(module, asked, principal);
  return { part, entered: entries.length + statements.length };
}

/** What the year left is explained and closed: each day, and each month that is over. */
async function settle(module: ModuleRuntime, asked: Asked, principal: Principal): Promise<void> {
  const { explain, closeUntil, byName, approverName } = asked;
  await module.tx(principal, async (tx) => {
    const known = await accountsOf(tx, await newestVersion(tx));
    for (const { code, iban } of known) if (iban) await compareAccount(tx, code);
    if (!closeUntil) return;
    for (const { id } of await listDifferences(tx, { state: 'open', to: closeUntil }, undefined, 1000)) {
      await setState(tx, id, 'resolved');
      await insertStep(tx, { differenceId: id, what: 'explained', reason: explain ?? '', byName });
    }
    await lockBooks(tx, 'alone');
    const by = { askedBy: byName, closedBy: approverName };
    let day = await openFrom(tx);
    while (day !== undefined && day <= closeUntil) {
      await close(tx, { kind: 'day', from: day, until: day }, by);
      const next = dayAfter(day);
      if (next.endsWith('-01') && !(await monthIsClosed(tx, day)))
        await close(tx, { kind: 'period', from: `${day.slice(0, 8)}01`, until: day }, by);
      day = next;
    }
  });
}
