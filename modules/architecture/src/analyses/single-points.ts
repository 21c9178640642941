// SPDX-License-Identifier: Apache-2.0
/** Which things hold a network together: without one of them what was joined falls apart (Tarjan's articulation points). Pure. */

/**
 * @param joins pairs of names, in either direction
 * @returns of each such thing, how many parts remain of what it joined
 */
export function articulationPoints(joins: readonly (readonly [string, string])[]): Map<string, number> {
  const beside = new Map<string, string[]>();
  for (const [a, b] of joins) {
    if (a === b) continue;
    beside.set(a, [...(beside.get(a) ?? []), b]);
    beside.set(b, [...(beside.get(b) ?? []), a]);
  }
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const found = new Map<string, number>();
  for (const root of beside.keys()) {
    if (order.has(root)) continue;
    order.set(root, order.size);
    lowest.set(root, order.size - 1);
    let ofRoot = 0;
    // Its own stack: a chain of ten thousand systems must not end the process.
    const stack = [{ name: root, parent: '', next: 0 }];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const other = beside.get(top.name)?.[top.next];
      top.next += 1;
      if (other === undefined) {
        stack.pop();
        const above = stack.at(-1);
        if (!above) continue;
        const low = lowest.get(top.name) ?? 0;
        lowest.set(above.name, Math.min(lowest.get(above.name) ?? 0, low));
        if (above.name === root) ofRoot += 1;
        else if (low >= (order.get(above.name) ?? 0)) found.set(above.name, (found.get(above.name) ?? 1) + 1);
      } else if (!order.has(other)) {
        order.set(other, order.size);
        lowest.set(other, order.size - 1);
        stack.push({ name: other, parent: top.name, next: 0 });
      } else if (other !== top.parent) lowest.set(top.name, Math.min(lowest.get(top.name) ?? 0, order.get(other) ?? 0));
    }
    if (ofRoot > 1) found.set(root, ofRoot);
  }
  return found;
}
