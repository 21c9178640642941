// SPDX-License-Identifier: Apache-2.0
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openAppendFile } from '../src/append-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'stoa-append-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was added is there for the next, but for a last line cut short', () => {
  const path = join(folder, 'lines.jsonl');
  const file = openAppendFile<{ n: number }>(path);
  file.append({ n: 1 });
  file.append({ n: 2 });
  file.close();
  const other = openSync(path, 'a');
  writeSync(other, '{"n":');
  closeSync(other);
  const again = openAppendFile<{ n: number }>(path);
  expect(again.earlier).toEqual([{ n: 1 }, { n: 2 }]);
  again.append({ n: 3 });
  again.close();
  const last = openAppendFile<{ n: number }>(path);
  expect(last.earlier).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  last.close();
});

test('a file closed twice closes nobody else’s that was opened meanwhile', () => {
  const file = openAppendFile(join(folder, 'twice.jsonl'));
  file.close();
  const other = openSync(join(folder, 'other'), 'w');
  file.close();
  expect(writeSync(other, 'still open')).toBe(10);
  closeSync(other);
});
