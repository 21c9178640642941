// SPDX-License-Identifier: Apache-2.0
/** What the demo paid out before, each part once. */
import { idOf, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { personOf } from '../beneficiaries/accounts.ts';
import { findBeneficiary, putBeneficiary } from '../beneficiaries/store.ts';
import { insertDemoBatch, insertDemoRows } from './store.ts';
import type * as contract from '../contract.ts';
import { findProgramme, putProgramme } from '../programmes/store.ts';

type Asked = InputOf<typeof contract.enterDemoPayouts>;
async function enterBatch(tx: Tx, batch: Asked['batches'][number], asked: Asked): Promise<number> {
  const id = idOf(`payouts demo ${batch.programme} ${batch.period} ${batch.paidOn}`);
  const programme = await findProgramme(tx, batch.programme);
  if (
    !programme ||
    !(await insertDemoBatch(tx, { id, ...batch, byName: asked.byName, approverName: asked.approverName }))
  )
    return 0;
  const names = new Map(asked.accounts.map((one) => [one.person, one]));
  const rows = batch.rows.flatMap((row) => {
    const whose = personOf(tx, row.person);
    const account = names.get(row.person);
    return whose ? [{ ...row, whose, iban: account?.iban ?? '', name: account?.name ?? '' }] : [];
  });
  const { programme: code, period, paidOn, reason } = batch;
  await insertDemoRows(tx, { batchId: id, code, period, paidOn, reason, currency: programme.currency }, rows);
  return rows.length;
}
/** Refuses: payouts.demo-off. */
export async function enterDemoPayouts(
  module: ModuleRuntime,
  asked: Asked,
  principal: Principal,
): Promise<OutputOf<typeof contract.enterDemoPayouts>> {
  if (!module.config.demo)
    refuse('conflict', 'payouts.demo-off', 'This exists only where the demo is on (STOA_DEMO=1).');
  let entered = 0;
  await module.tx(principal, async (tx) => {
    for (const one of asked.programmes) if (!(await findProgramme(tx, one.code))) await putProgramme(tx, one);
    for (const { person, name, iban } of asked.accounts) {
      const whose = personOf(tx, person);
      if (!whose || (await findBeneficiary(tx, whose))) continue;
      const way = iban ? ('iban' as const) : ('voucher' as const);
      await putBeneficiary(tx, whose, { way, iban, name }, { what: way, byName: name });
    }
  });
  for (const batch of asked.batches) entered += await module.tx(principal, (tx) => enterBatch(tx, batch, asked));
  return { part: asked.part, entered };
}
