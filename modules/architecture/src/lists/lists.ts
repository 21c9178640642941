// SPDX-License-Identifier: Apache-2.0
/** Elements of a kind as a table; the feed of what came to be known. */
import { type ModuleRuntime, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import type { Static } from 'typebox';
import writeWorkbook, { type Cell } from 'write-excel-file/node';
import * as contract from '../contract.ts';
import { feedAfter } from '../elements/queries.ts';
import { momentOf, shown } from '../elements/reading.ts';
import { sightOf } from '../elements/sight.ts';
import { vocabulary } from '../vocabulary.ts';
import words from './words.json' with { type: 'json' };

type Value = string | number;
interface Table {
  readonly name: string;
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** Words never begin a formula: `writeCsv` guards them, a workbook says of each cell what it is. */
async function written({ name, titles, rows }: Table, as: contract.ListForm, rightToLeft: boolean) {
  if (as === 'csv') return writeCsv([titles, ...rows.map((row) => row.map(String))]);
  const cells = rows.map((row) =>
    row.map((value): Cell => {
      if (value === '') return null;
      return typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, 32_000), type: String };
    }),
  );
  const head: Cell[] = titles.map((value) => ({ value, type: String, fontWeight: 'bold' }));
  return writeWorkbook([head, ...cells], { stickyRowsCount: 1, sheet: name.slice(0, 30), rightToLeft }).toBuffer();
}

/** Refuses: architecture.kind-unknown, architecture.field-unknown. */
export async function takeOut(
  module: ModuleRuntime,
  principal: Principal,
  { as, language = 'en', ...filter }: Static<typeof contract.ListAsked>,
): Promise<{ name: string; content: string | Uint8Array }> {
  const items: contract.Element[] = [];
  let cursor: string | undefined;
  do {
    const asked = { ...filter, limit: 100, ...(cursor ? { cursor } : {}) };
    const page = await module.call(contract.listElements, asked, { principal });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < contract.mostRows);
  const kind = vocabulary.kinds[filter.kind];
  if (!kind) return refuse('missing', 'architecture.kind-unknown', 'There is no such kind. Ask for the vocabulary.');
  const say = (text: contract.Element['name']) => inLanguage(text, language);
  const fields = kind.fields.flatMap((code) => {
    const field = vocabulary.fields[code];
    return field ? [{ code, field }] : [];
  });
  const rows = items.map((one): Value[] => [
    ...[one.code, say(one.name), one.ownerId ?? '', one.validFrom, one.attestedAt?.slice(0, 10) ?? ''],
    ...fields.map(({ code, field }): Value => {
      const value = one.facts[code];
      if (value === undefined) return '';
      const choice = field.choices?.[String(value)];
      if (choice) return say(choice);
      if (typeof value === 'boolean') return value ? '+' : '-';
      return field.type === 'money' ? Number(value) / 100 : value;
    }),
  ]);
  const titles = [...Object.values(words).map(say), ...fields.map(({ field }) => say(field.title))];
  const name = say(kind.title);
  return { name, content: await written({ name, titles, rows }, as, language === 'ar') };
}

/** Whoever began to write a minute ago has written. */
const settled = 60_000;
export async function readFeed(
  tx: Tx,
  { after, limit = 200 }: InputOf<typeof contract.readFeed>,
): Promise<OutputOf<typeof contract.readFeed>> {
  const [knownFrom, id] = readCursor(after, 'instant', 'uuid') ?? [];
  const until = new Date(tx.now.getTime() - settled);
  const rows = await feedAfter(tx, momentOf(tx, {}), sightOf(tx), { knownFrom, id, until }, limit);
  const last = rows.at(-1);
  return {
    items: rows.map((row) => ({
      ...shown(row, undefined),
      ...(row.knownUntil ? { knownUntil: row.knownUntil.toISOString() } : {}),
    })),
    ...(last ? { next: writeCursor(last.knownFrom, last.id) } : after ? { next: after } : {}),
  };
}
