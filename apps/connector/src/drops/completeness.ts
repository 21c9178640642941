// SPDX-License-Identifier: Apache-2.0
import { extname } from 'node:path';
import type { DropSettings } from '../settings/drop.ts';
import type { DroppedFile } from './folder.ts';

/** Ending of the file that says that the one beside it is complete. */
export const companion = '.done';

/** Answers at each look the names of the files that nobody writes to any more. */
export function completeness({ format, complete }: Pick<DropSettings, 'format' | 'complete'>) {
  let before = new Map<string, string>();
  return (files: readonly DroppedFile[]): string[] => {
    const mine = files.filter(({ name }) => !name.startsWith('.') && extname(name).toLowerCase() === `.${format}`);
    if (complete === 'done-file') {
      const names = new Set(files.map(({ name }) => name));
      return mine.map(({ name }) => name).filter((name) => names.has(name + companion));
    }
    const now = new Map(mine.map(({ name, sizeBytes, changedAtMs }) => [name, `${sizeBytes} ${changedAtMs}`]));
    const same = [...now.keys()].filter((name) => before.get(name) === now.get(name));
    before = now;
    return same;
  };
}
