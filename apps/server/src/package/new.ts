// SPDX-License-Identifier: Apache-2.0
/** `stoa package new`: a complete package written from a pattern, which passes the linter before anything is changed. */
import { cp, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patterns } from '@stoa/catalogue';
import { onlyOne, readArguments, root, say, Wrong } from './arguments.ts';

const usual = 'certificate-from-register';

export async function newPackage(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { from: { type: 'string' }, in: { type: 'string' } });
  const id = onlyOne(positionals, 'the id of the new service, such as market-permit');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) || id.length > 64)
    throw new Wrong(`"${id}" is no id: use small Latin letters, digits and single hyphens, such as market-permit`);
  const pattern = String(values.from ?? usual);
  const known = await readdir(patterns);
  if (!known.includes(pattern))
    throw new Wrong(`There is no pattern "${pattern}": choose one of ${known.sort().join(', ')}`);
  const parent = resolve(String(values.in ?? process.env.STOA_SERVICES ?? join(root, 'services')));
  const folder = join(parent, id);
  if (await stat(folder).catch(() => undefined))
    throw new Wrong(`${folder} is there already: choose another id, or take the folder away`);
  await mkdir(parent, { recursive: true });
  // What is ended in the middle leaves no half of a package under its name.
  const unfinished = join(parent, `.${id}.${process.pid}`);
  await cp(join(fileURLToPath(patterns), pattern), unfinished, { recursive: true });
  for (const entry of await readdir(unfinished, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = (await readFile(path, 'utf8'))
      .replaceAll(pattern, id)
      .replace('numberPrefix: ZZ', `numberPrefix: ${prefixOf(id)}`);
    await writeFile(path, `${schemaLine(relative(unfinished, path), folder)}${text}`);
  }
  await rename(unfinished, folder);
  say(
    `${folder} is a complete service, from the pattern ${pattern}.`,
    'Change its words, questions and rules, then:',
    `  npm run stoa -- package lint ${shown(folder)}`,
    `  npm run stoa -- package test ${shown(folder)}`,
    `  npm run stoa -- package publish ${shown(folder)}`,
  );
  return 0;
}

const shown = (folder: string) => {
  const path = relative(process.cwd(), folder);
  return path.startsWith('..') ? folder : path;
};

/** Two to six capitals for the numbers of its cases: the initials of the id, or its beginning. */
function prefixOf(id: string): string {
  const initials = id.split('-').map(([first = '']) => first);
  const letters = initials.filter((one) => /[a-z]/.test(one)).join('');
  const whole = id.replace(/[^a-z]/g, '');
  return (letters.length >= 2 ? letters : whole.padEnd(2, 'x')).slice(0, letters.length >= 2 ? 6 : 2).toUpperCase();
}

const described = ['service', 'pages', 'texts', 'outputs', 'notifications', 'load'];

/** What makes editors complete and check a file as it is written; JSON has its own line, tables and drawings have editors. */
function schemaLine(path: string, folder: string): string {
  const [name = ''] = path.split('.yaml');
  const schema = path.startsWith('scenarios/') ? 'scenario' : described.includes(name) ? name : undefined;
  if (!schema || !path.endsWith('.yaml')) return '';
  const at = join(folder, path, '..');
  return `# yaml-language-server: $schema=${relative(at, join(root, 'docs/schemas', `${schema}.schema.json`))}\n`;
}
