// SPDX-License-Identifier: Apache-2.0
/** How wide words are about, and where they break: the server draws without a screen to measure on. */

const narrow = /[ijlftrI.,:;'’|!()[\]{}\sіїا]/u;
const broad = /[mwMWЖШЩЮжшщюымфӘҚ@—…س-ضص]/u;
const arabic = /\p{Script=Arabic}/u;
const widthOf = (letter: string): number => {
  if (narrow.test(letter)) return 0.34;
  if (broad.test(letter)) return 0.86;
  if (arabic.test(letter)) return 0.52;
  return letter === letter.toLowerCase() ? 0.59 : 0.7;
};

export const textWidth = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + widthOf(letter), 0) * size;

/** A word too long for the line breaks with a hyphen. */
function pieces(word: string, room: number, size: number): string[] {
  if (textWidth(word, size) <= room || word.length < 4) return [word];
  let length = word.length - 1;
  while (length > 2 && textWidth(`${word.slice(0, length)}-`, size) > room) length -= 1;
  return [`${word.slice(0, length)}-`, ...pieces(word.slice(length), room, size)];
}

export function linesOf(text: string, room: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, room, size))) {
    const last = lines.at(-1);
    if (last !== undefined && !last.endsWith('-') && textWidth(`${last} ${word}`, size) <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else if (word !== '') lines.push(word);
  }
  return lines;
}

export interface Lettering {
  readonly size: number;
  readonly lines: readonly string[];
}
const sizes = [13, 12, 11, 10, 9];

/** The largest letters in which all of the text fits; what fits in none ends with an ellipsis. */
export function fitted(text: string, room: { width: number; height: number }): Lettering {
  const tried = sizes.map((size) => ({ size, lines: linesOf(text, room.width, size) }));
  const fits = tried.find(({ size, lines }) => lines.length * size * 1.2 <= room.height && !lines.some(broken));
  const found = fits ?? tried.find(({ size, lines }) => lines.length * size * 1.2 <= room.height);
  if (found) return found;
  const size = 9;
  const lines = linesOf(text, room.width, size);
  const most = Math.max(Math.floor(room.height / (size * 1.2)), 1);
  return { size, lines: [...lines.slice(0, most - 1), `${lines[most - 1] ?? ''}…`] };
}
const broken = (line: string, index: number, lines: readonly string[]) =>
  line.endsWith('-') && index < lines.length - 1;
