// SPDX-License-Identifier: Apache-2.0
/** Where a case stands in the diagram of its process. */
import { authorise, type Tx } from '@stoa/kernel';
import { runOf, tokensOf } from '@stoa/kernel/processes';
import type { OutputOf } from '@stoa/kernel/contract';
import { findCase, found, resourceOf, sent } from '../case/index.ts';
import type { getProcess } from '../contract.ts';
import { pinnedPackage } from '../packages/index.ts';
import { processes } from '../process/index.ts';
import { dutiesOfCase } from '../tasks/index.ts';

/** Refuses: cases.case-unknown. */
export async function processPicture(tx: Tx, id: string): Promise<OutputOf<typeof getProcess>> {
  const file = found(await findCase(tx, id));
  authorise(tx, resourceOf(file, { duties: await dutiesOfCase(tx, id) }));
  const pkg = await pinnedPackage(tx.module, file);
  const index = await processes.indexOf(tx, sent(file));
  const tokens = await tokensOf(tx, id);
  const taken = new Set((await runOf(tx, id)).taken);
  const active = new Set(tokens.map((token) => token.node));
  const done = new Set(pkg.process.edges.filter((edge) => taken.has(edge.id)).flatMap((edge) => [edge.from, edge.to]));
  return {
    nodes: pkg.process.nodes.map(({ id: node, kind, x, y, width, height, attachedTo }) => ({
      id: node,
      kind,
      title: pkg.nodeTitles[node] ?? { en: index.node(node).name },
      x,
      y,
      width,
      height,
      ...(attachedTo ? { attachedTo } : {}),
    })),
    edges: pkg.process.edges.map(({ id: edge, from, to, name, points }) => ({
      id: edge,
      from,
      to,
      ...(name ? { name } : {}),
      points,
      taken: taken.has(edge),
    })),
    active: [...active],
    done: [...done].filter((node) => !active.has(node)),
    failed: tokens.flatMap((token) =>
      token.state === 'failed' ? [{ node: token.node, tokenId: token.id, error: token.error }] : [],
    ),
  };
}
