// SPDX-License-Identifier: Apache-2.0
/** Checks run when a dossier is submitted, when the register says something else of it than before, and by hand. */
import { isRefusal, job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import { Uuid, type Principal } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type { CheckRun } from '../contract.ts';
import { held, move, stateForbids, unknownDossier } from '../dossiers/moving.ts';
import { seenDossier } from '../dossiers/sight.ts';
import { clashing, type DossierRow, filesSubmitted, findDossier, inStates, versionsOf } from '../dossiers/store.ts';
import { inFlight } from '../states/table.ts';
import { type Asked, gather } from './gather.ts';
import type { Gathered } from './gathered.ts';
import { judge } from './rules.ts';
import { insertRun, runsOf } from './store.ts';

const system = { kind: 'system' } as const;

/** What is examined is what was submitted, whatever is drawn up beside it since. */
async function askedOf(tx: Tx, dossier: DossierRow): Promise<Asked> {
  const content = (await versionsOf(tx, dossier.id)).at(-1)?.content ?? dossier;
  const parent = dossier.parentId ? await findDossier(tx, dossier.parentId) : undefined;
  const { id, kind, organisationId, createdBy, createdByName } = dossier;
  return {
    ...{ id, kind, organisationId, createdBy, createdByName, content, parent },
    files: (await filesSubmitted(tx, dossier)).length,
    clashes: await clashing(tx, id, content.touches.functions ?? [], inFlight),
  };
}

/** Over the register as it is known at this instant. Refuses: examination.dossier-unknown. */
export async function gathered(
  module: ModuleRuntime,
  id: string,
): Promise<{ gathered: Gathered; at: Date; version: number }> {
  const at = module.clock.now();
  const { asked, version } = await module.tx(system, async (tx) => {
    const dossier = (await findDossier(tx, id)) ?? unknownDossier();
    return { asked: await askedOf(tx, dossier), version: dossier.version };
  });
  return { gathered: await gather(module, asked, at), at, version };
}

export const keepRun = (
  tx: Tx,
  dossierId: string,
  { gathered: found, at, version }: Awaited<ReturnType<typeof gathered>>,
  reason: CheckRun['reason'],
): Promise<CheckRun> => insertRun(tx, { dossierId, version, at, reason, digest: found.digest, results: judge(found) });

/** Whether it is complete, then what the rules say. What lacks parts goes back at once. */
export const check = job(
  'examination.check',
  Type.Object({ id: Uuid }),
  async (module, { id }) => {
    await module.tx(system, async (tx) => {
      const dossier = await held(tx, id);
      if (dossier.state === 'submitted') await move(tx, dossier, { act: 'take' });
    });
    const found = await gathered(module, id);
    await module.tx(system, async (tx) => {
      const dossier = await held(tx, id);
      if (dossier.state !== 'completeness' || dossier.version !== found.version) return;
      await keepRun(tx, id, found, 'submission');
      const { missing } = found.gathered.facts;
      if (missing.length === 0) await move(tx, dossier, { act: 'check' });
      else await move(tx, dossier, { act: 'return', what: 'incomplete', text: missing.join(', ') });
    });
  },
  { tx: false },
);

const looked: readonly string[] = ['auto-checked', 'assigned', 'review', 'remarks'];
/** Refuses: examination.dossier-unknown, examination.state-forbids. */
export async function rerunChecks(
  module: ModuleRuntime,
  { id }: { id: string },
  principal: Principal,
): Promise<CheckRun> {
  await module.tx(principal, async (tx) => {
    const { state } = await seenDossier(tx, id);
    if (!looked.includes(state)) stateForbids(state);
  });
  const found = await gathered(module, id);
  return module.tx(principal, async (tx) => {
    const { state, version } = await held(tx, id);
    if (!looked.includes(state) || version !== found.version) stateForbids(state);
    return keepRun(tx, id, found, 'hand');
  });
}

/** Where the register says something else of a dossier than it did, the checks are run over it again. */
export async function watchRegister(module: ModuleRuntime): Promise<void> {
  const ids = await module.tx(system, (tx) => inStates(tx, ['auto-checked', 'assigned', 'review', 'remarks']));
  for (const id of ids) {
    try {
      const found = await gathered(module, id);
      await module.tx(system, async (tx) => {
        const { version, state } = await held(tx, id);
        const [last] = await runsOf(tx, id, 1);
        if (version !== found.version || !looked.includes(state) || last?.digest === found.gathered.digest) return;
        await keepRun(tx, id, found, 'register');
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  }
}
