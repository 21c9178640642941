// SPDX-License-Identifier: Apache-2.0
/** What a decision leads to, read from the process of the package: nothing is done. */
import { knownValueOf, type ServicePackage } from '@stoa/catalogue/contract';
import type { Effect } from '../contract.ts';

type Node = ServicePackage['process']['nodes'][number];
type Edge = ServicePackage['process']['edges'][number];

/** Whether a gateway lets the decision through by this flow; undefined where that hangs on something else. */
function passes(condition: string | undefined, outcome: string): boolean | undefined {
  if (condition === undefined) return true;
  // Nothing else is known: only what asks for the decision alone has an answer.
  const value = knownValueOf(condition, { decision: { outcome } });
  return typeof value === 'boolean' ? value : undefined;
}

function onwards(node: Node, edges: readonly Edge[], outcome: string): { to: string; perhaps: boolean }[] {
  const out = edges.filter(({ from }) => from === node.id);
  if (node.kind !== 'exclusive' && node.kind !== 'inclusive') return out.map(({ to }) => ({ to, perhaps: false }));
  const judged = out.map((edge) => ({
    edge,
    passes: edge.id === node.defaultFlow ? false : passes(edge.condition, outcome),
  }));
  const sure = judged.filter((one) => one.passes === true);
  if (node.kind === 'exclusive' && sure.length > 0)
    return sure.slice(0, 1).map(({ edge }) => ({ to: edge.to, perhaps: false }));
  const open = judged.filter((one) => one.passes === undefined);
  const otherwise = out.filter(({ id }) => id === node.defaultFlow);
  return [
    ...sure.map(({ edge }) => ({ to: edge.to, perhaps: false })),
    ...open.map(({ edge }) => ({ to: edge.to, perhaps: true })),
    ...(sure.length === 0 ? otherwise.map(({ to }) => ({ to, perhaps: open.length > 0 })) : []),
  ];
}

function effectsAt(pkg: ServicePackage, node: Node, perhaps: boolean): Effect[] {
  const { settings } = node;
  const title = pkg.nodeTitles[node.id] ?? { en: node.name };
  const told = settings.tells ? pkg.notifications[settings.tells] : undefined;
  const here = ((): Effect[] => {
    switch (node.kind) {
      case 'service':
      case 'send':
      case 'throw':
        if (settings.action === 'output')
          return [{ kind: 'output', title: pkg.outputs[settings.output ?? '']?.title ?? title, perhaps }];
        if (settings.action === 'invoice') return [{ kind: 'fee', title, perhaps }];
        return [{ kind: settings.kind === 'card' ? 'reported' : 'asked', title, perhaps }];
      case 'user':
        return [{ kind: 'task', title, perhaps }];
      case 'end':
        return [{ kind: 'ends', title, perhaps }];
      default:
        return [];
    }
  })();
  return [...here, ...(told ? [{ kind: 'told' as const, title: told.subject, perhaps }] : [])];
}

/** In the order of the process from the step at which is decided; at another person's step it stops: they decide what follows. */
export function effectsOf(pkg: ServicePackage, nodeId: string, outcome: string): Effect[] {
  const { nodes, edges } = pkg.process;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const start = byId.get(nodeId);
  if (!start) return [];
  const found: Effect[] = [];
  const seen = new Set([nodeId]);
  const waiting = onwards(start, edges, outcome);
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const node = byId.get(next.to);
    if (!node || seen.has(node.id)) continue;
    seen.add(node.id);
    found.push(...effectsAt(pkg, node, next.perhaps));
    const { perhaps } = next;
    if (node.kind !== 'user')
      waiting.push(...onwards(node, edges, outcome).map((one) => ({ to: one.to, perhaps: one.perhaps || perhaps })));
  }
  return found;
}
