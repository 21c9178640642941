// SPDX-License-Identifier: Apache-2.0
/** `npm run lint:package`, as an author of packages runs it; and the package that the guide tells of. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patient } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'stoa-package-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const limit = { timeout: patient(60_000) };

interface Ran {
  readonly code: number | string;
  readonly said: string;
}
const lint = (...folders: string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const scripts = ['run', '--silent', 'lint:package', '--', ...folders];
    execFile('npm', scripts, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: stdout + stderr }),
    );
  });

/** The example with one text of one of its files changed, or the file taken away. */
async function example(file: string, from: string, to?: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'own-'));
  await cp(join(root, 'docs/examples/address-visit'), own, { recursive: true });
  const path = join(own, file);
  const before = await readFile(path, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} does not say ${from}`);
  await (to === undefined ? rm(path) : writeFile(path, before.replace(from, to)));
  return own;
}

test('the example of the guide has no problems, with its called process in a file of its own', limit, async () => {
  expect(await lint('docs/examples/address-visit')).toEqual({ code: 0, said: 'address-visit: no problems\n' });
});

test('each problem is told with its file and what to do', limit, async () => {
  const call = await lint(await example('home-visit.bpmn', '', undefined));
  expect(call.code).toBe(1);
  expect(call.said).toMatch(/process\.bpmn: "Visit the address" .*put the file that has it beside this one/);
  const broken = await lint(await example('home-visit.bpmn', '</bpmn:definitions>', ''));
  expect(broken.said).toMatch(/home-visit\.bpmn: the file is no BPMN 2\.0/);
  const comma = await lint(await example('texts.yaml', 'en: Book the visit', 'en: Book, the visit'));
  expect(comma.said).toMatch(/texts\.yaml: \/book has "the visit", which does not belong there: .* in quotes/);
  const about = await lint(await example('home-visit.bpmn', 'stoa:about="address"', 'stoa:about="adress"'));
  expect(about.said).toMatch(/stoa:about of "visit\.look", `adress`/);
});

test('a folder that is not there, or none, is told', limit, async () => {
  expect(await lint(join(folder, 'nowhere'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('there is no such folder'),
  });
  expect(await lint()).toMatchObject({ code: 2, said: expect.stringContaining('Usage: npm run lint:package') });
});
