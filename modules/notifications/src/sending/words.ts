// SPDX-License-Identifier: Apache-2.0
/** What a delivery says: words of its template, or of the message it is a copy of. */
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';
import { findMessage } from '../store.ts';
import { versionById } from '../templates/store.ts';
import { asHtml, asText, say } from '../templates/words.ts';
import type { Block } from '../templates/markdown.ts';
import type { DueRow } from './store.ts';
import { somethingWaits } from './generic-texts.ts';

export interface Words {
  readonly subject: string;
  /** Plain, all languages of a message without a template. */
  readonly text: string;
  readonly html?: string | undefined;
  readonly blocks?: readonly Block[] | undefined;
  /** For SMS and push: nothing personal beyond the class of its template. */
  readonly short: string;
  readonly language: Language;
  /** Where it leads. */
  readonly url: string;
}

export async function wordsOf(
  tx: Tx,
  row: Pick<DueRow, 'messageId' | 'templateVersionId' | 'data' | 'language'>,
): Promise<Words> {
  const { publicUrl } = tx.module;
  const { language } = row;
  const message = row.messageId ? await findMessage(tx, row.messageId) : undefined;
  const url = publicUrl + (message?.link ?? '/cabinet/inbox');
  const generic = `${inLanguage(somethingWaits, language)} ${publicUrl}/cabinet/inbox`;
  const version = row.templateVersionId ? await versionById(tx, row.templateVersionId) : undefined;
  if (version) {
    const said = say(version.content, row.data ?? message?.data ?? {}, language);
    const after = message?.link ? `\n\n${url}` : '';
    return {
      ...{ subject: said.subject, blocks: said.blocks, text: asText(said.blocks, publicUrl) + after, language, url },
      html: asHtml(said.blocks, publicUrl) + (message?.link ? `\n<p><a href="${url}">${url}</a></p>` : ''),
      short: said.short ?? generic,
    };
  }
  if (row.data?.text)
    return { subject: row.data.subject ?? '', text: row.data.text, short: row.data.text, language, url };
  if (!message) throw new Error('a delivery without words');
  return {
    subject: subjectOf(message.subject, language),
    text: textOf(message, publicUrl, language),
    short: generic,
    language,
    url,
  };
}

const subjectOf = (subject: LocalText, language: Language): string =>
  inLanguage(subject, language)
    .replace(/[\r\n]+/g, ' ')
    .slice(0, 200);

/** All languages the message has, the person's own first, and the address it leads to. */
function textOf({ body, link }: { body: LocalText; link: string | null }, publicUrl: string, first: Language): string {
  const order = [first, ...languages.filter((one) => one !== first)];
  const texts = order.map((one) => body[one]).filter((text): text is string => Boolean(text));
  return [...texts, ...(link ? [publicUrl + link] : [])].join('\n\n');
}

export const withWords = (
  module: ModuleRuntime,
  rows: readonly DueRow[],
): Promise<{ row: DueRow; words: Words | undefined }[]> =>
  module.tx({ kind: 'system' }, async (tx) => {
    const out: { row: DueRow; words: Words | undefined }[] = [];
    for (const row of rows) out.push({ row, words: await wordsOf(tx, row).catch(() => undefined) });
    return out;
  });
