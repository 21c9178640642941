// SPDX-License-Identifier: Apache-2.0
import { ProcessFault } from './elements.ts';

const declaration = /^\s*<\?xml[^>]*?\?>/;

/** The text of an XML file in the encoding that it names, without the declaration that names it. */
export function textOf(source: Uint8Array | string): string {
  if (typeof source === 'string') return source.replace(/^\uFEFF/, '').replace(declaration, '');
  const [first, second] = source;
  const named = /encoding=["']([^"']+)["']/.exec(new TextDecoder('latin1').decode(source.subarray(0, 200)))?.[1];
  const marked =
    first === 0xfe && second === 0xff ? 'utf-16be' : first === 0xff && second === 0xfe ? 'utf-16le' : undefined;
  const encoding = marked ?? named ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(source).replace(declaration, '');
  } catch {
    throw new ProcessFault([`the file is not in the encoding ${encoding} that it names: save it as UTF-8`]);
  }
}
