// SPDX-License-Identifier: Apache-2.0
/** A package folder that came as one ZIP. */
import type { PackageContent } from '@stoa/catalogue/contract';
import { isRefusal, refuse } from '@stoa/kernel';
import { unzipSync } from 'fflate';

const [mostFiles, mostBytes] = [200, 8_000_000];
const isNoise = (name: string) => name.endsWith('/') || /^__macosx\/|(^|\/)(\.ds_store|thumbs\.db)$/i.test(name);
const fitting = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}$/;

const wrong = (why: string) =>
  refuse(
    'invalid',
    'certification.archive-wrong',
    `${why} Pack the folder that holds service.yaml as a ZIP of at most 200 files and 8 MB.`,
  );

/** Files by path below the folder that holds `service.yaml`. Refuses: certification.archive-wrong. */
export function unpacked(base64: string): PackageContent {
  let [count, size] = [0, 0];
  let all: Record<string, Uint8Array>;
  try {
    all = unzipSync(Buffer.from(base64, 'base64'), {
      filter: ({ name, size: packed, originalSize }) => {
        if (isNoise(name)) return false;
        // Deflate never grows what it packs: who says so hides what it unpacks to.
        if (packed > originalSize * 1.01 + 100) wrong('It is damaged.');
        [count, size] = [count + 1, size + originalSize];
        // What it would unpack to is known before anything is unpacked.
        return count <= mostFiles && size <= mostBytes;
      },
    });
  } catch (error) {
    if (isRefusal(error)) throw error;
    return wrong('This is no ZIP, or it is damaged.');
  }
  if (count > mostFiles || size > mostBytes) return wrong('There is too much in it.');
  const facts = Object.keys(all).find((name) => /(^|\/)service\.yaml$/.test(name));
  if (facts === undefined) return wrong('There is no service.yaml in it.');
  const folder = facts.slice(0, -'service.yaml'.length);
  const own = Object.entries(all).filter(([name]) => name.startsWith(folder));
  const files = own.map(([name, bytes]) => [name.slice(folder.length), Buffer.from(bytes).toString('base64')] as const);
  if (files.some(([name]) => !fitting.test(name))) return wrong('A file has a name that no package has.');
  return Object.fromEntries(files);
}
