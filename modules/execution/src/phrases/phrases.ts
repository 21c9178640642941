// SPDX-License-Identifier: Apache-2.0
/** Phrases of one's own. */
import { refuse, type Tx } from '@stoa/kernel';
import * as acting from '../work/acting.ts';
import * as store from './store.ts';

const most = 50;
const owner = (tx: Tx) => acting.personOf(tx)?.id ?? '';
export const listPhrases = async (tx: Tx) => ({ items: await store.phrasesOf(tx, owner(tx)) });

/** Refuses: execution.too-many-phrases. */
export async function keepPhrase(tx: Tx, { text }: { text: string }): Promise<{ id: string; text: string }> {
  await store.holdPhrases(tx, owner(tx));
  const kept = await store.phrasesOf(tx, owner(tx));
  const same = kept.find((one) => one.text === text);
  if (same) return same;
  if (kept.length >= most)
    refuse('limit', 'execution.too-many-phrases', 'You keep fifty phrases. Give one up before you keep another.');
  return { id: await store.insertPhrase(tx, owner(tx), text), text };
}
export async function dropPhrase(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  await store.deletePhrase(tx, owner(tx), id);
  return { id };
}
