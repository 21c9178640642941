// SPDX-License-Identifier: Apache-2.0
/** What a table, a list's filter and their pages agree on. */

export interface Column<Key extends string = string> {
  /** Names the slot of its cells; without one they show the row's own value of this name. */
  readonly key: Key;
  /** Text of the header, and before each cell where a phone stacks them. */
  readonly title: string;
  /** Figures stand at the end of the line, below each other. */
  readonly numeric?: boolean;
  /** Its cells name their rows to a screen reader. */
  readonly heads?: boolean;
  /** Address that sorts by this column. */
  readonly sortHref?: string | undefined;
  /** The order shown now, where it is by this column. */
  readonly sorted?: 'ascending' | 'descending' | undefined;
}

/** Columns whose titles are the messages of this prefix and their keys: `queue.column-` and `due`. */
export const columnsOf = <const Key extends string>(
  t: (key: string) => string,
  prefix: string,
  keys: readonly Key[],
  numeric: readonly NoInfer<Key>[] = [],
): Column<Key>[] => keys.map((key) => ({ key, title: t(prefix + key), numeric: numeric.includes(key) }));

/** One field of a filter, as data; `name` is its word in the address. */
export type FilterField = {
  readonly name: string;
  readonly label: string;
  /** What it holds, where that is not simply what the address says. */
  readonly value?: string | undefined;
} & (
  | {
      readonly kind: 'text';
      /** Room for some words. */
      readonly wide?: boolean;
      /** Identifiers are Latin in every language. */
      readonly dir?: 'ltr';
      /** What was typed cannot be looked for. */
      readonly wrong?: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string; readonly text: string }[];
      /** Text of the choice that leaves the field unset. */
      readonly any: string;
    }
  | { readonly kind: 'date' | 'time' | 'switch' }
);
