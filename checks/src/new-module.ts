// SPDX-License-Identifier: Apache-2.0
/** `npm run new-module <name>`: a module with one operation, its policy and its test, wired into the server. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { moduleFolders, root } from './inventory.ts';
import { moduleFiles } from './module-template.ts';
import { run } from './run.ts';

const composition = 'apps/server/src/modules.ts';

/** Names that would clash with what exists, or that SQL and URLs cannot carry. */
export function nameFault(name: string, base: string): string | undefined {
  if (!/^[a-z]{3,20}$/.test(name)) return 'The name must be one lower-case word of 3 to 20 letters, such as "permits".';
  if (['kernel', 'public', 'server', 'portal', 'connector', 'demo', 'checks', 'bench'].includes(name))
    return `"${name}" is taken by another part of Stoa.`;
  if (moduleFolders(base).includes(name)) return `modules/${name} exists already.`;
  return undefined;
}

/** The composition with one more module. */
export function composed(text: string, name: string): string {
  const imports = text.replace(
    /(import type \{ ModuleDefinition \})/,
    (line: string) => `import ${name} from '@stoa/${name}';\n${line}`,
  );
  const listed = imports.replace(
    /(export const modules: readonly ModuleDefinition\[\] = \[[^\]]*)\];/,
    (_, list: string) => `${list}  ${name},\n];`,
  );
  if (listed === imports || imports === text)
    throw new Error(`${composition} does not look as expected; add ${name} by hand`);
  return listed;
}

function withDependency(text: string, name: string): string {
  const manifest = JSON.parse(text) as { dependencies: Record<string, string> };
  const entries = Object.entries({ ...manifest.dependencies, [`@stoa/${name}`]: '0.1.0' });
  manifest.dependencies = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)));
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Writes the module and wires it in; answers the files written. */
export function scaffold(name: string, base: string): string[] {
  const files = moduleFiles(name);
  for (const [path, text] of files) {
    const file = join(base, 'modules', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const edit = (path: string, change: (text: string) => string) =>
    writeFileSync(join(base, path), change(readFileSync(join(base, path), 'utf8')));
  edit(composition, (text) => composed(text, name));
  edit('apps/server/package.json', (text) => withDependency(text, name));
  const link = join(base, 'node_modules/@stoa', name);
  if (!existsSync(link)) symlinkSync(`../../modules/${name}`, link);
  return [...files.keys()].map((path) => `modules/${name}/${path}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const name = process.argv[2] ?? '';
  const fault = nameFault(name, root);
  if (fault) {
    console.error(`${fault}\nUsage: npm run new-module <name>`);
    process.exit(2);
  }
  for (const path of scaffold(name, root)) console.log(path);
  const generated = await run(process.execPath, ['checks/src/generate.ts']);
  const formatted = await run('biome', ['format', '--write', composition, `modules/${name}`]);
  if (generated.code !== 0 || formatted.code !== 0) {
    console.error(generated.output + formatted.output);
    process.exit(1);
  }
  console.log(
    `\nNext: npm run lock, then write modules/${name}/src/contract.ts. Try it: npx vitest run modules/${name}`,
  );
}
