// SPDX-License-Identifier: Apache-2.0
/** The HTML document around a rendered page: heads, preloads, policies. */
import { readFileSync } from 'node:fs';
import type { Language } from '@stoa/kernel/contract';
import type { PageData, Rendered } from '../app/page-data.ts';
import type { Bundles } from './build.ts';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
  readonly assets?: readonly string[];
}

const fontsOf: Record<Language, readonly string[]> = {
  en: ['latin'],
  ru: ['latin', 'cyrillic'],
  kk: ['latin', 'cyrillic', 'cyrillic-kazakh'],
  uk: ['latin', 'cyrillic'],
  ar: ['latin', 'arabic'],
};

const escape = (text: string) =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);

/** JSON that can stand inside a script element. */
const inScript = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');

export type WriteDocument = (data: PageData, rendered: Rendered, nonce: string) => string;

export function documentWriter(bundles: Bundles): WriteDocument {
  const manifest = JSON.parse(readFileSync(bundles.manifest, 'utf8')) as Record<string, Chunk>;
  const entry = manifest['src/app/entry-client.ts'];
  if (!entry) throw new Error('the portal bundle has no entry');
  const fontFile = (name: string) => entry.assets?.find((file) => new RegExp(`/${name}-[^/]{8}\\.woff2$`).test(file));
  const withImports = (chunk: Chunk | undefined, seen = new Set<Chunk>()): Set<Chunk> => {
    if (!chunk || seen.has(chunk)) return seen;
    seen.add(chunk);
    for (const name of chunk.imports ?? []) withImports(manifest[name], seen);
    return seen;
  };
  return (data, rendered, nonce) => {
    const chunks = [...withImports(entry), ...withImports(manifest[`src/areas/${data.component}.vue`])];
    const scripts = new Set(chunks.map((chunk) => chunk.file));
    const styles = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
    const fonts = fontsOf[data.language].map(fontFile).filter((file) => file !== undefined);
    const theme = data.theme === 'auto' ? '' : ` data-theme="${data.theme}"`;
    const heads = [
      ...[...styles].map((file) => `<link rel="stylesheet" href="/${file}">`),
      ...fonts.map((file) => `<link rel="preload" href="/${file}" as="font" type="font/woff2" crossorigin>`),
      ...[...scripts].map((file) => `<link rel="modulepreload" href="/${file}">`),
    ];
    const own: PageData = { ...data, messages: rendered.messages };
    return `<!doctype html>
<html lang="${data.language}" dir="${data.language === 'ar' ? 'rtl' : 'ltr'}"${theme}>
<head>
<meta charset="utf-8">
<title>${escape(rendered.title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${data.theme === 'auto' ? 'light dark' : data.theme}">
<link rel="icon" href="/assets/emblem.svg" type="image/svg+xml">
${heads.join('\n')}
</head>
<body>
<div id="app">${rendered.html}</div>
<script type="application/json" id="page-data">${inScript(own)}</script>
<script type="module" src="/${entry.file}" nonce="${nonce}"></script>
</body>
</html>
`;
  };
}

/** Content-Security-Policy (level 3): our own scripts by nonce and origin, no inline style, no framing. */
export const contentPolicy = (nonce: string, connectsNowhere = false): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    connectsNowhere ? "connect-src 'none'" : "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
