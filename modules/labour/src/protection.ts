// SPDX-License-Identifier: Apache-2.0
/**
 * Which cells of a table with totals may be published (statistical disclosure control by suppression). A cell of fewer
 * people than `least` is kept back, and others with it, until none can be found from totals: every cell that is kept back
 * lies on a circle of cells that are, so one of them may be larger and its neighbour smaller, and all totals still hold.
 * Cells with nobody are not published either: whether a cell that lacks is empty or kept back cannot be seen.
 */

/** Fewer people are never told of. */
export const least = 5;
export const all = 'all';

export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
  /** Distinct; at most `value`. */
  readonly people: number;
}

const isTotal = ({ row, column }: Cell) => row === all && column === all;

/** Ends of a cell in the graph of its row and its column, each of which adds up. */
const endsOf = ({ row, column }: Cell): readonly [string, string] => [`row ${row}`, `column ${column}`];

/** The cheapest way from one end of a cell to the other over other cells: hidden ones cost nothing. */
function wayAround(cell: Cell, cells: readonly Cell[], costOf: (cell: Cell) => number): Cell[] | undefined {
  const [from, to] = endsOf(cell);
  const best = new Map<string, { cost: number; way: Cell[] }>([[from, { cost: 0, way: [] }]]);
  const done = new Set<string>();
  for (;;) {
    const open = [...best].filter(([node]) => !done.has(node)).sort(([, a], [, b]) => a.cost - b.cost);
    const [next] = open;
    if (!next) return undefined;
    const [node, { cost, way }] = next;
    if (node === to) return way;
    done.add(node);
    for (const other of cells) {
      const [a, b] = endsOf(other);
      if (other === cell || (a !== node && b !== node)) continue;
      const end = a === node ? b : a;
      const there = cost + costOf(other);
      if (!done.has(end) && there < (best.get(end)?.cost ?? Number.POSITIVE_INFINITY))
        best.set(end, { cost: there, way: [...way, other] });
    }
  }
}

/**
 * Of a table of rows and columns with its totals (`all`), the cells that may be published.
 * @param cells those with somebody in them, totals among them
 */
export function publishable(cells: readonly Cell[]): Cell[] {
  const total = cells.find(isTotal);
  if (!total || total.people < least) return [];
  const others = cells.filter((cell) => !isTotal(cell) && cell.value > 0);
  const hidden = new Set(others.filter(({ people }) => people < least));
  const costOf = (cell: Cell) => (hidden.has(cell) ? 0 : cell.value);
  // Those that are added lie on the circle that they close.
  for (const cell of [...hidden]) {
    const way = wayAround(cell, others, costOf);
    if (!way) return [total];
    for (const one of way) hidden.add(one);
  }
  return [total, ...others.filter((cell) => !hidden.has(cell))];
}

/** The same of a list that adds up to a total told elsewhere: never one alone is kept back. */
export function publishableList(cells: readonly Cell[], total: number): Cell[] {
  if (total < least) return [];
  const shown = cells.filter(({ people, value }) => people >= least && value > 0);
  const kept = cells.filter(({ people, value }) => people < least && value > 0);
  if (kept.length !== 1) return shown;
  const [smallest] = shown.toSorted((a, b) => a.value - b.value || (a.row < b.row ? -1 : 1));
  return shown.filter((cell) => cell !== smallest);
}
