// SPDX-License-Identifier: Apache-2.0
/**
 * The Markdown of templates: headings, bold, lists and links, and nothing else. Anything that other readers of Markdown
 * would take for more is refused with its line, so that a text looks alike wherever it goes. Pure.
 */
export type Inline =
  | { readonly kind: 'text' | 'bold'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };
export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

export interface MarkdownFault {
  readonly line: number;
  /** What was meant, in English: a picture, HTML. */
  readonly what: string;
}

const notAllowed: readonly (readonly [RegExp, string])[] = [
  [/^\s*>/, 'a quotation'],
  [/^\s*(```|~~~)/, 'a block of code'],
  [/^( {4}|\t)\s*\S/, 'a block of code'],
  [/^#{3,}/, 'a heading below the second level'],
  [/^\s*([-*_])(\s*\1){2,}\s*$/, 'a line across'],
  [/^\s*\|/, 'a table'],
  [/!\[/, 'a picture'],
  [/<\/?[a-z!][^>]*>?/i, 'HTML'],
  [/`/, 'code'],
  [/~~/, 'words struck out'],
  [/\\[\\*_#[\]()-]/, 'an escape'],
];
const link = /\[([^\][]+)\]\((https:\/\/[^\s()]+|\/(?!\/)[^\s()]*)\)/;
const inline = new RegExp(`${link.source}|\\*\\*([^*]+)\\*\\*`, 'g');

function inlines(text: string, fault: (what: string) => void): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  const plain = (until: number) => {
    const piece = text.slice(from, until);
    if (/\]\(/.test(piece)) fault('a link that leads neither to https nor to a page of this platform');
    else if (/\*/.test(piece)) fault('a star that makes nothing bold');
    if (piece) parts.push({ kind: 'text', text: piece });
  };
  for (const match of text.matchAll(inline)) {
    plain(match.index);
    const [whole, words = '', href, bold] = match;
    parts.push(href ? { kind: 'link', text: words, href } : { kind: 'bold', text: bold ?? '' });
    from = match.index + whole.length;
  }
  plain(text.length);
  return parts;
}

export function readMarkdown(source: string): { readonly blocks: Block[]; readonly faults: MarkdownFault[] } {
  const blocks: Block[] = [];
  const faults: MarkdownFault[] = [];
  let open: Block | undefined;
  for (const [at, line] of source.replace(/\r\n?/g, '\n').split('\n').entries()) {
    const fault = (what: string) => void faults.push({ line: at + 1, what });
    const wrong = notAllowed.find(([pattern]) => pattern.test(line));
    if (wrong) fault(wrong[1]);
    const heading = /^(#{1,2})\s+(.*\S)/.exec(line);
    const item = /^\s{0,3}(?:[-*]|(\d{1,3})\.)\s+(.*\S)/.exec(line);
    if (wrong || line.trim() === '') open = undefined;
    else if (heading) {
      open = undefined;
      const level = heading[1] === '#' ? 1 : 2;
      blocks.push({ kind: 'heading', level, parts: inlines(heading[2] ?? '', fault) });
    } else if (item) {
      const ordered = item[1] !== undefined;
      if (open?.kind !== 'list' || open.ordered !== ordered) {
        open = { kind: 'list', ordered, items: [] };
        blocks.push(open);
      }
      (open.items as (readonly Inline[])[]).push(inlines(item[2] ?? '', fault));
    } else {
      if (open?.kind !== 'paragraph') {
        open = { kind: 'paragraph', lines: [] };
        blocks.push(open);
      }
      (open.lines as (readonly Inline[])[]).push(inlines(line.trim(), fault));
    }
  }
  return { blocks, faults };
}

/** The same with each text changed: values of placeholders come in here, after reading, so that none of them is Markdown. */
export function mapTexts(blocks: readonly Block[], change: (text: string) => string): Block[] {
  const line = (parts: readonly Inline[]) => parts.map((part) => ({ ...part, text: change(part.text) }));
  return blocks.map((block) =>
    block.kind === 'heading'
      ? { ...block, parts: line(block.parts) }
      : block.kind === 'list'
        ? { ...block, items: block.items.map(line) }
        : { ...block, lines: block.lines.map(line) },
  );
}

/** @param base address before links to pages of this platform */
export function asText(blocks: readonly Block[], base: string): string {
  const said = (parts: readonly Inline[]) =>
    parts.map((part) => (part.kind === 'link' ? `${part.text} (${absolute(part.href, base)})` : part.text)).join('');
  return blocks
    .map((block) => {
      if (block.kind === 'heading') return said(block.parts);
      if (block.kind === 'paragraph') return block.lines.map(said).join('\n');
      return block.items.map((item, at) => `${block.ordered ? `${at + 1}.` : '•'} ${said(item)}`).join('\n');
    })
    .join('\n\n');
}

export function asHtml(blocks: readonly Block[], base: string): string {
  const said = (parts: readonly Inline[]) =>
    parts
      .map((part) => {
        if (part.kind === 'link') return `<a href="${escaped(absolute(part.href, base))}">${escaped(part.text)}</a>`;
        return part.kind === 'bold' ? `<strong>${escaped(part.text)}</strong>` : escaped(part.text);
      })
      .join('');
  return blocks
    .map((block) => {
      if (block.kind === 'heading') return `<h${block.level + 1}>${said(block.parts)}</h${block.level + 1}>`;
      if (block.kind === 'paragraph') return `<p>${block.lines.map(said).join('<br>')}</p>`;
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${said(item)}</li>`).join('')}</${tag}>`;
    })
    .join('\n');
}

const absolute = (href: string, base: string) => (href.startsWith('/') ? base + href : href);
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
