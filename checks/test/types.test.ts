// SPDX-License-Identifier: Apache-2.0
/** What the step "types and promises" finds, the first time and when it looks again at what changed. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { root } from '../src/inventory.ts';
import { complaintsOf, floatingPromises, programOf } from '../src/types.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-types-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

it('a promise that nobody waits for is found, one that is taken care of is not', () => {
  const program = programOf(join(root, 'checks/rules/violations/promises/tsconfig.json'));
  expect(floatingPromises(program, root).map((line) => line.split(':')[1])).toEqual(['3', '4']);
});

it('types and promises of what changed are looked at again, and of what depends on it', async () => {
  const config = { compilerOptions: { strict: true, noEmit: true, module: 'nodenext', types: [], target: 'es2024' } };
  await put('typed/tsconfig.json', JSON.stringify({ ...config, include: ['*.ts'] }));
  await put('typed/save.ts', 'export const save = (): void => undefined;');
  await put('typed/use.ts', `import { save } from './save.js';\nsave();`);
  const complaints = () => complaintsOf(join(folder, 'typed/tsconfig.json'), folder, join(folder, 'typed/cache/types'));
  expect(complaints()).toEqual([]);
  await put('typed/save.ts', 'export const save = async (): Promise<void> => undefined;');
  for (let again = 0; again < 2; again++)
    expect(complaints()).toEqual([expect.stringContaining('typed/use.ts:2: save();')]);
  await put('typed/use.ts', `import { save } from './save.js';\nexport const wrong: number = save();`);
  for (let again = 0; again < 2; again++) expect(complaints()).toEqual([expect.stringContaining('typed/use.ts(2,14)')]);
  await put('typed/use.ts', `import { save } from './save.js';\nsave();`);
  const floating = [expect.stringContaining('typed/use.ts:2: save();')];
  expect(complaints()).toEqual(floating);
  for (const memory of ['types.promises.json', 'types.tsbuildinfo']) {
    await put(`typed/cache/${memory}`, '{"half');
    for (let again = 0; again < 2; again++) expect([memory, complaints()]).toEqual([memory, floating]);
  }
  await put('typed/use.ts', 'export {};');
  expect(complaints()).toEqual([]);
});
