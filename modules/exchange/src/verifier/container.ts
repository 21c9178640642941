// SPDX-License-Identifier: Apache-2.0
/** The ZIP of an ASiC-E container (ETSI EN 319 162-1): type first and stored, manifest, one signature file. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

export const containerType = 'application/vnd.etsi.asic-e+zip';
const signatureFile = 'META-INF/signatures0.xml';
const manifestFile = 'META-INF/manifest.xml';
const manifestNamespace = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

/** Largest container that is opened, and largest content of it: a ZIP can claim far more than it is. */
const maxBytes = 128 * 1024 * 1024;
const maxFiles = 1000;
const largeBytes = 256 * 1024;

export interface ContainerFile {
  readonly name: string;
  readonly mimeType: string;
  readonly content: Uint8Array;
}

export interface Container {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly manifest: string;
  readonly signature: string;
}

export function writeManifest(files: readonly Pick<ContainerFile, 'name' | 'mimeType'>[]): string {
  const entry = (path: string, type: string) =>
    `<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}"/>`;
  const entries = files.map(({ name, mimeType }) => entry(name, mimeType)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="${manifestNamespace}" manifest:version="1.2">${entry('/', containerType)}${entries}</manifest:manifest>`;
}

/** The same files and signature give the same bytes. */
export function packContainer(files: readonly ContainerFile[], signature: string, at: Date): Uint8Array {
  const zip: Zippable = {
    mimetype: [strToU8(containerType), { level: 0 }],
    [manifestFile]: strToU8(writeManifest(files)),
    [signatureFile]: strToU8(signature),
  };
  // What is large is not compressed: that would hold up the hub.
  for (const { name, content } of files) zip[name] = content.length > largeBytes ? [content, { level: 0 }] : content;
  return zipSync(zip, { mtime: at });
}

/** A container's parts; undefined when it is no ZIP of that form, names a file twice, or is too large. */
export function openContainer(bytes: Uint8Array): Container | undefined {
  const head = `mimetype${containerType}`;
  // Local header: 30 bytes, name, no extra field; method 0 at offset 8.
  const starts =
    bytes.length <= maxBytes &&
    strFromU8(bytes.subarray(0, 4), true) === 'PK\x03\x04' &&
    bytes[8] === 0 &&
    strFromU8(bytes.subarray(30, 30 + head.length), true) === head;
  if (!starts) return undefined;
  const names = new Set<string>();
  let size = 0;
  try {
    const all = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        if (names.has(name) || names.size >= maxFiles || size > maxBytes) throw new Error('not a container');
        names.add(name);
        return true;
      },
    });
    const files = new Map(Object.entries(all));
    if (files.size !== names.size) return undefined;
    const take = (name: string) => {
      const content = files.get(name);
      files.delete(name);
      return content && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    };
    const [mimetype, manifest, signature] = [take('mimetype'), take(manifestFile), take(signatureFile)];
    if (mimetype !== containerType || manifest === undefined || signature === undefined) return undefined;
    return { files, manifest, signature };
  } catch {
    return undefined;
  }
}
