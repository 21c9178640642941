// SPDX-License-Identifier: Apache-2.0
/** A file of applications: checked, started, stopped, and what became of its lines. */
import { answerRules, listServices } from '@stoa/catalogue/contract';
import { isRefusal, type ModuleRuntime, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { writeCsv } from '@stoa/kernel/text';
import type * as contract from '../contract.ts';
import { type Batch, batchLimits, type Line } from '../contract.ts';
import { covers, demandCovered, newestPackage, type Person, sideOf } from '../shared.ts';
import { makeLine } from './making.ts';
import * as store from './store.ts';
import { columnsOf, readTable, type TableFault, templateOf, whyNoTables } from './table.ts';
import words from './words.json' with { type: 'json' };

const shown = async (tx: Tx, row: store.BatchRow): Promise<Batch> => ({
  ...{ id: row.id, serviceId: row.serviceId, title: row.title, fileName: row.fileName, state: row.state },
  ...(row.send === null ? {} : { send: row.send }),
  madeAt: row.madeAt.toISOString(),
  ...(row.settledAt ? { settledAt: row.settledAt.toISOString() } : {}),
  counts: await store.countLines(tx, row.id),
});

/** Those that may be applied for by whom one acts for, without what needs hands. */
export async function listBatchServices(
  module: ModuleRuntime,
  _: object,
  principal: Principal,
): Promise<OutputOf<typeof contract.listBatchServices>> {
  const { kind, applies } = sideOf(principal);
  const { items } = await module.call(listServices, { audience: kind });
  const found: OutputOf<typeof contract.listBatchServices> = { items: [], none: [] };
  for (const { id, title } of items) {
    if (!covers(applies, id)) continue;
    const why = whyNoTables(await newestPackage(module, id));
    if (why) found.none.push({ id, title, why });
    else found.items.push({ id, title });
  }
  return found;
}

/** Refuses: portfolio.service-takes-none, portfolio.power-narrow. */
async function packageFor(module: ModuleRuntime, principal: Principal, serviceId: string) {
  const side = sideOf(principal);
  const none = () =>
    refuse(
      'invalid',
      'portfolio.service-takes-none',
      'This service takes no files of applications. Choose one of the list.',
    );
  const pkg = await newestPackage(module, serviceId).catch((error: unknown) => {
    if (isRefusal(error) && error.kind === 'missing') return none();
    throw error;
  });
  if (whyNoTables(pkg) || !pkg.facts.audience.includes(side.kind)) none();
  demandCovered(side, serviceId);
  return pkg;
}

export const batchTemplate = async (module: ModuleRuntime, principal: Principal, serviceId: string, language: string) =>
  templateOf(await packageFor(module, principal, serviceId), language);

const sayings: Readonly<Record<TableFault, readonly [code: string, (at: string) => string]>> = {
  'not-utf8': [
    'portfolio.file-not-utf8',
    () => 'The file is no text in UTF-8. Save it as “CSV UTF-8” and send it again.',
  ],
  empty: [
    'portfolio.file-empty',
    () => 'The file has no applications: a line of columns first, then one line for each.',
  ],
  'quote-unclosed': ['portfolio.quote-unclosed', (at) => `The quotation mark in line ${at} is never closed. Close it.`],
  'column-unknown': [
    'portfolio.column-unknown',
    (at) => `“${at}” is no column of the template. Use its columns alone.`,
  ],
  'column-twice': ['portfolio.column-twice', (at) => `The column “${at}” stands there twice. Leave one of them.`],
  'too-many-lines': ['portfolio.too-many-lines', (at) => `A file has at most ${at} applications. Send it in parts.`],
};

/** Refuses: portfolio.service-takes-none, -power-narrow, -file-large, -file-not-utf8, -file-empty, -quote-unclosed, … */
export async function checkBatch(
  module: ModuleRuntime,
  { serviceId, language, fileName, content }: InputOf<typeof contract.checkBatch>,
  principal: Principal,
): Promise<Batch> {
  const pkg = await packageFor(module, principal, serviceId);
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length > batchLimits.bytes)
    refuse('invalid', 'portfolio.file-large', 'The file has more than 2 MB. Send it in parts.');
  const rules = answerRules(module.country.formats);
  const day = module.country.calendar.localDate(module.clock.now());
  const table = readTable(pkg, bytes, rules, day);
  if ('fault' in table) {
    const [code, sentence] = sayings[table.fault];
    return refuse('invalid', code, sentence(table.at));
  }
  const { person, kind, id: holderId } = sideOf(principal);
  return module.tx(principal, async (tx) => {
    const row: store.BatchRow = {
      ...{ id: newId(), holderKind: kind, holderId, madeBy: person.id, maker: makerOf(person), serviceId },
      ...{ version: pkg.version, title: pkg.facts.title, language, fileName, state: 'checked', send: null },
      ...{ madeAt: tx.now, settledAt: null },
    };
    await store.insertBatch(tx, row);
    for (const { number, answers, faults } of table.lines)
      await store.insertLine(tx, {
        ...{ batchId: row.id, number, answers, faults, state: faults.length > 0 ? 'wrong' : 'waiting', caseId: null },
      });
    return shown(tx, row);
  });
}

/** Without duties: nobody applies by them. */
const makerOf = ({ id, name, personKey, actingFor, assurance, authenticatedAt }: Person): Person => ({
  ...{ kind: 'person', id, name, duties: [], assurance },
  ...(personKey ? { personKey } : {}),
  ...(actingFor ? { actingFor } : {}),
  ...(authenticatedAt ? { authenticatedAt } : {}),
});

