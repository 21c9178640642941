// SPDX-License-Identifier: Apache-2.0
import { ProcessFault } from './elements.ts';

const declaration = /^\s*<\?xml[^>]*?\?>/;

/** A drawing of thousands of steps; beyond that reading alone takes seconds. */
const mostBytes = 2_000_000;
const mostDeep = 100;
/** Of one tag with its attributes. */
const mostTag = 100_000;

/** The text of an XML file in the encoding that it names, without the declaration that names it. */
export function textOf(source: Uint8Array | string): string {
  if (source.length > mostBytes)
    throw new ProcessFault([
      `the file is larger than ${mostBytes / 1_000_000} MB: draw parts of it as processes of their own`,
    ]);
  const text = decoded(source);
  refuseDepth(text);
  return text;
}

function decoded(source: Uint8Array | string): string {
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

/** Reading what is nested without end would take time without end. */
function refuseDepth(text: string): void {
  let deep = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const passed = passedBy.find(([begin]) => text.startsWith(begin, at));
    if (text.startsWith('<!DOCTYPE', at))
      throw new ProcessFault(['the file declares entities of its own (DOCTYPE), which are not read: save it without']);
    const end = passed ? text.indexOf(passed[1], at) : tagEnd(text, at);
    if (!passed && (end < 0 ? text.length : end) - at > mostTag)
      throw new ProcessFault([
        `an element has more than ${mostTag / 1000} kB of attributes: put what is long elsewhere`,
      ]);
    // What is not closed is refused when it is read.
    if (end < 0) return;
    if (!passed) deep += text[at + 1] === '/' ? -1 : text[end - 1] === '/' ? 0 : 1;
    if (deep > mostDeep)
      throw new ProcessFault([
        `elements are nested more than ${mostDeep} deep: draw sub-processes as processes of their own, and call them`,
      ]);
    at = end + 1;
  }
}

const passedBy = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
  ['<?', '>'],
] as const;

/** Where a tag is closed: not inside a value. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const letter = text[at] as string;
    if (quote) quote = letter === quote ? '' : quote;
    else if (letter === '>') return at;
    else if (letter === '"' || letter === "'") quote = letter;
  }
  return -1;
}
