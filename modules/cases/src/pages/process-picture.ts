// SPDX-License-Identifier: Apache-2.0
/** Where a case stands in the diagram of its process. */
import { drawnProcess } from '@stoa/catalogue/contract';
import { authorise, may, type Tx } from '@stoa/kernel';
import { placeInProcess } from '@stoa/kernel/processes';
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
  const { taken, failed, ...place } = await placeInProcess(tx, id, plan);
  const drawn = drawnProcess(pkg, plan);
  return {
    ...drawn,
    ...place,
    edges: drawn.edges.map((edge) => ({ ...edge, taken: taken.has(edge.id) })),
    failed: own ? [] : failed,
  };
}
