// SPDX-License-Identifier: Apache-2.0
/** Letters are printed by hand in batches: one file, a page with the address before each letter, given to the post by somebody. */
import { readFileSync } from 'node:fs';
import { pageOfRows, queueOf, refuse, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { typeset } from '@stoa/kernel/typeset';
import type * as contract from '../contract.ts';
import { claimDue, count, settle } from '../sending/store.ts';
import { takeReceipt } from '../sending/receipts.ts';
import { withWords } from '../sending/words.ts';
import type { Block, Inline } from '../templates/markdown.ts';
import * as store from './store.ts';

const most = 100;
const leaseMs = 300_000;
const turns = queueOf('print batches', 1, 4);
const template = readFileSync(new URL('../../typst/letters.typ', import.meta.url), 'utf8');

const partsOf = (parts: readonly Inline[], base: string) =>
  parts.map((part) => ({
    bold: part.kind === 'bold',
    text:
      part.kind === 'link' ? `${part.text} (${part.href.startsWith('/') ? base + part.href : part.href})` : part.text,
  }));
const blockOf = (block: Block, base: string) => ({
  kind: block.kind,
  ordered: block.kind === 'list' && block.ordered,
  lines:
    block.kind === 'heading'
      ? [partsOf(block.parts, base)]
      : (block.kind === 'list' ? block.items : block.lines).map((line) => partsOf(line, base)),
});

/** Refuses notifications.no-letters. */
export async function makeBatch(
  module: ModuleRuntime,
  _: object,
  principal: Principal,
): Promise<OutputOf<typeof contract.makeBatch>> {
  const rows = await module.tx({ kind: 'system' }, (tx) => claimDue(tx, 'letter', 'print', most, leaseMs));
  if (rows.length === 0) return refuse('conflict', 'notifications.no-letters', 'No letter waits to be printed.');
  const tried = await withWords(module, rows);
  const ready = tried.flatMap(({ row, words }) => (words ? [{ row, words }] : []));
  const base = module.publicUrl;
  const pdf = await turns(async () =>
    typeset(template, {
      title: inLanguage(module.country.name, 'en'),
      letters: ready.map(({ row, words }) => ({
        ...{ address: row.address as string[], language: words.language, subject: words.subject, id: row.id },
        from: inLanguage(module.country.name, words.language),
        day: module.country.calendar.localDate(module.clock.now()),
        blocks: (
          words.blocks ??
          words.text.split('\n\n').map(
            (text): Block => ({
              kind: 'paragraph',
              lines: text.split('\n').map((line) => [{ kind: 'text' as const, text: line }]),
            }),
          )
        ).map((block) => blockOf(block, base)),
      })),
    }),
  );
  return module.tx(principal, async (tx) => {
    const settled = tried.map(({ row, words }) =>
      words
        ? { id: row.id, state: 'sent' as const }
        : { id: row.id, state: 'failed-permanent' as const, reason: 'words-lost' },
    );
    await settle(tx, 'print', settled);
    await count(
      tx,
      ready.map(({ row }) => ({ template: row.templateCode ?? '', channel: 'letter' as const, sent: 1 })),
    );
    const id = await store.putBatch(
      tx,
      settled.filter(({ state }) => state === 'sent'),
      pdf,
    );
    return { id, letters: ready.length };
  });
}

export async function listBatches(
  tx: Tx,
  { cursor, limit }: InputOf<typeof contract.listBatches>,
): Promise<OutputOf<typeof contract.listBatches>> {
  const page = await pageOfRows(
    { limit },
    (count) => store.listBatches(tx, cursor, count),
    ({ madeAt, handedOverAt, ...row }) => ({
      ...{ ...row, madeAt: madeAt.toISOString() },
      ...(handedOverAt ? { handedOverAt: handedOverAt.toISOString() } : {}),
    }),
  );
  return { ...page, waiting: await store.lettersWaiting(tx) };
}

/** From here on the post has them: nobody knows more. Refuses notifications.batch-unknown. */
export async function handOverBatch(tx: Tx, id: string): Promise<{ id: string }> {
  const letters = await store.handOver(tx, id);
  if (!letters)
    return refuse('missing', 'notifications.batch-unknown', 'There is no such batch that waits for the post.');
  for (const letter of letters) await takeReceipt(tx, { id: letter }, 'delivered', undefined);
  return { id };
}

export async function batchFile(module: ModuleRuntime, id: string): Promise<Buffer> {
  const pdf = await module.tx({ kind: 'system' }, (tx) => store.contentOf(tx, id));
  return pdf ?? refuse('missing', 'notifications.batch-unknown', 'There is no such batch.');
}
