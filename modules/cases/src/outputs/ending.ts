// SPDX-License-Identifier: Apache-2.0
/** A case that ends what others issued: a visa that is given up, and those that hang on it. Their papers verify as revoked from then on. */
import { valueOf } from '@stoa/catalogue/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import { lockCase, note, sent, tell } from '../case/index.ts';
import { contextOf } from '../rules/index.ts';
import type { Finish, Issue } from './issuing.ts';
import { revokeIn } from './outputs.ts';
import * as store from './store.ts';

/** `content` of the step gives the numbers of the papers and the services that issued them; whoever applied there is told `ended`. */
export async function endPapers<I extends Issue>(module: ModuleRuntime, ending: I, finish: Finish<I>): Promise<void> {
  const { file, pkg, node } = ending;
  const context = await module.tx({ kind: 'system' }, (tx) => contextOf(tx, file, pkg));
  const { numbers = [], services = [] } = valueOf(node.settings.content ?? '', context) as Record<string, string[]>;
  await finish(module, ending, async (tx, current) => {
    // Of another office no case ends anything, whatever a register says.
    for (const { id, caseId } of await store.outputsToEnd(tx, { numbers, services, officeId: current.officeId })) {
      const ended = sent(await lockCase(tx, caseId));
      if (await revokeIn(tx, ended, id, current.number)) await tell(tx, ended, 'ended', id);
    }
    await note(tx, current.id, 'papers-ended', { numbers }, { node: node.id });
  });
}
