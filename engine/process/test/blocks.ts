// SPDX-License-Identifier: Apache-2.0
/** Random structured processes: rows, choices, forks, inclusive forks, sub-processes and activities done several times. */
import fc from 'fast-check';
import type { Plan, PlanEdge, PlanKind, PlanNode } from '../src/index.ts';

type Kind = 'task' | 'row' | 'choice' | 'fork' | 'some' | 'inside' | 'each' | 'in-turn';
export interface Block {
  kind: Kind;
  /** Which branches are taken: bits. */
  picks: number;
  parts: Block[];
}

const picks = fc.nat(7);
export const { block } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant<Kind>('task'), picks, parts: fc.constant<Block[]>([]) }),
    fc.record({
      kind: fc.constantFrom<Kind>('row', 'choice', 'fork', 'some', 'inside', 'each', 'in-turn'),
      picks,
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

/** Branches of a choice that hold, the last being the default. */
export function held({ kind, picks: bits, parts }: Block): number[] {
  const holding = parts.slice(0, -1).flatMap((_, position) => (bits & (1 << position) ? [position] : []));
  if (holding.length === 0) return [parts.length - 1];
  return kind === 'choice' ? holding.slice(0, 1) : holding;
}
export const itemsOf = ({ picks: bits }: Block) => bits % 4;

export function planOf(root: Block): Plan & { names: Map<Block, string>; counts: Map<string, number> } {
  const nodes: PlanNode[] = [];
  const edges: PlanEdge[] = [];
  const names = new Map<Block, string>();
  const counts = new Map<string, number>();
  const node = (kind: PlanKind, within: string | undefined, more: Partial<PlanNode> = {}): string => {
    const id = `${kind}${nodes.length}`;
    nodes.push({
      id,
      kind,
      name: '',
      settings: {},
      x: 0,
      y: 0,
      width: 0,
      height: 0,
      ...(within ? { within } : {}),
      ...more,
    });
    return id;
  };
  const flow = (from: string, to: string, condition?: string): string => {
    edges.push({ id: `f${edges.length}`, from, to, points: [], ...(condition ? { condition } : {}) });
    return `f${edges.length - 1}`;
  };
  const row = (parts: Block[], within: string | undefined): [string, string] => {
    const ends = parts.map((part) => build(part, within));
    for (let at = 1; at < ends.length; at++) flow(ends[at - 1]?.[1] ?? '', ends[at]?.[0] ?? '');
    return [ends[0]?.[0] ?? '', ends.at(-1)?.[1] ?? ''];
  };
  const build = (part: Block, within: string | undefined): [string, string] => {
    const { kind, parts } = part;
    if (kind === 'row') return row(parts, within);
    if (kind === 'task') {
      const id = node('user', within);
      names.set(part, id);
      return [id, id];
    }
    if (kind === 'inside' || kind === 'each' || kind === 'in-turn') {
      const id = node(
        'sub-process',
        within,
        kind === 'inside' ? {} : { each: { sequential: kind === 'in-turn', list: 'x' } },
      );
      counts.set(id, itemsOf(part));
      const [first, last] = row(parts, id);
      flow(node('start', id), first);
      flow(last, node('end', id));
      return [id, id];
    }
    const gateway: PlanKind = kind === 'fork' ? 'parallel' : kind === 'some' ? 'inclusive' : 'exclusive';
    const defaultFlow = `${nodes.length}`;
    const split = node(gateway, within, kind === 'fork' ? {} : { defaultFlow });
    const merge = node(gateway, within);
    for (const [position, inner] of parts.entries()) {
      const [first, last] = build(inner, within);
      const isDefault = kind !== 'fork' && position === parts.length - 1;
      flow(split, first, kind === 'fork' || isDefault ? undefined : String(held(part).includes(position)));
      if (isDefault) edges[edges.length - 1] = { ...(edges.at(-1) as PlanEdge), id: defaultFlow };
      flow(last, merge);
    }
    return [split, merge];
  };
  const [first, last] = build(root, undefined);
  flow(node('start', undefined), first);
  flow(last, node('end', undefined));
  return { id: 'p', nodes, edges, names, counts };
}
