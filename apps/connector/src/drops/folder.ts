// SPDX-License-Identifier: Apache-2.0
/** Where files are dropped: a folder of this machine. Paths are relative to it. */
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileFault } from './formats/row.ts';

export interface DroppedFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly changedAtMs: number;
}

export interface Folder {
  makeFolders(...paths: string[]): Promise<void>;
  /** Regular files of that subfolder, `''` for the folder itself; links are none. */
  list(path: string): Promise<DroppedFile[]>;
  /** Undefined when there is none. */
  readText(path: string): Promise<string | undefined>;
  /** The file appears whole or not at all, and takes the place of one of that name. */
  writeText(path: string, text: string): Promise<void>;
  move(from: string, to: string): Promise<void>;
  /** Missing is no error. */
  remove(path: string): Promise<void>;
  /** A path of this machine with the file's content, for as long as it is used. Throws FileFault when it may not be read. */
  localCopy(path: string): Promise<AsyncDisposable & { readonly path: string }>;
  close(): Promise<void>;
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

export function localFolder(base: string): Folder {
  const at = (path: string) => join(base, path);
  return {
    async makeFolders(...paths) {
      for (const path of paths) await mkdir(at(path), { recursive: true, mode: 0o750 });
    },
    async list(path) {
      const files: DroppedFile[] = [];
      for (const entry of await readdir(at(path), { withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const facts = await lstat(join(at(path), entry.name)).catch(() => undefined);
        if (facts?.isFile()) files.push({ name: entry.name, sizeBytes: facts.size, changedAtMs: facts.mtimeMs });
      }
      return files;
    },
    readText: (path) =>
      readFile(at(path), 'utf8').catch((error: unknown) => {
        if (isMissing(error)) return undefined;
        throw error;
      }),
    async writeText(path, text) {
      const fresh = join(dirname(at(path)), '.being-written');
      const file = await open(fresh, 'w', 0o640);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, at(path));
    },
    move: (from, to) => rename(at(from), at(to)),
    remove: (path) => rm(at(path), { force: true }),
    async localCopy(path) {
      // A link put in the file's place since it was listed is not followed.
      const file = await open(at(path), constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
        if (['EACCES', 'ELOOP'].includes(String((error as NodeJS.ErrnoException).code)))
          throw new FileFault('The connector is not allowed to read the file.');
        throw error;
      });
      await file.close();
      return { path: at(path), [Symbol.asyncDispose]: async () => undefined };
    },
    close: async () => undefined,
  };
}
