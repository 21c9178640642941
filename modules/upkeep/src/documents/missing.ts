// SPDX-License-Identifier: Apache-2.0
/** Objects that lack a document of their stage become findings of the register. */
import { type Element, listElements, reportFindings } from '@stoa/architecture/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import { kindsThere } from '../store.ts';
import { requiredAt } from './documents.ts';

export async function reportMissing(module: ModuleRuntime): Promise<void> {
  const items: { elementId: string; evidence: Element['facts'] }[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await module.call(listElements, { kind: 'object', limit: 100, ...(cursor ? { cursor } : {}) });
    const there = await module.tx({ kind: 'system' }, (tx) =>
      kindsThere(
        tx,
        page.items.map(({ id }) => id),
      ),
    );
    for (const { id, facts } of page.items) {
      const missing = requiredAt(facts.stage).filter((kind) => !there.get(id)?.includes(kind));
      if (missing.length > 0)
        items.push({ elementId: id, evidence: { stage: facts.stage ?? '', documents: missing.length } });
    }
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  await module.call(reportFindings, { kind: 'documents-missing', items });
}
