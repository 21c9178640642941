// SPDX-License-Identifier: Apache-2.0
/** A table comes in: each row is tried, nothing stays; the whole of it is then asked for as one change. */
import { isRefusal, newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { apply } from '../apply.ts';
import { changedFacts } from '../changed-facts.ts';
import type * as contract from '../contract.ts';
import type { Import } from '../contract.ts';
import { today } from '../directory.ts';
import { keptOrUndone, tryOut } from '../store.ts';
import { holdingRows, organisationRows, type ReadRow } from './rows.ts';
import * as store from './store.ts';
import { readTable } from './table.ts';

const importUnknown = (): never =>
  refuse('missing', 'organisations.import-unknown', 'There is no such file any more. Read it again.');

/** Does what the row asks for, after those before it; what is refused is told at the row, and leaves nothing. */
async function tried(tx: Tx, row: ReadRow): Promise<store.TriedRow> {
  const { asked } = row;
  if (!asked) return { ...row, facts: [] };
  try {
    return await keptOrUndone(tx, async () => {
      const { touched } = await apply(tx, asked, newId());
      const change = { id: '', organisationId: '', reason: '', requestedAt: tx.now, asked, touched };
      return { ...row, facts: await changedFacts(tx, change) };
    });
  } catch (error) {
    if (!isRefusal(error) || error.kind === 'unavailable') throw error;
    const { asked: _, ...rest } = row;
    return { ...rest, outcome: 'wrong', facts: [], wrong: { code: error.code, message: error.message } };
  }
}

/** Refuses: organisations.import-unreadable, organisations.import-too-large. */
export async function readImport(
  tx: Tx,
  { about, text, fileName, validFrom }: InputOf<typeof contract.readImport>,
): Promise<Import> {
  const table = readTable(about, text);
  const read =
    about === 'people' ? await holdingRows(tx, table) : await organisationRows(tx, table, validFrom ?? today(tx));
  const rows = await tryOut(tx, async () => {
    const all: store.TriedRow[] = [];
    for (const row of read) all.push(await tried(tx, row));
    return all;
  });
  const id = newId();
  await store.insertImport(tx, { id, about, fileName, readBy: nameOfActor(tx) }, rows);
  return (await store.findImport(tx, id)) ?? importUnknown();
}

const nameOfActor = ({ principal }: Tx) => (principal.kind === 'person' ? principal.name : null);

/** Refuses: organisations.import-unknown. */
export async function getImport(
  tx: Tx,
  { id, outcome, ...page }: InputOf<typeof contract.getImport>,
): Promise<OutputOf<typeof contract.getImport>> {
  const found = (await store.findImport(tx, id)) ?? importUnknown();
  const [after = '-1'] = readCursor(page.cursor, 'integer') ?? [];
  const rows = await pageOfRows(
    page,
    (count) => store.rowsOf(tx, id, outcome ?? null, Number(after), count),
    (row) => row,
    ({ line }) => writeCursor(line),
  );
  return { import: found, ...rows };
}
