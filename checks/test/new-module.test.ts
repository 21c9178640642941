// SPDX-License-Identifier: Apache-2.0
/** `npm run new-module` in a copy of the repository: what it makes passes the checks and its own test. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { patient } from '@stoa/kernel/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { moduleFolders, root } from '../src/inventory.ts';
import { composed, nameFault } from '../src/new-module.ts';
import { run } from '../src/run.ts';

const copy = mkdtempSync(join(tmpdir(), 'stoa-copy-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** The sources as they are, and a node_modules whose workspaces are the copies. */
function copyRepository(): void {
  const skipped = /(^|\/)(node_modules|\.git|dist|data|violations)(\/|$)/;
  cpSync(root, copy, { recursive: true, filter: (path) => !skipped.test(path.slice(root.length)) });
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@stoa'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@stoa' && name !== '.vite') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  cpSync(join(root, 'node_modules/@stoa'), join(modules, '@stoa'), { recursive: true, verbatimSymlinks: true });
}

describe('a new module', { timeout: patient(180_000) }, async () => {
  copyRepository();
  const inCopy = (command: string, ...args: string[]) => run(command, args, { cwd: copy });
  const made = await inCopy(process.execPath, 'checks/src/new-module.ts', 'permits');

  it('is made with all its parts and its contract report', async () => {
    expect(made).toMatchObject({ code: 0 });
    expect(moduleFolders(copy)).toContain('permits');
    expect(await readFile(join(copy, 'modules/permits/contract.report.md'), 'utf8')).toContain('permits.add-entry');
  });

  it.each([
    ['lint', 'oxlint', ['--deny-warnings', 'modules/permits']],
    ['format', 'biome', ['format', 'modules/permits', 'apps/server']],
    [
      'boundaries',
      'depcruise',
      [
        '--config',
        'checks/rules/boundaries.cjs',
        '--output-type',
        'err',
        'modules/permits',
        'apps/server/src/modules.ts',
      ],
    ],
    ['generated files', process.execPath, ['checks/src/generate.ts', '--check']],
  ])('passes %s', async (_name, command, args) => {
    expect(await inCopy(command, ...args)).toMatchObject({ code: 0 });
  });

  it('passes the types', async () => {
    const config = { extends: './tsconfig.json', include: ['modules/permits/**/*.ts'] };
    writeFileSync(join(copy, 'tsconfig.permits.json'), JSON.stringify(config));
    expect(await inCopy('tsc', '--noEmit', '-p', 'tsconfig.permits.json')).toMatchObject({ code: 0, output: '' });
  });

  it('passes its own test', async () => {
    const { code, output } = await inCopy('vitest', 'run', 'modules/permits');
    expect(stripVTControlCharacters(output)).toMatch(/Tests\D+3 passed/);
    expect(code).toBe(0);
  });
});

describe('new-module', () => {
  it.each(['', 'Permits', 'my-module', 'kernel', 'cases', 'x'])('refuses the name "%s"', (name) => {
    expect(nameFault(name, root)).toEqual(expect.any(String));
  });

  it('stops when it does not recognise the composition', () => {
    expect(() => composed('export const nothing = 1;', 'permits')).toThrow(/add permits by hand/);
  });
});
