// SPDX-License-Identifier: Apache-2.0
/** A year of cases as the module itself would have left them: one is played by its process, its rows are copied. */
import type { ServicePackage } from '@stoa/catalogue/contract';
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { newestPackage } from '../packages/index.ts';
import { copyOf, endingOfCopy } from './copies.ts';
import { playExample, Unplayable } from './play.ts';
import * as store from './store.ts';
import type { Rows } from './store.ts';

/** Entering again enters nothing twice. Refuses: cases.demo-off, catalogue.service-unknown. */
export async function enterDemoCases(
  tx: Tx,
  { serviceId, example, decided, copies }: InputOf<typeof contract.enterDemoCases>,
): Promise<OutputOf<typeof contract.enterDemoCases>> {
  if (!tx.module.config.demo)
    refuse('conflict', 'cases.demo-off', 'Cases of the demo exist only where it is on (STOA_DEMO=1).');
  const there = await store.known(tx, copies.map(endingOfCopy));
  const wanted = copies.filter((copy) => !there.has(endingOfCopy(copy)));
  const known = copies.length - wanted.length;
  const [first] = copies;
  if (!first || wanted.length === 0) return { entered: 0, known };
  const pkg = await newestPackage(tx.module, { id: serviceId });
  const rows = await played(tx, pkg, example, decided, first);
  if (rows instanceof Unplayable) return { entered: 0, known, why: rows.message };
  const numbers = await store.numbers(tx, wanted.length);
  const made = wanted.flatMap((copy, at) => copyOf(tx, pkg, example, rows, copy, numbers[at] ?? 0) ?? []);
  await store.insert(tx, made);
  return { entered: made.length, known };
}

/** What is played leaves nothing behind but what is read of it: no events, no messages, no jobs. */
async function played(
  tx: Tx,
  pkg: ServicePackage,
  example: contract.DemoExample,
  decided: boolean,
  copy: contract.DemoCopy,
): Promise<Rows | Unplayable> {
  await store.begin(tx);
  try {
    return await store.rowsOf(tx, await playExample(tx, pkg, example, decided, copy));
  } catch (error) {
    // An expression that finds nothing, a table without a row: the example was written for something else.
    if (!(error instanceof Error) || store.isOfDatabase(error)) throw error;
    return error instanceof Unplayable ? error : new Unplayable(error.message);
  } finally {
    await store.undo(tx);
  }
}
