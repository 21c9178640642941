// SPDX-License-Identifier: Apache-2.0

/** What stands in a column of a table. */
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
