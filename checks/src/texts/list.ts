// SPDX-License-Identifier: Apache-2.0
/** `npm run texts -- --since <revision>`: what people newly read since then, in every language, as a table to be read. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { languages } from '@stoa/kernel/contract';
import { root, textsBelow } from '../inventory.ts';
import { type Text, textFolders, textsIn } from './collect.ts';

export const textsOf = (base = root): Text[] =>
  textsIn(textFolders.flatMap((folder) => textsBelow(join(base, folder), ['.ts', '.yaml', '.json'], base)));

/** The texts as they were at a revision of Git. */
export function textsAt(revision: string, base = root): Text[] {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-texts-'));
  try {
    execFileSync('git', ['archive', '-o', join(folder, 'tree.tar'), revision], { cwd: base });
    execFileSync('tar', ['-xf', 'tree.tar'], { cwd: folder });
    return textsOf(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Texts that were not there before word for word; one that only moved is not new. */
export function newTexts(before: readonly Text[], now: readonly Text[]): Text[] {
  const told = ({ in: said }: Text) => JSON.stringify(languages.map((language) => said[language]));
  const known = new Set(before.map(told));
  return now.filter((text) => !known.has(told(text)));
}

/** A Markdown table; a line of its own for each text. */
export function table(texts: readonly Text[]): string {
  const cell = (text: string) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    row(['where', ...languages]),
    row(['---', ...languages.map(() => '---')]),
    ...texts.map(({ where, in: said }) => row([where, ...languages.map((language) => said[language] ?? '')])),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { since } = parseArgs({ options: { since: { type: 'string' } } }).values;
  const texts = textsOf();
  console.log(table(since ? newTexts(textsAt(since), texts) : texts));
}
