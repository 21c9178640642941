// SPDX-License-Identifier: Apache-2.0
/** Promises that are refused before anybody waits for them end a whole test run, now and then. */

interface Text {
  readonly path: string;
  readonly text: string;
}

const loop = /for \(const (\w+) of \[([^\]]{0,2000}?)\]\)\s*\{?\s*await expect\((\w+)\)\.rejects/g;

/** Loops over calls that are all under way while only the first is waited for. */
export const startedTogether = (tests: readonly Text[]): string[] =>
  tests.flatMap(({ path, text }) =>
    [...text.matchAll(loop)]
      .filter(([, name, list, awaited]) => name === awaited && list?.includes('(') && !list.includes('=>'))
      .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`),
  );
