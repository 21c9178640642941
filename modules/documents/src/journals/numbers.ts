// SPDX-License-Identifier: Apache-2.0
/** What a number looks like. */

export interface NumberFacts {
  readonly index: string;
  readonly year: number;
  readonly n: number;
}

/** `{index}-{n:4}/{yy}` of index 01, the 23rd of 2026: `01-0023/26`. */
export const writeNumber = (template: string, { index, year, n }: NumberFacts): string =>
  template.replace(/\{(index|yyyy|yy|n)(?::(\d))?\}/g, (_, name: string, width?: string) => {
    if (name === 'index') return index;
    if (name === 'n') return String(n).padStart(Number(width ?? 1), '0');
    return name === 'yy' ? String(year).slice(-2) : String(year);
  });
