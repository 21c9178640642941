// SPDX-License-Identifier: Apache-2.0
import type { SourceText } from '../inventory.ts';

/** Files a document names in backticks, from the root of the repository. */
const filesNamedIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/`([^`\s]+\.(?:ts|vue|md|yaml))`/g)].map((match) => match[1] ?? '')),
];

/** Files that documents name as evidence and that are not there. */
export const missingEvidence = (documents: readonly SourceText[], exists: (path: string) => boolean): string[] =>
  documents.flatMap(({ path, text }) =>
    filesNamedIn(text)
      .filter((named) => !exists(named))
      .map((named) => `${path} names ${named}`),
  );
