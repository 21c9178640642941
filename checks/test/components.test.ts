// SPDX-License-Identifier: Apache-2.0
/** A deliberate violation of each rule about components. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from '../src/inventory.ts';
import * as components from '../src/rules/components.ts';
import { run } from '../src/run.ts';
import { longLines } from '../src/sizes.ts';

const folder = await mkdtemp(join(tmpdir(), 'stoa-components-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a component is linted, formatted in script and template, and has no long line', async () => {
  const vue = 'apps/wide/src/Wide.vue';
  await mkdir(join(folder, 'apps/wide/src'), { recursive: true });
  await copyFile(join(root, 'checks/rules/violations/lint.vue'), join(folder, vue));
  const linted = await run('oxlint', ['-c', join(root, '.oxlintrc.json'), vue], { cwd: folder });
  expect(linted.output).toContain('no-explicit-any');
  await copyFile(join(root, 'biome.json'), join(folder, 'biome.json'));
  const formatted = await run('biome', ['format', vue], { cwd: folder });
  expect(formatted.code).not.toBe(0);
  expect(formatted.output).toContain('<p·class="a">');
  expect(longLines(folder, ['apps/wide'])).toEqual([expect.stringContaining('apps/wide/src/Wide.vue:7:')]);
});

describe('a part of the design system fails the rules', () => {
  const vue = (props: string) =>
    `<script setup lang="ts">\ndefineProps<${props}>();\n</script>\n<template><p /></template>`;
  const part = (path: string, props = '{}') => ({ path: `parts/${path}`, text: vue(props) });
  const examples = { path: 'parts/Tag/Tag.examples.ts', text: '' };

  it('without a folder or examples of its own', () => {
    expect(components.partsWithoutExamples([part('Tag/Tag.vue'), examples], 'parts/')).toEqual([]);
    expect(components.partsWithoutExamples([part('Tag/Tag.vue')], 'parts/')).toEqual(['parts/Tag/Tag.examples.ts']);
    expect(components.partsWithoutExamples([part('Tag.vue'), examples], 'parts/')).toEqual(['parts/Tag/Tag.vue']);
  });

  it('where a prop is not explained', () => {
    expect(
      components.unexplainedProps([part('Tag/Tag.vue', '{\n  /** Its name. */\n  name: string }')], 'parts/'),
    ).toEqual([]);
    const silent = part('Tag/Tag.vue', '{\n  /** Its name. */\n  name: string;\n  kind?: string }');
    expect(components.unexplainedProps([silent], 'parts/')).toEqual(['parts/Tag/Tag.vue: kind']);
    expect(components.unexplainedProps([part('Tag/Tag.vue', 'Elsewhere')], 'parts/')).toHaveLength(1);
  });
});