export function listBatches(
  tx: Tx,
  input: InputOf<typeof contract.listBatches>,
): Promise<OutputOf<typeof contract.listBatches>> {
  const { id: holderId, reads: services } = sideOf(tx.principal);
  const filter = { holderId, services, after: input.cursor ?? null };
  return pageOfRows(
    input,
    (count) => store.batchesOf(tx, filter, count),
    (row) => shown(tx, row),
  );
}

/** Another's is as unknown as what is not there. Refuses: portfolio.batch-unknown. */
async function mine(tx: Tx, id: string, lock = false): Promise<store.BatchRow> {
  const side = sideOf(tx.principal);
  const row = await store.findBatch(tx, id, lock);
  return row?.holderId === side.id && covers(side.reads, row.serviceId)
    ? row
    : refuse('missing', 'portfolio.batch-unknown', 'There is no such file of yours. Look at the list again.');
}

const onePage = 50;
const saysAtMost = 120;
/** Refuses: portfolio.batch-unknown. */
export async function getBatch(
  tx: Tx,
  { id, after = 0, state }: InputOf<typeof contract.getBatch>,
): Promise<OutputOf<typeof contract.getBatch>> {
  const row = await mine(tx, id);
  const pkg = await newestPackage(tx.module, row.serviceId);
  const order = columnsOf(pkg).map(({ name }) => name);
  const found = await store.linesOf(tx, id, { after, states: state ? [state] : null }, onePage + 1);
  const lines = found.slice(0, onePage).map(({ number, state: now, faults, answers, caseId }): Line => {
    const first = order.flatMap((name) => (answers[name] === undefined ? [] : [String(answers[name])]));
    return {
      ...{ number, state: now, faults, says: first.slice(0, 3).join(', ').slice(0, saysAtMost) },
      ...(caseId ? { caseId } : {}),
    };
  });
  const last = found.length > onePage ? lines.at(-1)?.number : undefined;
  return { batch: await shown(tx, row), lines, ...(last === undefined ? {} : { next: last }) };
}

/** Refuses: portfolio.batch-unknown, -batch-done, -batch-other-way, -declaration-missing, -power-narrow. */
export async function startBatch(tx: Tx, input: InputOf<typeof contract.startBatch>): Promise<Batch> {
  const { id, send, declaration } = input;
  const row = await mine(tx, id, true);
  const side = sideOf(tx.principal);
  demandCovered(side, row.serviceId);
  if (row.state === 'done')
    refuse('conflict', 'portfolio.batch-done', 'All lines of this file are worked through. Send another file.');
  if (row.send !== null && row.send !== send)
    refuse('conflict', 'portfolio.batch-other-way', 'It was begun the other way. Go on as it was begun.');
  if (send && declaration !== true)
    refuse('invalid', 'portfolio.declaration-missing', 'Declare that the answers of all lines are true.');
  const waiting = await store.linesOf(tx, id, { after: 0, states: ['waiting'] }, batchLimits.lines);
  const done = waiting.length === 0;
  await store.setState(tx, id, {
    ...{ state: done ? 'done' : 'running', send, maker: makerOf(side.person) },
    ...(done ? { settledAt: tx.now } : {}),
  });
  for (const { number } of waiting) await makeLine.enqueue(tx, { batchId: id, number }, { key: `${id} ${number}` });
  return shown(tx, await mine(tx, id));
}

/** Refuses: portfolio.batch-unknown, portfolio.batch-done. */
export async function stopBatch(tx: Tx, { id }: InputOf<typeof contract.stopBatch>): Promise<Batch> {
  const row = await mine(tx, id, true);
  demandCovered(sideOf(tx.principal), row.serviceId);
  if (row.state !== 'running' && row.state !== 'stopped')
    refuse('conflict', 'portfolio.batch-done', 'Nothing is being made of this file now.');
  await store.setState(tx, id, { state: 'stopped' });
  return shown(tx, await mine(tx, id));
}

/** Refuses: portfolio.batch-unknown, portfolio.batch-begun. */
export async function dropBatch(tx: Tx, { id }: InputOf<typeof contract.dropBatch>): Promise<{ id: string }> {
  const row = await mine(tx, id, true);
  if (row.state !== 'checked')
    refuse(
      'conflict',
      'portfolio.batch-begun',
      'Applications of this file are there already: it stays as their record.',
    );
  await store.deleteBatch(tx, id);
  return { id };
}

/** Lines of which there is no complete application, as they came, with what is wrong. */
export function failedFile(module: ModuleRuntime, principal: Principal, id: string, language: string): Promise<string> {
  return module.tx(principal, async (tx) => {
    const row = await mine(tx, id);
    const columns = columnsOf(await newestPackage(module, row.serviceId));
    const lines = await store.linesOf(
      tx,
      id,
      { after: 0, states: ['wrong', 'failed', 'incomplete'] },
      batchLimits.lines,
    );
    const head = [words.line, words.fault].map((text) => inLanguage(text, language));
    return writeCsv([
      [...head, ...columns.map(({ name }) => name)],
      ...lines.map(({ number, faults, answers }) => [
        String(number),
        faults.map(({ label, message }) => saying(label, message, language)).join('; '),
        ...columns.map(({ name }) => String(answers[name] ?? '')),
      ]),
    ]);
  });
}
const saying = (label: Line['faults'][number]['label'], message: Line['faults'][number]['message'], language: string) =>
  `${label ? `${inLanguage(label, language)}: ` : ''}${inLanguage(message, language)}`;
