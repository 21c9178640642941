// SPDX-License-Identifier: Apache-2.0
/** What is in a file, as whoever asks may see it: documents decides that, and writes down each read. */
import { lookUp, readFile } from '@stoa/documents/contract';
import { type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type { Static } from 'typebox';
import type * as contract from '../contract.ts';
import { inThread, type Outcome } from '../thread/thread.ts';
import { canConvert, toPdf } from './office.ts';
import { Recent } from './recent.ts';

type Preview = contract.Preview;
type Asked = InputOf<typeof contract.previewFile>;
const limits = { ms: 15_000, memoryMb: 384 } as const;
const mostLetters = 200_000;

/** PDF that pages are shown of, and whether it was made here. */
const recent = new Recent<{ pdf: Uint8Array }>(64 * 1024 * 1024, ({ pdf }) => pdf.length);

/** Office files of which no PDF could be made: they are not tried again, since nobody else gets a turn meanwhile. */
const hopeless = new Recent<true>(5000, () => 1);

const officeEndings: Readonly<Record<string, string>> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/rtf': 'rtf',
};
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const images = ['image/png', 'image/jpeg', 'image/webp'];

type Shown = Omit<Preview, 'name' | 'mimeType'>;
const none = (why: NonNullable<Preview['why']>): Shown => ({ kind: 'none', why });
const unless = <T>({ done, stopped }: Outcome<T>, shown: (done: T) => Shown): Shown =>
  done === undefined ? none(stopped ? 'too-heavy' : 'unreadable') : shown(done);

const asText = (text: string): Shown => ({
  ...{ kind: 'text', text: text.slice(0, mostLetters) },
  ...(text.length > mostLetters ? { cut: true } : {}),
});

async function asPages(key: string, pdf: Uint8Array): Promise<Shown> {
  const shown = unless(await inThread('pages', { bytes: pdf }, limits), ({ count, texts, sizes }) => ({
    ...{ kind: 'pages', pages: count, texts, sizes },
  }));
  if (shown.kind === 'pages') recent.put(key, { pdf });
  return shown;
}

/** `STOA_OFFICE_CONVERTER`: another name of LibreOffice's program; `off` where it is not to be used. */
const converterOf = ({ config }: ModuleRuntime) => config.env.STOA_OFFICE_CONVERTER ?? 'soffice';

async function asOffice(module: ModuleRuntime, key: string, bytes: Uint8Array, ending: string): Promise<Shown> {
  const program = converterOf(module);
  if (program !== 'off' && !hopeless.get(key) && (await canConvert(program))) {
    const pdf = await toPdf(program, bytes, ending);
    if (pdf) return asPages(key, pdf);
    hopeless.put(key, true);
  }
  if (ending !== 'docx') return none('kind');
  return unless(await inThread('words', bytes, limits), (text) => ({ ...asText(text), plain: true }));
}

async function look(module: ModuleRuntime, key: string, mimeType: string, bytes: Uint8Array): Promise<Shown> {
  if (mimeType === 'application/pdf') return asPages(key, bytes);
  if (images.includes(mimeType)) return { kind: 'image' };
  if (mimeType.startsWith('text/') || mimeType === 'application/xml') return asText(new TextDecoder().decode(bytes));
  if (mimeType === workbook)
    return unless(await inThread('sheets', bytes, limits), (sheets) => ({ kind: 'tables', sheets }));
  const ending = officeEndings[mimeType];
  return ending ? asOffice(module, key, bytes, ending) : none('kind');
}

const keyOf = ({ id, fileId }: Asked) => `${id} ${fileId}`;

export async function previewFile(module: ModuleRuntime, asked: Asked, principal: Principal): Promise<Preview> {
  const { name, mimeType, content } = await module.call(readFile, asked, { principal });
  const bytes = new Uint8Array(Buffer.from(content, 'base64'));
  return { name, mimeType, ...(await look(module, keyOf(asked), mimeType, bytes)) };
}

/** Refuses: papers.page-unknown, and what documents refuses of the file. */
export async function pageOf(
  module: ModuleRuntime,
  principal: Principal,
  { id, fileId, page }: Static<typeof contract.PageAsked>,
): Promise<{ name: string; content: Uint8Array }> {
  const asked = { id, fileId };
  const { items } = await module.call(lookUp, { ids: [id] }, { principal });
  // Its pages are shown to who sees the document still; the read was written down when it was opened.
  if (!recent.get(keyOf(asked)) || items.length === 0) await previewFile(module, asked, principal);
  const pdf = recent.get(keyOf(asked))?.pdf;
  const found = pdf && (await inThread('pages', { bytes: pdf, page: Number(page) }, limits)).done?.picture;
  if (!found || found.length === 0)
    return refuse('missing', 'papers.page-unknown', 'The file has no such page that can be shown. Download the file.');
  return { name: `${page}.png`, content: found };
}
