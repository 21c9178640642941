// SPDX-License-Identifier: Apache-2.0
/** A table is tried whole and then taken in part by part; documents knows each card by its key, so that a part may come twice. */
import { importDocuments, type ImportRow } from '@stoa/documents/contract';
import { authorise, job, type ModuleRuntime, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import { type InputOf, type OutputOf, type Principal, Uuid } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import { type Static, Type } from 'typebox';
import { chanceryOf } from '../access/chancery.ts';
import * as contract from '../contract.ts';
import { type Words, wordsIn } from '../words.ts';
import { readTable } from './rows.ts';
import * as store from './store.ts';

const part = 200;
const shown = ({ at, endedAt, ...one }: store.ImportFacts): contract.Import => ({
  ...one,
  at: at.toISOString(),
  ...(endedAt ? { endedAt: endedAt.toISOString() } : {}),
});
const unknown = (): never =>
  refuse('missing', 'papers.import-unknown', 'There is no such import. Choose one of the list.');

export const listImports = (
  tx: Tx,
  { institutionId, cursor, limit }: InputOf<typeof contract.listImports>,
): Promise<OutputOf<typeof contract.listImports>> => {
  authorise(tx, chanceryOf(institutionId));
  return pageOfRows({ limit }, (count) => store.importsOf(tx, institutionId, cursor ?? null, count), shown);
};

/** Refuses: papers.table-unreadable, papers.columns-missing, papers.too-many-rows. */
function tableOf(text: string) {
  const read = readTable(text);
  if ('unclosed' in read)
    return refuse(
      'invalid',
      'papers.table-unreadable',
      `Line ${read.unclosed} opens a quotation mark that nothing closes.`,
    );
  if ('missing' in read)
    return refuse('invalid', 'papers.columns-missing', `The first line lacks the columns ${read.missing.join(', ')}.`);
  if (read.rows.length === 0 || read.rows.length > contract.importLimits.rows)
    return refuse(
      'invalid',
      'papers.too-many-rows',
      `A table has from one row to ${contract.importLimits.rows}. Part it.`,
    );
  return read.rows;
}

export async function tryImport(
  module: ModuleRuntime,
  { institutionId, source, fileName, text }: InputOf<typeof contract.tryImport>,
  principal: Principal,
): Promise<{ id: string }> {
  await module.tx(principal, async (tx) => authorise(tx, chanceryOf(institutionId)));
  const read = tableOf(text);
  const good = read.flatMap(({ line, row }) => (row ? [{ line, row }] : []));
  const refused = new Map(read.flatMap(({ line, fault }) => (fault ? [[line, fault] as const] : [])));
  let known = 0;
  for (let from = 0; from < good.length; from += part) {
    const chosen = good.slice(from, from + part);
    const rows = chosen.map(({ row }) => row);
    const found = await module.call(importDocuments, { institutionId, source, dryRun: true, rows }, { principal });
    known += found.known;
    for (const { row, code, message } of found.refused) refused.set(chosen[row - 1]?.line ?? 0, { code, message });
  }
  const lines = read.map(({ line, key, subject, row, files = [] }): store.Line => {
    const fault = refused.get(line);
    return {
      ...{ line, outcome: fault ? 'refused' : 'fits', code: fault?.code ?? null, message: fault?.message ?? null },
      row: { key: key.slice(0, 200), subject: subject.slice(0, 500), ...(row && !fault ? { card: row, files } : {}) },
    };
  });
  const byName = principal.kind === 'person' ? principal.name : '';
  return module.tx(principal, async (tx) => ({
    id: await store.insertImport(tx, { institutionId, source, fileName, known, byName }, lines),
  }));
}

/** Refuses: papers.import-unknown. */
export async function opened(tx: Tx, id: string): Promise<store.ImportFacts> {
  const found = (await store.findImport(tx, id)) ?? unknown();
  authorise(tx, chanceryOf(found.institutionId));
  return found;
}

export async function getImport(
  tx: Tx,
  { id, outcome, cursor, limit }: InputOf<typeof contract.getImport>,
): Promise<OutputOf<typeof contract.getImport>> {
  const found = await opened(tx, id);
  const after = Number(readCursor(cursor, 'integer')?.[0] ?? 0);
  const page = await pageOfRows(
    { limit },
    (count) => store.linesOf(tx, id, outcome ?? null, after, count),
    ({ row, code, message, ...line }) => ({
      ...{ ...line, key: row.key, subject: row.subject },
      ...(code ? { code } : {}),
      ...(message ? { message } : {}),
    }),
    ({ line }) => writeCursor(line),
  );
  return { import: shown(found), ...page };
}

const Running = Type.Object({ id: Uuid });
export const takeIn = job('papers.take-in', Running, (module, { id }) => takePart(module, id), { tx: false });

/** Refuses: papers.import-begun, papers.nothing-fits. */
export async function runImport(tx: Tx, { id }: InputOf<typeof contract.runImport>): Promise<{ id: string }> {
  const { fits } = await opened(tx, id);
  if (fits === 0) refuse('conflict', 'papers.nothing-fits', 'No row fits. Mend the table and try it again.');
  if (!(await store.begin(tx, id)))
    refuse('conflict', 'papers.import-begun', 'This table is being taken in, or was. Load the page again.');
  await takeIn.enqueue(tx, { id });
  return { id };
}

/** The next part; then the one after it, until none is left. */
async function takePart(module: ModuleRuntime, id: string): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const { facts, lines } = await module.tx(self, async (tx) => ({
    facts: (await store.findImport(tx, id)) ?? unknown(),
    lines: await store.linesOf(tx, id, 'fits', 0, part),
  }));
  const { institutionId, source } = facts;
  const rows = lines.flatMap(({ row }) => row.card ?? []) as ImportRow[];
  const { refused } =
    rows.length > 0
      ? await module.call(importDocuments, { institutionId, source, dryRun: false, rows })
      : { refused: [] };
  await module.tx(self, async (tx) => {
    for (const [at, { line }] of lines.entries()) {
      const why = refused.find(({ row }) => row === at + 1);
      await store.settle(tx, id, line, why ? 'refused' : 'taken', why);
    }
    if (lines.length < part) await store.end(tx, id);
    else await takeIn.enqueue(tx, { id });
  });
}

