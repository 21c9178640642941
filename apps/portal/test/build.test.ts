// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { markInUse, removeUnused } from '../src/server/build.ts';

test('a build that a running platform may read its pages from stays, older and half-made ones go', () => {
  const dist = mkdtempSync(join(tmpdir(), 'stoa-dist-'));
  const now = Date.parse('2026-11-28T12:00:00Z');
  const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000);
  const builds = {
    '0123456789abcdef': 1,
    fedcba9876543210: 23,
    aaaaaaaaaaaaaaaa: 25,
    '.building-bbbbbbbbbbbbbbbb-77': 25,
  };
  for (const [name, hours] of Object.entries({ ...builds, 'a-file-of-somebody': 999 })) {
    mkdirSync(join(dist, name));
    utimesSync(join(dist, name), hoursAgo(hours), hoursAgo(hours));
  }
  removeUnused(dist, now);
  expect(readdirSync(dist).sort()).toEqual(['0123456789abcdef', 'a-file-of-somebody', 'fedcba9876543210']);
  rmSync(dist, { recursive: true });
});

test('a build in an image that cannot be written is used as it is', () => {
  expect(() => markInUse(join(tmpdir(), 'stoa-no-such-build'), new Date())).not.toThrow();
});
