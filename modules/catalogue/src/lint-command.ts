// SPDX-License-Identifier: Apache-2.0
/** `npm run lint:package -- <folder>…`: what keeps service packages from being published, before anybody publishes them. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lintPackage } from './linter.ts';

const { positionals: folders, values } = parseArgs({
  allowPositionals: true,
  options: { country: { type: 'string' } },
});

if (folders.length === 0) {
  process.stderr.write('Usage: npm run lint:package -- [--country xx] <folder of a service package>…\n');
  process.exitCode = 2;
}
for (const name of folders) {
  const folder = resolve(name);
  const problems = (await stat(folder).catch(() => undefined))?.isDirectory()
    ? await lintPackage(folder, values.country)
    : [{ file: name, message: 'there is no such folder: name the one that holds service.yaml and process.bpmn' }];
  for (const { file, message } of problems) process.stderr.write(`${basename(folder)}/${file}: ${message}\n`);
  if (problems.length === 0) process.stdout.write(`${basename(folder)}: no problems\n`);
  else process.exitCode = 1;
}
