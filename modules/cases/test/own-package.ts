// SPDX-License-Identifier: Apache-2.0
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const services = fileURLToPath(new URL('../../../services/', import.meta.url));

type Change = (text: string) => string;

/** A folder of services with the work permit, some of its files changed: for `STOA_SERVICES`. */
export async function ownPackage(changes: Readonly<Record<string, Change>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stoa-services-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  await cp(join(services, 'work-permit'), join(folder, 'work-permit'), { recursive: true });
  await changePackage(folder, changes);
  return folder;
}

export async function changePackage(folder: string, changes: Readonly<Record<string, Change>>): Promise<void> {
  for (const [name, change] of Object.entries(changes)) {
    const path = join(folder, 'work-permit', name);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`${name} is not changed: the text looked for is not there`);
    await writeFile(path, after);
  }
}

/** Elements before the review: flow f14 then leads to the first of them. */
export const beforeReview = (elements: string, first: string) => (process: string) =>
  process.replace(
    '<sequenceFlow id="f14" sourceRef="checked" targetRef="review" />',
    `${elements}<sequenceFlow id="f14" sourceRef="checked" targetRef="${first}" />`,
  );

export const titled =
  (...nodes: readonly string[]) =>
  (texts: string) =>
    texts.replace(
      'nodes:\n',
      `nodes:\n${nodes.map((node) => `  ${node}: { en: ${node}, ru: ${node}, kk: ${node}, uk: ${node}, ar: ${node} }\n`).join('')}`,
    );
