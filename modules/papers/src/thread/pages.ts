// SPDX-License-Identifier: Apache-2.0
/** Pages of a PDF: how many and what stands on them, or the picture of one as PNG. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { crc32, deflateSync } from 'node:zlib';

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
  return (await page.render({ scale, render: async ({ data, width, height }) => png(data, width, height) })).data;
}

const chunk = (name: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** PNG (ISO/IEC 15948) of pixels with four bytes each. */
function png(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6], 8);
  const line = width * 4;
  const rows = Buffer.alloc((line + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(pixels.subarray(y * line, (y + 1) * line), y * (line + 1) + 1);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
