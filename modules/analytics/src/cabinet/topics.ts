// SPDX-License-Identifier: Apache-2.0
/** What free words are about: by beginnings of words that are published (`topics.json`), shown as they were found. */
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type { Tx } from '@stoa/kernel';
import type * as contract from '../contract.ts';
import topics from './topics.json' with { type: 'json' };

interface Topic {
  readonly code: string;
  readonly title: LocalText;
  readonly words: readonly string[];
}
const all = topics as readonly Topic[];

/** Topics of a text, each with the words of it that led there. */
export function topicsOf(text: string): { code: string; words: string[] }[] {
  const lower = text.toLocaleLowerCase();
  const spoken = lower.match(/[\p{L}\p{M}]+/gu) ?? [];
  return all.flatMap(({ code, words }) => {
    const found = spoken.filter((word) =>
      words.some((beginning) => word.startsWith(beginning) || word.startsWith(`ال${beginning}`)),
    );
    const phrases = words.filter((word) => word.includes(' ') && lower.includes(word));
    const led = [...new Set([...found, ...phrases])];
    return led.length > 0 ? [{ code, words: led }] : [];
  });
}

export async function listTopics(
  _tx: Tx,
  { texts }: InputOf<typeof contract.listTopics>,
): Promise<OutputOf<typeof contract.listTopics>> {
  const items = texts.map(topicsOf);
  const count = (code: string) => items.filter((topicsOfOne) => topicsOfOne.some((one) => one.code === code)).length;
  return {
    items,
    topics: all
      .map(({ code, title }) => ({ code, title, count: count(code) }))
      .filter((one) => one.count > 0)
      .sort((a, b) => b.count - a.count),
  };
}
