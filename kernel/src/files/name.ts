// SPDX-License-Identifier: Apache-2.0
import { plainLine } from '../text/characters.ts';

const longest = 120;

/**
 * A name as it may be shown and saved anywhere: one line of letters, digits and a few signs, without the folders before it,
 * without what turns words round or hides an ending. What is taken out becomes `_`; the ending is kept.
 */
export function safeFileName(name: string): string {
  const line = plainLine(name.normalize('NFC').replace(/^.*[\\/]/s, ''));
  const plain = line.replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, '_').replace(/^[. ]+/, '');
  const [, stem = plain, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(plain) ?? [];
  const kept = [...(stem.replace(/\.{2,}/g, '.').trim() || 'file')].slice(0, longest - ending.length).join('');
  return `${kept}${ending}`;
}
