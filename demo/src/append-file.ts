// SPDX-License-Identifier: Apache-2.0
import { closeSync, fdatasyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of JSON lines that is only ever added to. */
export interface AppendFile<T> {
  /** What the file held when it was opened. */
  readonly earlier: readonly T[];
  /** Returns when the record is on disk. */
  append(record: T): void;
  /** Closing again does nothing: the number of the file may be another file's, or a socket's, by then. */
  close(): void;
}

/** Opens or makes the file; a last line cut short by a crash is dropped. One process at a time. */
export function openAppendFile<T>(path: string): AppendFile<T> {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+', 0o600);
  const content = readFileSync(path);
  const wholeBytes = content.lastIndexOf('\n') + 1;
  if (wholeBytes < content.length) ftruncateSync(file, wholeBytes);
  let isOpen = true;
  const lines = content.subarray(0, wholeBytes).toString('utf8').split('\n');
  return {
    earlier: lines.filter((line) => line !== '').map((line) => JSON.parse(line) as T),
    append(record) {
      writeSync(file, `${JSON.stringify(record)}\n`);
      fdatasyncSync(file);
    },
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}
