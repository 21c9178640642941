// SPDX-License-Identifier: Apache-2.0
/** A requirement graph in layers: what everything rests on at the bottom, what is asked on top, as DMN draws it. */

export interface GraphNode {
  readonly id: string;
  /** decision, input, knowledge, source or service; another is a plain box. */
  readonly kind: string;
  readonly title: string;
}
/** `to` needs `from`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}
interface Point {
  readonly x: number;
  readonly y: number;
}
export interface LaidOut {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly (GraphNode & Point & { width: number; height: number })[];
  readonly edges: readonly (GraphEdge & { path: string })[];
}

export const box = { width: 168, height: 64 };
const gap = { x: 22, y: 56 };
/** Where a line passes a layer in which it does not end. */
const passage = 16;

interface Slot {
  readonly key: string;
  readonly width: number;
  x: number;
}

/** How far above what it rests on each stands; a circle ends where it began. */
function levelsOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Map<string, number> {
  const levels = new Map<string, number>();
  const level = (id: string, path: ReadonlySet<string>): number => {
    const known = levels.get(id);
    if (known !== undefined) return known;
    if (path.has(id)) return 0;
    const below = edges.filter(({ to }) => to === id).map(({ from }) => level(from, new Set([...path, id])) + 1);
    levels.set(id, Math.max(0, ...below));
    return levels.get(id) ?? 0;
  };
  for (const { id } of nodes) level(id, new Set());
  // What rests on nothing stands right below the first that needs it.
  for (const { id } of nodes) {
    if (edges.some(({ to }) => to === id)) continue;
    const above = edges.filter(({ from }) => from === id).map(({ to }) => levels.get(to) ?? 0);
    if (above.length > 0) levels.set(id, Math.max(Math.min(...above) - 1, 0));
  }
  return levels;
}

export function layOut(nodes: readonly GraphNode[], edges: readonly GraphEdge[], rightToLeft: boolean): LaidOut {
  const known = new Set(nodes.map(({ id }) => id));
  const lines = edges.filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const levels = levelsOf(nodes, lines);
  const top = Math.max(0, ...levels.values());
  const rows: Slot[][] = Array.from({ length: top + 1 }, () => []);
  const rowOf = (level: number) => rows[top - level] ?? [];
  for (const { id } of nodes) rowOf(levels.get(id) ?? 0).push({ key: id, width: box.width, x: 0 });
  // The slots each line goes through, from what is needed up to what needs it.
  const ways = lines.map(({ from, to }, index) => {
    const way = [from];
    for (let level = (levels.get(from) ?? 0) + 1; level < (levels.get(to) ?? 0); level += 1) {
      const key = `${index} ${level}`;
      rowOf(level).push({ key, width: passage, x: 0 });
      way.push(key);
    }
    return [...way, to];
  });
  const wide = (row: readonly Slot[]) => row.reduce((sum, { width }) => sum + width + gap.x, -gap.x);
  const width = Math.max(box.width, ...rows.map(wide));
  const slots = new Map(rows.flat().map((slot) => [slot.key, slot]));
  const spread = (row: readonly Slot[]) => {
    let x = (width - wide(row)) / 2;
    for (const slot of row) {
      slot.x = x + slot.width / 2;
      x += slot.width + gap.x;
    }
  };
  rows.forEach(spread);
  const joined = new Map<string, string[]>();
  for (const way of ways)
    way
      .slice(1)
      .forEach((upper, index) => joined.set(way[index] ?? '', [...(joined.get(way[index] ?? '') ?? []), upper]));
  // From the top down, each below the middle of what it is needed by.
  for (const row of rows.slice(1)) {
    const middle = ({ key, x }: Slot) => {
      const above = (joined.get(key) ?? []).map((upper) => slots.get(upper)?.x ?? x);
      return above.length > 0 ? above.reduce((sum, one) => sum + one, 0) / above.length : x;
    };
    const order = new Map(row.map((slot) => [slot, middle(slot)]));
    row.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    spread(row);
  }
  const height = rows.length * box.height + (rows.length - 1) * gap.y;
  const atX = (key: string) => {
    const x = slots.get(key)?.x ?? 0;
    return rightToLeft ? width - x : x;
  };
  const topOf = (level: number) => (top - level) * (box.height + gap.y);
  return {
    width,
    height,
    nodes: nodes.map((node) => ({
      ...node,
      ...box,
      x: atX(node.id) - box.width / 2,
      y: topOf(levels.get(node.id) ?? 0),
    })),
    edges: lines.map((line, index) => ({
      ...line,
      path: pathOf(ways[index] ?? [], atX, topOf, levels.get(line.from) ?? 0),
    })),
  };
}

/** Straight through the layers it passes, bent between them. */
function pathOf(
  way: readonly string[],
  atX: (key: string) => number,
  topOf: (level: number) => number,
  from: number,
): string {
  const [first = ''] = way;
  const pieces = way.slice(1).map((key, index) => {
    const start = topOf(from + index);
    const end = topOf(from + index + 1) + box.height;
    const [x, before] = [atX(key), atX(way[index] ?? first)];
    const bend = `C${before} ${(start + end) / 2} ${x} ${(start + end) / 2} ${x} ${end}`;
    return index === way.length - 2 ? bend : `${bend}V${end - box.height}`;
  });
  return `M${atX(first)} ${topOf(from)}${pieces.join('')}`;
}
