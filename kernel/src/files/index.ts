// SPDX-License-Identifier: Apache-2.0
/**
 * What a file is, by its content: never by its name. Only kinds that are papers come in; what runs, what hides another kind, and
 * archives that blow up do not. Pure.
 */
import { unzipSync } from 'fflate';

export { safeFileName } from './name.ts';
export { pngOfPixels } from './png.ts';

export interface Known {
  readonly mimeType: string;
  /** A browser shows it by itself without running anything of it. */
  readonly inline: boolean;
}
interface Kind extends Known {
  readonly endings: readonly string[];
  readonly is: (bytes: Buffer) => boolean;
}

const begins =
  (...first: readonly number[]) =>
  (bytes: Buffer) =>
    first.every((byte, at) => bytes[at] === byte);
const says =
  (text: string, at = 0) =>
  (bytes: Buffer) =>
    bytes.toString('latin1', at, at + text.length) === text;
const isZip = begins(0x50, 0x4b, 0x03, 0x04);

const kinds: readonly Kind[] = [
  { mimeType: 'application/pdf', inline: true, endings: ['pdf'], is: says('%PDF-') },
  { mimeType: 'image/png', inline: true, endings: ['png'], is: begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) },
  { mimeType: 'image/jpeg', inline: true, endings: ['jpg', 'jpeg'], is: begins(0xff, 0xd8, 0xff) },
  {
    mimeType: 'image/webp',
    inline: true,
    endings: ['webp'],
    is: (bytes) => says('RIFF')(bytes) && says('WEBP', 8)(bytes),
  },
  { mimeType: 'image/tiff', inline: false, endings: ['tif', 'tiff'], is: (b) => says('II*\0')(b) || says('MM\0*')(b) },
  { mimeType: 'application/rtf', inline: false, endings: ['rtf'], is: says('{\\rtf') },
];
const office: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  asice: 'application/vnd.etsi.asic-e+zip',
};
const plain: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/plain',
  xml: 'application/xml',
};

type Fault = 'empty' | 'kind-unknown' | 'not-what-it-says' | 'macros' | 'bomb' | 'test-virus';
/** Types that a file can be found to be, beside text. */
export const knownTypes = (): string[] => [...kinds.map(({ mimeType }) => mimeType), ...Object.values(office)];
/** What people are told of a file that is not taken. */
export const faultSentences: Readonly<Record<Fault, string>> = {
  empty: 'The file is empty.',
  'kind-unknown': 'Files of this kind are not taken. Save it as PDF, DOCX, ODT or an image.',
  'not-what-it-says': 'The content does not fit the ending of the name. Save the file anew and try again.',
  macros: 'The file contains macros. Save it without them, as PDF, DOCX or ODT.',
  bomb: 'The archive would unpack to far more than a document. Save it as PDF.',
  'test-virus': 'A scanner takes this file for a virus.',
};

/** The file that scanners are tried with (eicar.org), in halves so that no scanner takes this source for it. */
const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
const mostUnpacked = 300 * 1024 * 1024;
const mostEntries = 5000;

/** @param name with its ending, which must fit what the content is */
export function kindOfContent(name: string, bytes: Buffer): Known | Fault {
  if (bytes.length === 0) return 'empty';
  if (bytes.includes(eicar)) return 'test-virus';
  const ending = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  const found = kinds.find(({ is }) => is(bytes));
  if (found) return found.endings.includes(ending) ? found : 'not-what-it-says';
  if (isZip(bytes)) return kindOfZip(ending, bytes);
  const mimeType = plain[ending];
  if (!mimeType)
    return kinds.some(({ endings }) => endings.includes(ending)) || office[ending]
      ? 'not-what-it-says'
      : 'kind-unknown';
  return isText(bytes) ? { mimeType, inline: false } : 'not-what-it-says';
}

function isText(bytes: Buffer): boolean {
  if (bytes.includes(0) || begins(0x4d, 0x5a)(bytes) || says('#!')(bytes)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Reads the list of an archive only, and one small entry: what it would unpack to is known before anything is unpacked. */
function kindOfZip(ending: string, bytes: Buffer): Known | Fault {
  let [entries, size] = [0, 0];
  const names: string[] = [];
  let declared = '';
  try {
    const small = unzipSync(bytes, {
      filter: (entry) => {
        entries += 1;
        size += entry.originalSize;
        if (entries <= mostEntries) names.push(entry.name);
        return entry.name === 'mimetype' && entry.originalSize < 200;
      },
    });
    declared = Buffer.from(small.mimetype ?? new Uint8Array()).toString('latin1');
  } catch {
    return 'not-what-it-says';
  }
  if (entries > mostEntries || size > mostUnpacked) return 'bomb';
  if (names.some((name) => /vbaProject\.bin$|^Basic\/|\/Scripts\//i.test(name))) return 'macros';
  const mimeType = office[ending];
  if (!mimeType) return 'kind-unknown';
  const folder = { docx: 'word/', xlsx: 'xl/', pptx: 'ppt/' }[ending];
  const fits = folder
    ? names.includes('[Content_Types].xml') && names.some((name) => name.startsWith(folder))
    : declared === mimeType;
  return fits ? { mimeType, inline: false } : 'not-what-it-says';
}
