// SPDX-License-Identifier: Apache-2.0
/** The ZIP of an ASiC-E container (ETSI EN 319 162-1): type first and stored, manifest, one or more signature files. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

export const containerType = 'application/vnd.etsi.asic-e+zip';
const signatureFile = /^META-INF\/signatures[A-Za-z0-9._-]*\.xml$/;
const manifestFile = 'META-INF/manifest.xml';
const manifestNamespace = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

/** Largest container that is opened, and largest content of it: a ZIP can claim far more than it is. */
const maxBytes = 128 * 1024 * 1024;
const maxFiles = 1000;
const maxSignatures = 100;
const largeBytes = 256 * 1024;

export interface ContainerFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
}

export interface Container {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: string;
  /** XML of each signature file by its name, in the order of the container. */
  readonly signatures: ReadonlyMap<string, string>;
}

/** Why no container was read. `stray`: bytes that belong to none of its files. */
export type ContainerFault = 'none' | 'damaged' | 'too-large' | 'names' | 'stray' | 'unsigned';

/**
 * Whether a file may be called so in a container: a relative path of visible characters that leads nowhere else and
 * is not one of the container's own files.
 */
export const isFileName = (name: string): boolean =>
  name.length > 0 &&
  name.length <= 255 &&
  name.normalize('NFC') === name &&
  name.isWellFormed() &&
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  !/[\p{C}\p{Zl}\p{Zp}\\:*?"<>|]/u.test(name) &&
  name !== 'mimetype' &&
  !/^meta-inf(\/|$)/i.test(name) &&
  name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');

/** Names as a container takes them, none twice, whatever the files are called; one that may stand stays as it is. */
export function namesInContainer(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, at) => {
    const plain = name.normalize('NFC');
    const named = isFileName(plain)
      ? plain
      : plain
          .replace(/[^\p{L}\p{N}. -]/gu, '_')
          .slice(-200)
          .toWellFormed();
    let given = named;
    for (let n = at + 1; !isFileName(given) || taken.has(given.toLowerCase()); n += 1) given = `${n} ${named}`;
    taken.add(given.toLowerCase());
    return given;
  });
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeAttribute = (text: string) => text.replace(/[&<>"]/g, (one) => escapes[one] ?? one);

export function writeManifest(files: readonly Pick<ContainerFile, 'name' | 'mimeType'>[]): string {
  const entry = (path: string, type: string) =>
    `<manifest:file-entry manifest:full-path="${escapeAttribute(path)}" manifest:media-type="${type}"/>`;
  const entries = files.map(({ name, mimeType }) => entry(name, mimeType)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="${manifestNamespace}" manifest:version="1.2">${entry('/', containerType)}${entries}</manifest:manifest>`;
}

/** The same files and signatures give the same bytes. */
export function packContainer(files: readonly ContainerFile[], signatures: readonly string[], at: Date): Uint8Array {
  const zip: Zippable = {
    mimetype: [strToU8(containerType), { level: 0 }],
    [manifestFile]: strToU8(writeManifest(files)),
  };
  for (const [i, xml] of signatures.entries()) zip[`META-INF/signatures${i}.xml`] = strToU8(xml);
  // What is large is not compressed: that would hold up the hub.
  for (const { name, content } of files) zip[name] = content.length > largeBytes ? [content, { level: 0 }] : content;
  return zipSync(zip, { mtime: at });
}

/** A container's parts; undefined when it is no ZIP of that form, names a file twice, or is too large. */
export function openContainer(bytes: Uint8Array): Container | undefined {
  const container = readContainer(bytes);
  return typeof container === 'string' ? undefined : container;
}

/** A container's parts, or why there are none. */
export function readContainer(bytes: Uint8Array): Container | ContainerFault {
  if (bytes.length > maxBytes) return 'too-large';
  const head = `mimetype${containerType}`;
  // Local header: 30 bytes, name, no extra field; method 0 at offset 8.
  const starts =
    strFromU8(bytes.subarray(0, 4), true) === 'PK\x03\x04' &&
    bytes[8] === 0 &&
    strFromU8(bytes.subarray(30, 30 + head.length), true) === head;
  if (!starts) return 'none';
  if (hasStrayBytes(bytes)) return 'stray';
  const names = new Set<string>();
  let size = 0;
  let fault: ContainerFault = 'damaged';
  const give = (why: ContainerFault): never => {
    fault = why;
    throw new Error(why);
  };
  try {
    const all = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (names.size >= maxFiles || size > maxBytes) give('too-large');
        // A file system that knows no case would show one for the other.
        const plain = name.toLowerCase();
        if (names.has(plain)) give('names');
        names.add(plain);
        return true;
      },
    });
    const files = new Map(Object.entries(all));
    if (files.size !== names.size) return 'names';
    const take = (name: string) => {
      const content = files.get(name);
      files.delete(name);
      return content && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    };
    const [mimetype, manifest] = [take('mimetype'), take(manifestFile)];
    const signatures = new Map(
      [...files.keys()].filter((name) => signatureFile.test(name)).map((name) => [name, take(name) ?? '']),
    );
    if (mimetype !== containerType || manifest === undefined) return 'damaged';
    if (signatures.size > maxSignatures) return 'too-large';
    return signatures.size === 0 ? 'unsigned' : { files, manifest, signatures };
  } catch {
    return fault;
  }
}

/**
 * Whether a part of the ZIP is in none of its entries, where another format could hide. A directory that cannot be
 * followed is left to whoever unpacks.
 */
function hasStrayBytes(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - 22;
  // The directory's end, which our own writer and most others put last, without a comment.
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) return true;
  const directory = view.getUint32(end + 16, true);
  if (directory + view.getUint32(end + 12, true) !== end) return true;
  const spans: { from: number; to: number }[] = [];
  for (let at = directory; at < end; ) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) return true;
    const [flags, packed, local] = [
      view.getUint16(at + 8, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ];
    if (local + 30 > directory) return true;
    const data = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true) + packed;
    spans.push({ from: local, to: data + (flags & 8 ? descriptorBytes(view, data, directory) : 0) });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  spans.sort((a, b) => a.from - b.from);
  let reached = 0;
  for (const { from, to } of spans) {
    if (from !== reached) return true;
    reached = to;
  }
  return reached !== directory;
}

/** With or without its signature (APPNOTE 4.3.9.3). */
const descriptorBytes = (view: DataView, at: number, limit: number) =>
  at + 4 <= limit && view.getUint32(at, true) === 0x08074b50 ? 16 : 12;
