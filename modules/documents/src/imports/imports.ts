// SPDX-License-Identifier: Apache-2.0
/** Cards of the system before keep their numbers; each row is taken in whole or refused with its reason, and only once. */
import { authorise, emit, newId, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf } from '../access/resource.ts';
import { asModule } from '../access/seeing.ts';
import * as contract from '../contract.ts';
import type { ImportRow, Rules } from '../contract.ts';
import { findBySource } from '../documents/queries.ts';
import { insertDocument } from '../documents/store.ts';
import { note } from '../history/store.ts';
import { writeNumber } from '../journals/numbers.ts';
import { holdBooks, keepNumber, placeIsTaken } from '../journals/store.ts';
import { rulesOf, today } from '../norms/norms.ts';
import { setImported } from './store.ts';

/** Under which a card of the system before is found again. */
export const sourceKey = (source: string, key: string): string => `import:${source}:${key}`;

const refused = (code: string, message: string) => ({ code, message });
type Refused = ReturnType<typeof refused>;

/** Why a row is not taken in; undefined where it is. */
function faultOf(row: ImportRow, rules: Rules, now: string): Refused | undefined {
  const kind = rules.kinds.find(({ code }) => code === row.kind);
  if (!kind) return refused('kind-unknown', `The instruction has no kind ${row.kind}.`);
  if ((row.label ?? 0) > kind.highestLabel)
    return refused('label-too-high', 'Documents of this kind never have such a label.');
  const unheard = Object.keys(row.card ?? {}).find((code) => !kind.fields.some((field) => field.code === code));
  if (unheard) return refused('card-field-unknown', `A document of this kind has no field ${unheard}.`);
  if (row.state === 'received')
    return row.n || row.numberedOn
      ? refused('number-too-early', 'What has a number is registered, not received.')
      : undefined;
  if (!row.n || !row.numberedOn)
    return refused('number-missing', 'A registered document has its place in the journal and its day.');
  if (row.numberedOn > now) return refused('date-impossible', 'It is registered on a day that has not come.');
  if (row.executedOn && row.executedOn < row.numberedOn)
    return refused('executed-too-early', 'It was carried out before it was registered.');
  if (row.fileIndex && !rules.files.some(({ index }) => index === row.fileIndex))
    return refused('file-index-unknown', `The nomenclature has no file ${row.fileIndex}.`);
  return undefined;
}

export async function importDocuments(
  tx: Tx,
  { institutionId, source, dryRun, rows }: InputOf<typeof contract.importDocuments>,
): Promise<OutputOf<typeof contract.importDocuments>> {
  authorise(tx, chanceryOf(institutionId));
  await asModule(tx);
  if (!dryRun) await holdBooks(tx, institutionId);
  const rules = await rulesOf(tx, institutionId);
  const now = today(tx);
  const result = {
    taken: 0,
    known: 0,
    refused: [] as { row: number; code: string; message: string }[],
    batchId: newId(),
  };
  const places = new Set<string>();
  for (const [at, row] of rows.entries()) {
    const key = sourceKey(source, row.key);
    if (await findBySource(tx, institutionId, key)) {
      result.known += 1;
      continue;
    }
    const fault = faultOf(row, rules, now) ?? (await doubledPlace(tx, institutionId, row, rules, places));
    if (fault) result.refused.push({ row: at + 1, ...fault });
    else {
      result.taken += 1;
      if (!dryRun) await take(tx, institutionId, key, row, rules);
    }
  }
  return result;
}

const placeOf = (row: ImportRow, rules: Rules) => ({
  code: rules.kinds.find(({ code }) => code === row.kind)?.journal ?? '',
  year: Number((row.numberedOn ?? '').slice(0, 4)),
  n: row.n ?? 0,
});

async function doubledPlace(
  tx: Tx,
  institutionId: string,
  row: ImportRow,
  rules: Rules,
  places: Set<string>,
): Promise<Refused | undefined> {
  if (row.n === undefined) return undefined;
  const place = placeOf(row, rules);
  const name = `${place.code} ${place.year} ${place.n}`;
  const taken = places.has(name) || (await placeIsTaken(tx, institutionId, place));
  places.add(name);
  return taken ? refused('number-taken', 'This place of the journal has another document.') : undefined;
}

async function take(tx: Tx, institutionId: string, key: string, row: ImportRow, rules: Rules): Promise<void> {
  const kind = rules.kinds.find(({ code }) => code === row.kind);
  const journal = rules.journals.find(({ code }) => code === kind?.journal);
  if (!kind || !journal) throw new Error('a row that was looked at has no kind');
  const id = await insertDocument(tx, {
    ...{ institutionId, kind: kind.code, direction: kind.direction, state: row.state, label: row.label ?? 0 },
    ...{ language: 'en', source: 'import', sourceKey: key, subject: row.subject, correspondents: row.correspondents },
    ...{ card: row.card ?? {}, theirNumber: row.theirNumber ?? null, theirDate: row.theirDate ?? null },
    ...{ dueOn: row.dueOn ?? null, authorId: null, authorName: row.authorName },
  });
  if (!id) return;
  if (row.n && row.numberedOn) {
    const place = placeOf(row, rules);
    const number = writeNumber(journal.template, { index: journal.index, year: place.year, n: row.n });
    await keepNumber(tx, institutionId, journal, place, {
      documentId: id,
      number,
      on: row.numberedOn,
      byName: row.authorName,
    });
    await setImported(tx, id, {
      number,
      on: row.numberedOn,
      executedOn: row.executedOn ?? null,
      fileIndex: row.fileIndex ?? null,
    });
    // What is not carried out yet is work of today.
    if (row.state === 'registered')
      await emit(
        tx,
        contract.documentRegistered,
        { documentId: id, institutionId, kind: kind.code, number, numberedOn: row.numberedOn, source: 'import', key },
        { subject: id },
      );
  }
  await note(tx, id, { what: 'imported', byName: row.authorName });
}
