// SPDX-License-Identifier: Apache-2.0
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolders, type SourceText, textsBelow } from '../inventory.ts';

/** Parts every module has. */
const parts = ['README.md', 'contract.report.md', 'package.json', 'policies.cedar', 'src/contract.ts', 'src/index.ts'];

export function missingParts(base: string): string[] {
  return moduleFolders(base).flatMap((name) => {
    const folder = join(base, 'modules', name);
    const missing = parts.filter((part) => !existsSync(join(folder, part)));
    const tests = textsBelow(join(folder, 'test'), ['.test.ts'], base);
    const migrations = textsBelow(join(folder, 'migrations'), ['.sql'], base);
    return [
      ...missing.map((part) => `modules/${name} has no ${part}`),
      ...(tests.length ? [] : [`modules/${name} has no test`]),
      ...(migrations.length ? [] : [`modules/${name} has no migration`]),
    ];
  });
}

/** Source files without the licence line. */
export const filesWithoutLicence = (base: string, folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) => textsBelow(join(base, folder), ['.ts', '.vue', '.css', '.cjs'], base))
    .filter(({ text }) => !text.slice(0, 200).includes('SPDX-License-Identifier: Apache-2.0'))
    .map(({ path }) => path);

/** What a merge leaves where nobody decided. */
export const leftOfMerges = (texts: readonly SourceText[]): string[] =>
  texts.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (/^(<{7}|>{7}|\|{7}) /.test(line) ? [`${path}:${at + 1}: ${line}`] : [])),
  );

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Imports of other workspaces that the importing workspace's package.json does not name. */
export function undeclaredWorkspaces(base: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(base, folder, 'package.json'), 'utf8')) as Manifest;
    const named = new Set([manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })]);
    return textsBelow(join(base, folder), ['.ts', '.vue'], base).flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:import|export|\}).*?'(@stoa\/[a-z-]+)(?:\/[^']*)?'/gm)]
        .map((match) => match[1] ?? '')
        .filter((name) => !named.has(name))
        .map((name) => `${path} imports ${name}, which ${folder}/package.json does not name`),
    );
  });
}

/** Versions that are not exact, and workspaces that use different versions of one package. */
export function looseVersions(base: string, folders: readonly string[]): string[] {
  const seen = new Map<string, string>();
  return ['.', ...folders].flatMap((folder) => {
    const manifest = JSON.parse(readFileSync(join(base, folder, 'package.json'), 'utf8')) as Manifest;
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    return Object.entries(all).flatMap(([name, version]) => {
      const before = seen.get(name);
      seen.set(name, version);
      return [
        ...(/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version) ? [] : [`${folder}: ${name} ${version} is not exact`]),
        ...(before && before !== version ? [`${folder}: ${name} is ${version}, elsewhere ${before}`] : []),
      ];
    });
  });
}

/** Limits of tests and of their waits as bare numbers, which `STOA_TEST_PATIENCE` cannot stretch. */
export const bareLimits = (base: string, folders: readonly string[]): string[] =>
  folders
    .flatMap((folder) => textsBelow(join(base, folder, 'test'), ['.ts'], base))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => /\btimeout: [\d_]+|^\s*\}\)?, [\d_]{4,}\);|\beventually\(.*, [\d_]{3,}\)/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