/** In the reader's words; of a value also the English of its schema, which names the column. */
const reasonOf = (words: Words, { code, message = '' }: OutputOf<typeof contract.getImport>['items'][number]) => {
  const said = code ? words.fault(code, message) : message;
  return (code === 'value-invalid' || code === 'date-unclear') && words.language !== 'en'
    ? `${said} (${message})`
    : said;
};

/** Refuses: papers.import-unknown. */
export async function importReport(
  module: ModuleRuntime,
  principal: Principal,
  { id, language }: Static<typeof contract.ReportAsked>,
): Promise<{ name: string; content: string }> {
  const words = wordsIn(language);
  const cells: string[][] = [];
  let [cursor, name]: [string | undefined, string] = [undefined, ''];
  do {
    const page: OutputOf<typeof contract.getImport> = await module.call(
      contract.getImport,
      { id, limit: 100, ...(cursor ? { cursor } : {}) },
      { principal },
    );
    name = page.import.fileName.replace(/\.csv$/i, '');
    cells.push(
      ...page.items.map((row) => [
        ...[
          String(row.line),
          row.key,
          row.subject,
          words(`outcome-${row.outcome}`),
          row.code ?? '',
          reasonOf(words, row),
        ],
      ]),
    );
    cursor = page.nextCursor;
  } while (cursor);
  const head = (['line', 'key', 'subject', 'outcome', 'code', 'reason'] as const).map((word) => words(word));
  return { name, content: writeCsv([head, ...cells]) };
}
