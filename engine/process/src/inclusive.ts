// SPDX-License-Identifier: Apache-2.0
/** An inclusive join opens when no token can come any more by a flow that has none (clause 13.4.3). */
import type { Marking } from './marking.ts';
import type { PlanNode } from './plan.ts';
import type { ProcessIndex } from './plan-index.ts';
import type { Token } from './stepper.ts';

interface Opened {
  readonly node: PlanNode;
  readonly within: string | undefined;
  /** One token of each flow. */
  readonly taken: readonly Token[];
}

export function openInclusive(index: ProcessIndex, marking: Marking): Opened | undefined {
  for (const { node: id, arrivedBy, within } of marking.all()) {
    if (!arrivedBy) continue;
    const node = index.node(id);
    if (node.kind !== 'inclusive') continue;
    const here = marking.live(within).filter((token) => token.node === id);
    const full = new Set(here.map((token) => token.arrivedBy ?? ''));
    const incoming = index.incoming(id).map((edge) => edge.id);
    const empty = new Set(incoming.filter((flow) => !full.has(flow)));
    const isComing = (token: Token) =>
      token.node !== id && index.leadsTo(token.node, empty, id) && !index.leadsTo(token.node, full, id);
    if (empty.size > 0 && marking.live(within).some(isComing)) continue;
    const taken = [...full].flatMap((flow) => here.find((token) => token.arrivedBy === flow) ?? []);
    return { node, within, taken };
  }
  return undefined;
}
