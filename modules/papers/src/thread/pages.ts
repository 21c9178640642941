// SPDX-License-Identifier: Apache-2.0
/** Pages of a PDF: how many and what stands on them, or the picture of one as PNG. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { pngOfPixels } from '@stoa/kernel/files';

const widest = 1000;
const highest = 3000;
const mostTexts = 200;
const mostLetters = 200_000;

export interface Pages {
  readonly count: number;
  readonly texts: string[];
  /** Of the pictures, in pixels. */
  readonly sizes: { readonly width: number; readonly height: number }[];
  readonly picture?: Uint8Array;
}

export default async ({ bytes, page: asked }: { bytes: Uint8Array; page?: number }): Promise<Pages> => {
  const library = await PDFiumLibrary.init();
  const pdf = await library.loadDocument(bytes);
  const count = pdf.getPageCount();
  if (asked !== undefined)
    return { count, texts: [], sizes: [], picture: asked <= count ? await pictureOf(pdf, asked) : new Uint8Array() };
  const [texts, sizes]: [string[], Pages['sizes']] = [[], []];
  let letters = 0;
  for (let at = 0; at < Math.min(count, mostTexts) && letters < mostLetters; at += 1) {
    const page = pdf.getPage(at);
    sizes.push(sizeOf(page));
    const text = page.getText().replaceAll('\0', '').slice(0, mostLetters);
    texts.push(text);
    letters += text.length;
  }
  return { count, texts, sizes };
};

type Pdf = Awaited<ReturnType<PDFiumLibrary['loadDocument']>>;
type Page = ReturnType<Pdf['getPage']>;
function scaleOf(page: Page) {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  return { originalWidth, originalHeight, scale: Math.min(widest / originalWidth, highest / originalHeight) };
}
function sizeOf(page: Page) {
  const { originalWidth, originalHeight, scale } = scaleOf(page);
  return { width: Math.floor(originalWidth * scale), height: Math.floor(originalHeight * scale) };
}
async function pictureOf(pdf: Pdf, number: number): Promise<Uint8Array> {
  const page = pdf.getPage(number - 1);
  const { scale } = scaleOf(page);
  return (await page.render({ scale, render: async ({ data, width, height }) => pngOfPixels(data, width, height) }))
    .data;
}
