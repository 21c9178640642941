// SPDX-License-Identifier: Apache-2.0
/** Files of the system before: a part of its folder, each put to the card whose row names it. */
import { importFile } from '@stoa/documents/contract';
import { isRefusal, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { unzipSync } from 'fflate';
import * as contract from '../contract.ts';
import { opened } from './imports.ts';
import * as store from './store.ts';

const { files: mostFiles, unpacked, bytes: mostBytes } = contract.folderLimits;
/** A folder knows no case, and either slash; what it lies in does not matter where the name alone is unique. */
const plain = (name: string) =>
  name
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
    .toLowerCase();
const baseOf = (name: string) => plain(name).split('/').at(-1) ?? '';
const isNoise = (name: string) => name.endsWith('/') || /^__macosx\/|(^|\/)(\.ds_store|thumbs\.db)$/i.test(name);

/** Refuses: papers.folder-unreadable, papers.folder-too-large. */
function folderOf(content: string): [name: string, bytes: Uint8Array][] {
  const packed = Buffer.from(content, 'base64');
  const tooLarge = (): never =>
    refuse('too-large', 'papers.folder-too-large', 'A part of the folder has at most 500 files and 64 MB. Part it.');
  if (packed.length > mostBytes) tooLarge();
  let [count, size] = [0, 0];
  try {
    const all = unzipSync(packed, {
      filter: ({ name, originalSize }) => {
        if (isNoise(name)) return false;
        [count, size] = [count + 1, size + originalSize];
        // What it would unpack to is known before anything is unpacked.
        return count <= mostFiles && size <= unpacked;
      },
    });
    if (count > mostFiles || size > unpacked) tooLarge();
    return Object.entries(all);
  } catch (error) {
    if (isRefusal(error)) throw error;
    return refuse('invalid', 'papers.folder-unreadable', 'This is no ZIP, or it is damaged. Pack the folder anew.');
  }
}

interface Named {
  readonly key: string;
  readonly name: string;
  readonly role: 'main' | 'annex';
}
function namesOf(rows: readonly store.Line['row'][]): Map<string, Named[]> {
  const named = new Map<string, Named[]>();
  for (const { key, files = [] } of rows)
    for (const [at, name] of files.entries()) {
      const one = { key, name, role: at === 0 ? ('main' as const) : ('annex' as const) };
      named.set(plain(name), [...(named.get(plain(name)) ?? []), one]);
    }
  return named;
}

/** Refuses: papers.import-unknown, papers.import-not-done, papers.folder-unreadable, papers.folder-too-large. */
export async function importFiles(
  module: ModuleRuntime,
  { id, content }: InputOf<typeof contract.importFiles>,
  principal: Principal,
): Promise<OutputOf<typeof contract.importFiles>> {
  const { found, named } = await module.tx(principal, async (tx) => ({
    found: await opened(tx, id),
    named: namesOf(await store.linesWithFiles(tx, id)),
  }));
  if (found.state !== 'done')
    refuse(
      'conflict',
      'papers.import-not-done',
      'Its rows are not taken in yet. Take them in first, then give the files.',
    );
  const { institutionId, source } = found;
  const result: OutputOf<typeof contract.importFiles> = { added: 0, known: 0, refused: [], unnamed: [] };
  for (const [path, bytes] of folderOf(content)) {
    const cards = named.get(plain(path)) ?? named.get(baseOf(path)) ?? [];
    if (cards.length === 0) result.unnamed.push(path.slice(-200));
    for (const { key, name, role } of cards)
      try {
        const file = { name: name.split(/[\\/]/).at(-1) ?? name, role, content: Buffer.from(bytes).toString('base64') };
        const { known } = await module.call(importFile, { institutionId, source, key, ...file }, { principal });
        result[known ? 'known' : 'added'] += 1;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        result.refused.push({ name: path.slice(-200), code: error.code, message: error.message });
      }
  }
  await module.tx(principal, (tx) => store.countFiles(tx, id, result.added));
  return result;
}
