// SPDX-License-Identifier: Apache-2.0
/** The fonts that come along, and which characters each of them can draw (OpenType, table `cmap`). */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Family {
  readonly name: string;
  /** Its regular cut: the others have the same characters. */
  readonly file: () => URL;
}

const installed = (file: string) => new URL(import.meta.resolve(`@expo-google-fonts/${file}`));
const main = (name: string, file: string): Family => ({ name, file: () => installed(file) });
const fallback = (name: string, file: string): Family => ({
  name,
  file: () => new URL(`fonts/${file}`, import.meta.url),
});

/** In the order in which they are asked for a character: the languages of the platform first. */
const families: readonly Family[] = [
  main('Noto Sans', 'noto-sans/400Regular/NotoSans_400Regular.ttf'),
  main('Noto Sans Arabic', 'noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  ...[
    ...['Hebrew', 'Georgian', 'Armenian', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Devanagari', 'Bengali', 'Gurmukhi'],
    ...['Gujarati', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Ethiopic', 'Math', 'Symbols', 'Symbols2'],
  ].map((part) => fallback(`Noto Sans ${part}`, `${part}.ttf`)),
  fallback('Noto Sans CJK SC', 'CJK.otf'),
  fallback('Noto Emoji', 'Emoji.ttf'),
];
export const familyNames: readonly string[] = families.map(({ name }) => name);

const otherCuts = ['600SemiBold', '700Bold'].flatMap((cut) => [
  `noto-sans/${cut}/NotoSans_${cut}.ttf`,
  `noto-sans-arabic/${cut}/NotoSansArabic_${cut}.ttf`,
]);

/** Folders that hold the files of all families, in every weight used. */
export const fontFolders = (): string[] => [
  ...new Set(
    [...families.map(({ file }) => file()), ...otherCuts.map(installed)].map((file) => dirname(fileURLToPath(file))),
  ),
];

type Covers = (code: number) => boolean;
let coverage: Covers[] | undefined;

/** Whether one family has all of these characters: a letter and its marks are never drawn from two. */
export function isCovered(characters: string, familiesAsked = families.length): boolean {
  coverage ??= families.map(({ file }) => coverageOf(readFileSync(file())));
  const codes = Array.from(characters, (character) => character.codePointAt(0) ?? 0);
  return coverage.slice(0, familiesAsked).some((covers) => codes.every(covers));
}

/** Reads the segments of format 12 where the font has them, of format 4 otherwise. */
function coverageOf(font: Buffer): Covers {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index);
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap');
  if (entry === undefined) throw new Error('the font has no table cmap');
  const cmap = font.subarray(font.readUInt32BE(entry + 8));
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) =>
    cmap.subarray(cmap.readUInt32BE(8 + 8 * index)),
  );
  const full = subtables.find((table) => table.readUInt16BE(0) === 12);
  const basic = subtables.find((table) => table.readUInt16BE(0) === 4);
  const ranges = full ? rangesOf12(full) : basic ? rangesOf4(basic) : [];
  const known = new Set<number>();
  for (const [first, last] of ranges) for (let code = first; code <= last; code++) known.add(code);
  return (code) => known.has(code);
}

const rangesOf12 = (table: Buffer): [number, number][] =>
  Array.from({ length: table.readUInt32BE(12) }, (_, index) => [
    table.readUInt32BE(16 + 12 * index),
    table.readUInt32BE(20 + 12 * index),
  ]);

function rangesOf4(table: Buffer): [number, number][] {
  const segments = table.readUInt16BE(6) / 2;
  return Array.from({ length: segments - 1 }, (_, index) => [
    table.readUInt16BE(16 + 2 * segments + 2 * index),
    table.readUInt16BE(14 + 2 * index),
  ]);
}
