// SPDX-License-Identifier: Apache-2.0
/** Where a case stands in the diagram of its process. */
import { drawnProcess } from '@stoa/catalogue/contract';
import { authorise, may, type Tx } from '@stoa/kernel';
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
  const resource = resourceOf(file, { duties: await dutiesOfCase(tx, id) });
  authorise(tx, resource);
  // Whose case it is need not know why a step is tried again.
  const own = may(tx, 'cases:read', resource);
  const pkg = await pinnedPackage(tx.module, file);
  const { plan } = await processes.indexOf(tx, sent(file));
  // What is done and could still be undone keeps a token, where nothing waits.
  const tokens = (await tokensOf(tx, id)).filter((token) => token.done === undefined);
  const taken = new Set((await runOf(tx, id)).taken);
  const active = new Set(tokens.map((token) => token.node));
  // An activity done several times has a token of its own beside those of its items.
  const waiting = tokens.filter((token) => token.items === undefined).map((token) => token.node);
  const several = tokens.flatMap(({ id: whole, node, items: of }) =>
    of === undefined
      ? []
      : [[node, { of, done: of - tokens.filter((one) => one.within === whole && one.item !== undefined).length }]],
  );
  const done = new Set(plan.edges.filter((edge) => taken.has(edge.id)).flatMap((edge) => [edge.from, edge.to]));
  const drawn = drawnProcess(pkg, plan);
  return {
    ...drawn,
    edges: drawn.edges.map((edge) => ({ ...edge, taken: taken.has(edge.id) })),
    active: [...active],
    tokens: Object.fromEntries([...active].map((node) => [node, waiting.filter((one) => one === node).length || 1])),
    done: [...done].filter((node) => !active.has(node)),
    several: Object.fromEntries(several),
    failed: tokens.flatMap((token) =>
      token.state === 'failed' && !own ? [{ node: token.node, tokenId: token.id, error: token.error }] : [],
    ),
  };
}
