// SPDX-License-Identifier: Apache-2.0
/** What a letter by e-mail says. Pure but for the parser; nothing in it is trusted. */
import { hash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';

export interface Letter {
  /** Digest of its Message-ID, or of all of it. */
  readonly digest: string;
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string } | undefined;
  readonly replyTo: string;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
  /** A robot or a list wrote it (RFC 3834, RFC 2919), or it has no way back. */
  readonly automatic: boolean;
}

/** Characters that hide or reorder text become spaces. */
const plain = (text: string | undefined, most: number): string =>
  (text ?? '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, most);
const address = /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/;
const mostFiles = 49;

export const digestOf = (raw: Uint8Array, messageId: string | undefined): string =>
  hash('sha256', messageId?.trim() || raw);

export async function readLetter(raw: Buffer): Promise<Letter> {
  const mail = await PostalMime.parse(raw, { maxNestingDepth: 20, maxHeadersSize: 256 * 1024 });
  const sender = mail.from?.address && address.test(mail.from.address) ? mail.from : undefined;
  const from = sender?.address
    ? { address: sender.address, name: plain(sender.name, 200) || sender.address }
    : undefined;
  const back = mail.replyTo?.[0]?.address;
  return {
    digest: digestOf(raw, mail.messageId),
    messageId: plain(mail.messageId, 300),
    from,
    replyTo: back && address.test(back) ? back : (from?.address ?? ''),
    subject: plain(mail.subject, 500),
    text: textOf(mail),
    files: mail.attachments.slice(0, mostFiles + 1).map(({ filename, content }, at) => ({
      name: plain(filename ?? '', 180).replaceAll(/[/\\]/g, '_') || `file ${at + 1}`,
      content: Buffer.from(content as ArrayBuffer),
    })),
    automatic: isAutomatic(mail),
  };
}

function isAutomatic({ headers }: Email): boolean {
  const of = (name: string) =>
    headers
      .find(({ key }) => key === name)
      ?.value.trim()
      .toLowerCase();
  const submitted = of('auto-submitted');
  return (
    (submitted !== undefined && submitted !== 'no') ||
    of('list-id') !== undefined ||
    of('list-unsubscribe') !== undefined ||
    ['bulk', 'list', 'junk', 'auto_reply'].includes(of('precedence') ?? '') ||
    of('x-auto-response-suppress') !== undefined ||
    of('return-path') === '<>'
  );
}

/** The words; of a letter in HTML alone what stands between its tags. */
function textOf({ text, html }: Email): string {
  const words = text?.trim()
    ? text
    : (html ?? '')
        .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<(br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&nbsp;/g, ' ')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&');
  return words
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
