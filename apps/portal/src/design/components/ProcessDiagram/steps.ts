// SPDX-License-Identifier: Apache-2.0
/** A process in words: its steps in the order of the flow, each with what it is, who does it and what it leads to. */
import {
  type Diagram,
  type DiagramFlow,
  type DiagramNode,
  formOf,
  markOf,
  type NodeTime,
  type Standing,
  type State,
  stateOf,
} from './diagram.ts';

type Say = (key: string, parameters?: Readonly<Record<string, string | number>>) => string;

export interface Step {
  readonly id: string;
  /** `3.1`: the first step inside the third. */
  readonly number: string;
  readonly title: string;
  /** What it is, who does it, how often. */
  readonly facts: readonly string[];
  readonly state: State | undefined;
  readonly stateText: string | undefined;
  readonly leads: readonly { readonly id: string; readonly text: string }[];
  readonly inside: readonly Step[];
}

/** Along the flows, choices and what happens in between right after their step; what no flow reaches comes last. */
export function inOrder<Node extends Pick<DiagramNode, 'id' | 'kind' | 'attachedTo' | 'x' | 'y'>>(
  nodes: readonly Node[],
  edges: readonly Pick<DiagramFlow, 'from' | 'to' | 'kind'>[],
): Node[] {
  const next = (node: Node): Node[] => {
    const to = edges.filter(({ from, kind }) => from === node.id && kind !== 'message').map((edge) => edge.to);
    return nodes.filter(({ id, attachedTo }) => attachedTo === node.id || to.includes(id));
  };
  const seen = new Set<Node>();
  const walk = (from: Node): Node[] => {
    const found: Node[] = [];
    // By hand: a process may be longer than the stack is deep.
    const path = [{ node: from, rest: next(from) }];
    seen.add(from);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const following = top.rest.pop();
      if (!following) found.push(path.pop()?.node ?? top.node);
      else if (!seen.has(following)) {
        seen.add(following);
        path.push({ node: following, rest: next(following) });
      }
    }
    return found.reverse();
  };
  const rank = (node: Node) =>
    node.kind === 'start' ? 0 : ['event', 'gateway', 'activity'].includes(formOf(node)) ? 1 : 2;
  const placed = [...nodes].sort((a, b) => rank(a) - rank(b) || a.x - b.x || a.y - b.y);
  const reached = new Set(edges.filter(({ kind }) => kind !== 'message').map(({ to }) => to));
  const beginnings = placed.filter(({ kind, id, attachedTo }) => kind === 'start' || !(reached.has(id) || attachedTo));
  let order: Node[] = [];
  for (const node of [...beginnings].reverse()) if (!seen.has(node)) order = [...walk(node), ...order];
  for (const node of placed) if (!seen.has(node)) order = [...order, ...walk(node)];
  return order;
}

export function stepsOf(
  { nodes, edges, lanes = [] }: Diagram,
  standing: Standing | undefined,
  times: readonly NodeTime[],
  { t, has }: { t: Say; has: (key: string) => boolean },
): Step[] {
  const partners = lanes.filter(({ pool, id }) => pool && edges.some(({ from, to }) => from === id || to === id));
  const all: DiagramNode[] = [...nodes, ...partners.map((one) => ({ ...one, within: undefined, kind: 'pool' }))];
  const ids = new Set(all.map(({ id }) => id));
  const numbers = new Map<string, string>();
  const number = (inside: string | undefined, before: string): void => {
    const own = all.filter(({ within }) => (within && ids.has(within) ? within : undefined) === inside);
    inOrder(own, edges).forEach(({ id }, index) => {
      numbers.set(id, `${before}${index + 1}`);
      number(id, `${before}${index + 1}.`);
    });
  };
  number(undefined, '');
  const kindText = (node: DiagramNode): string => {
    const key = `process.kind.${node.kind}`;
    return t(has(key) ? key : 'process.kind.task');
  };
  const named = (id: string): string => {
    const node = all.find((one) => one.id === id);
    return `${numbers.get(id) ?? ''} ${node ? node.title || kindText(node) : id}`;
  };
  const word = (key: string, yes: unknown): string[] => (yes ? [t(`process.${key}`)] : []);
  const facts = (node: DiagramNode): string[] => {
    const mark = formOf(node) === 'event' ? markOf(node) : undefined;
    const lane = lanes.find(({ id }) => id === node.lane)?.title;
    const time = times.find((one) => one.node === node.id)?.text;
    return [
      ...(node.title ? [kindText(node)] : []),
      ...(mark ? [has(`process.event.${mark}`) ? t(`process.event.${mark}`) : mark] : []),
      ...word('transaction', node.transaction),
      ...word('triggered', node.triggered),
      ...word('compensation', node.compensation),
      ...(node.each && has(`process.each.${node.each}`) ? [t(`process.each.${node.each}`)] : []),
      ...(node.attachedTo ? [t('process.during', { step: named(node.attachedTo) })] : []),
      ...word('beside', node.interrupts === false),
      ...(lane ? [t('process.who', { who: lane })] : []),
      ...(time ? [t('process.takes', { time })] : []),
    ];
  };
  const leadsTo = ({ id, to, kind = 'sequence', title, default: otherwise }: DiagramFlow) => {
    const step = named(to);
    if (kind !== 'sequence') return { id, text: t(`process.${kind}`, { step }) + (title ? ` (${title})` : '') };
    if (title) return { id, text: t('process.next-if', { condition: title, step }) };
    return { id, text: t(otherwise ? 'process.next-otherwise' : 'process.next', { step }) };
  };
  const stateText = (state: State | undefined, id: string): string | undefined => {
    if (!state) return undefined;
    const count = standing?.tokens?.[id] ?? 1;
    return state === 'active' && count > 1 ? t('process.active-count', { count }) : t(`process.${state}`);
  };
  const steps = (inside: string | undefined): Step[] =>
    inOrder(
      all.filter(({ within }) => (within && ids.has(within) ? within : undefined) === inside),
      edges,
    ).map((node) => {
      const state = standing && stateOf(standing, node.id);
      return {
        id: node.id,
        number: numbers.get(node.id) ?? '',
        title: node.title || kindText(node),
        facts: facts(node),
        state,
        stateText: stateText(state, node.id),
        leads: edges.filter(({ from }) => from === node.id).map(leadsTo),
        inside: steps(node.id),
      };
    });
  return steps(undefined);
}
