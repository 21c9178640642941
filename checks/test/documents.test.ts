// SPDX-License-Identifier: Apache-2.0
/** Documents against what they speak of. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { staleFiles } from '../src/generate.ts';
import { moduleFolders, root, textsBelow } from '../src/inventory.ts';

const productFolders = ['kernel/src', ...moduleFolders().map((name) => `modules/${name}/src`), 'apps/server/src'];
const sources = productFolders.flatMap((folder) => textsBelow(join(root, folder), ['.ts'], root));

/** Ways in which the code reads a setting: `env.X`, `url(env, 'X'`, `{ STOA_X: url } = module.config.env`. */
const reads = [/\benv\.([A-Z][A-Z_]+)\b/g, /\(env, '([A-Z_]+)'/g, /\b(STOA_[A-Z_]+): \w+,? [^=\n]*=.*\.env\b/g];
const destructured = /\{([^{}]*)\} = (?:module\.)?config\.env/g;

function settingsRead(): string[] {
  const direct = sources.flatMap(({ text }) =>
    reads.flatMap((way) => [...text.matchAll(way)].map((match) => match[1] ?? '')),
  );
  const taken = sources.flatMap(({ text }) =>
    [...text.matchAll(destructured)].flatMap((match) =>
      [...(match[1] ?? '').matchAll(/\b([A-Z][A-Z_]+)\b/g)].map((m) => m[1] ?? ''),
    ),
  );
  return [...new Set([...direct, ...taken])].filter((name) => name !== 'PATH').sort();
}

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  })),
  ...['docs', 'deploy', 'kernel', 'engine', 'modules', 'apps', 'demo', 'countries'].flatMap((folder) =>
    textsBelow(join(root, folder), ['.md'], root),
  ),
];

describe('the guide to operating', () => {
  const guide = readFileSync(join(root, 'docs/guides/operate.md'), 'utf8');
  it('lists every setting the code reads, and no other', () => {
    const listed = [...guide.matchAll(/^\| `([A-Z][A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
    expect(listed.length).toBeGreaterThan(20);
    expect([...listed].sort()).toEqual(settingsRead());
  });
});

describe('documents', () => {
  it('made from the code agree with it', async () => expect(await staleFiles()).toEqual([]));

  it('link to what exists', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/`?npm run ([a-z-]+)/g)].map((match) => ({ path, script: match[1] ?? '' })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ script }) => !(script in scripts) && script !== 'build' && script !== 'types')).toEqual([]);
  });

  it('name no machine, registry or credential', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(lock).not.toContain('"resolved": "http');
    for (const { path, text } of documents) expect(text, path).not.toMatch(/(^|\s|`)\/(work|home|root|Users)\//m);
  });
});

describe('decision records', () => {
  const records = textsBelow(join(root, 'docs/decisions'), ['.md'], root);
  it('are numbered without a gap, one page each, with context, decision and consequences', () => {
    expect(records.length).toBeGreaterThan(5);
    for (const [index, { path, text }] of records.entries()) {
      expect(path).toMatch(new RegExp(`/${String(index + 1).padStart(4, '0')}-[a-z0-9-]+\\.md$`));
      expect(text.split('\n').length, path).toBeLessThan(70);
      for (const part of ['## Context', '## Decision', '## Consequences']) expect(text, path).toContain(part);
    }
  });
});
