// SPDX-License-Identifier: Apache-2.0
/** A person's own data, module by module, in pages: the parts one after the other, each in the order of its ids. */
import type { OutputOf } from './contract.ts';
import type { Tx } from './database/tx.ts';
import type { ownDataOperation } from './module-operations.ts';
import { readCursor, writeCursor } from './paging.ts';
import { refuse } from './refusal.ts';

export interface OwnDataPart {
  /** `messages`: what the rows are, in the copy. */
  readonly what: string;
  /** Rows about this person alone with ids (UUID) above `after`, at most `count`, lowest id first. */
  readonly read: (
    tx: Tx,
    personKey: string,
    after: string | null,
    count: number,
  ) => Promise<readonly (object & { readonly id: string })[]>;
}

/** Rows of one answer. */
const pageRows = 200;

/** Refuses `kernel.input-invalid` on a cursor that is none. */
export async function readOwnData(
  tx: Tx,
  parts: readonly OwnDataPart[],
  cursor: string | undefined,
): Promise<OutputOf<ReturnType<typeof ownDataOperation>>> {
  const { principal } = tx;
  const personKey = (principal.kind === 'person' && !principal.actingFor && principal.personKey) || undefined;
  const [from = parts[0]?.what, after = null] = readCursor(cursor, 'name', 'uuid') ?? [];
  const first = parts.findIndex(({ what }) => what === from);
  if (first < 0)
    refuse('invalid', 'kernel.input-invalid', 'This page does not exist any more. Start from the first one.');
  const items: { what: string; data: object }[] = [];
  if (!personKey) return { items };
  for (const [place, { what, read }] of parts.entries()) {
    if (place < first) continue;
    const rows = await read(tx, personKey, place === first ? after : null, pageRows - items.length + 1);
    const shown = rows.slice(0, pageRows - items.length);
    items.push(...shown.map((data) => ({ what, data })));
    const last = shown.at(-1)?.id ?? (place === first ? after : null) ?? beforeAll;
    if (rows.length > shown.length) return { items, nextCursor: writeCursor(what, last) };
  }
  return { items };
}
const beforeAll = '00000000-0000-0000-0000-000000000000';
