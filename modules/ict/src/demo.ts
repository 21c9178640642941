// SPDX-License-Identifier: Apache-2.0
/** ICT services of the demo, each once. */
import { type Element, listElements } from '@stoa/architecture/contract';
import { type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { serviceStages } from './contract.ts';
import * as services from './store.ts';
import { moves } from './table.ts';

type Asked = InputOf<typeof contract.enterDemoServices>;
const later = (since: Date, days: number) => new Date(since.getTime() + days * 86_400_000);

/** The way that led to a stage. */
const way = (stage: string) =>
  Object.entries(moves).filter(
    ([act, { to }]) =>
      act !== 'return' && act !== 'rework' && serviceStages.indexOf(to) <= serviceStages.indexOf(stage as 'tender'),
  );
async function enterService(tx: Tx, row: Asked['services'][number], element: Element): Promise<boolean> {
  const { id, code, name, ownerId = '' } = element;
  const since = new Date(row.since);
  if (!(await services.insertService(tx, { id, organisationId: ownerId, code, name, stage: row.stage, since })))
    return false;
  const acts = way(row.stage);
  await services.setService(tx, id, {
    ...{ stage: row.stage, contract: row.contract, operation: row.operation },
    since: later(since, acts.length * 45),
  });
  for (const [at, [act, { from, to, by }]] of acts.entries()) {
    const byName = by === 'approver' ? row.approverName : row.byName;
    const move = { serviceId: id, act, from, to, note: undefined, byName };
    await services.insertMove(tx, { ...move, at: later(since, (at + 1) * 45) });
  }
  const tested = acts.some(([act]) => act === 'hand-over');
  const at = later(since, acts.findIndex(([act]) => act === 'hand-over') * 45 + 50);
  for (const [index, text] of row.requirements.entries()) {
    const requirementId = newId();
    await services.insertRequirement(tx, { id: requirementId, serviceId: id, number: index + 1, text, version: 1 });
    if (!tested) continue;
    const [byId, byName] = [id, row.byName];
    // Every fourth one failed at first and was tested again.
    if (index < row.failed || index % 4 === 3)
      await services.insertTest(tx, {
        ...{ requirementId, byId, byName, at },
        passed: false,
        finding: 'Too slow at the peak',
      });
    if (index >= row.failed)
      await services.insertTest(tx, {
        ...{ requirementId, byId, byName },
        at: later(at, 10),
        passed: true,
        finding: null,
      });
  }
  return true;
}
async function enterServices(module: ModuleRuntime, principal: Principal, rows: Asked['services']): Promise<number> {
  const { items } = await module.call(listElements, { kind: 'ict-service', limit: 100 });
  const known = new Map(items.map((one) => [one.code, one]));
  let entered = 0;
  await module.tx(principal, async (tx) => {
    for (const row of rows) {
      const element = known.get(row.code);
      if (element && (await enterService(tx, row, element))) entered += 1;
    }
  });
  return entered;
}

/** Refuses: ict.demo-off. */
export async function enterDemoServices(
  module: ModuleRuntime,
  { part, services: rows }: Asked,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterDemoServices>> {
  if (!module.config.demo) refuse('conflict', 'ict.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  return { part, entered: await enterServices(module, principal, rows) };
}
