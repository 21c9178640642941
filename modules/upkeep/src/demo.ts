// SPDX-License-Identifier: Apache-2.0
/** Documents and contacts of the demo, each once, by what it is known by. */
import { listElements } from '@stoa/architecture/contract';
import { job, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { remind } from './attestations/attestations.ts';
import type * as contract from './contract.ts';
import { reportMissing } from './documents/missing.ts';
import * as store from './store.ts';

/** What the night would do, so that the first day shows it. */
export const lookThrough = job(
  'upkeep.look-through-demo',
  Type.Object({}),
  async (module) => {
    await reportMissing(module);
    await remind(module);
  },
  { tx: false },
);
async function idsByCode(module: ModuleRuntime): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (let cursor: string | undefined; ; ) {
    const page = await module.call(listElements, { kind: 'object', limit: 100, ...(cursor ? { cursor } : {}) });
    for (const { code, id } of page.items) ids.set(code, id);
    cursor = page.nextCursor;
    if (!cursor) return ids;
  }
}
/** Refuses: upkeep.demo-off. */
export async function enterDemoUpkeep(
  module: ModuleRuntime,
  { part, documents, contacts }: InputOf<typeof contract.enterDemoUpkeep>,
): Promise<OutputOf<typeof contract.enterDemoUpkeep>> {
  if (!module.config.demo)
    refuse('conflict', 'upkeep.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  const ids = await idsByCode(module);
  return module.tx({ kind: 'system' }, async (tx) => {
    const there = await store.kindsThere(tx, [...ids.values()]);
    let entered = 0;
    for (const { code, kind, name, text, byName, at } of documents) {
      const elementId = ids.get(code);
      if (!elementId || there.get(elementId)?.includes(kind)) continue;
      const file = { name, mimeType: 'text/plain', bytes: Buffer.from(text) };
      await store.insertDocument(tx, { elementId, kind, ...file, byName, at: new Date(at) });
      entered += 1;
    }
    for (const contact of contacts) await store.setContact(tx, { ...contact, byName: '' });
    await lookThrough.enqueue(tx, {});
    return { part, entered };
  });
}
