// SPDX-License-Identifier: Apache-2.0
/** Powers on paper: one official enters, another confirms, neither for themselves. */
import { audit, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Power } from './contract.ts';
import { powerUnknown } from './powers.ts';
import * as queries from './queries.ts';
import { shown } from './shown.ts';
import * as sides from './sides.ts';
import * as store from './store.ts';
import { tellPerson, tellTakers } from './telling.ts';

const actor = (tx: Tx) => (tx.principal.kind === 'person' ? tx.principal : undefined);

function demandNotOneself(tx: Tx, ...parties: string[]): void {
  if (parties.includes(actor(tx)?.personKey ?? ''))
    refuse('forbidden', 'powers.to-oneself', 'Nobody enters a power of their own. Ask a colleague.');
}

/** Refuses: powers.number-invalid, -organisation-unknown, -service-unknown, -period-backwards, -to-oneself. */
export async function enterPaper(tx: Tx, input: InputOf<typeof contract.enterPaper>): Promise<Power> {
  const { giver, taker, role, services, acts, paper } = input;
  const takerId = sides.keyOfNumber(tx, taker.number);
  const giverId = giver.kind === 'person' ? sides.keyOfNumber(tx, giver.number) : giver.id;
  const giverName =
    giver.kind === 'person' ? ({ en: giver.name } as LocalText) : await sides.organisationNamed(tx, giverId);
  sides.demandAnother({ kind: giver.kind, id: giverId }, { kind: 'person', id: takerId });
  demandNotOneself(tx, takerId, giverId);
  await sides.demandServices(tx, services);
  const until = sides.endOf(tx, input.until);
  sides.demandForward(tx.now, until);
  const id = await store.insertPower(tx, {
    ...{ origin: 'paper', role, state: 'offered', until, words: paper, services: services ?? null, acts: acts ?? null },
    ...{
      giverKind: giver.kind,
      giverId,
      giverName,
      takerKind: 'person',
      takerId,
      takerName: { en: taker.name } as LocalText,
    },
  });
  const power = (await queries.findPower(tx, id ?? '')) ?? powerUnknown();
  await audit(tx, { action: 'powers.paper-entered', object: { type: 'power', id: power.id }, subject: takerId });
  return shown(tx, power);
}

/** Refuses: powers.power-unknown, -second-person-needed, -answered-already, -to-oneself. */
export async function decidePaper(tx: Tx, { id, approved }: InputOf<typeof contract.decidePaper>): Promise<Power> {
  const power = (await queries.lockPower(tx, id)) ?? powerUnknown();
  if (power.origin !== 'paper') powerUnknown();
  if (power.state !== 'offered') refuse('conflict', 'powers.answered-already', 'This power was decided already.');
  if (power.madeBy === actor(tx)?.id)
    refuse('forbidden', 'powers.second-person-needed', 'Somebody else must confirm what you entered.');
  demandNotOneself(tx, power.takerId, power.giverId);
  await store.setAnswered(tx, id, approved, power.takerName);
  await audit(tx, {
    action: 'powers.paper-decided',
    object: { type: 'power', id },
    subject: power.takerId,
    details: { approved, enteredBy: power.madeBy },
  });
  if (approved) {
    await tellTakers(tx, [power]);
    await tellPerson(tx, 'accepted', power.takerId, id);
    if (power.giverKind === 'person') await tellPerson(tx, 'accepted', power.giverId, id);
  }
  return shown(tx, (await queries.findPower(tx, id)) ?? powerUnknown());
}

export const listPaper = (
  tx: Tx,
  input: InputOf<typeof contract.listPaper>,
): Promise<OutputOf<typeof contract.listPaper>> =>
  pageOfRows(
    input,
    (count) => queries.paperWaiting(tx, input.cursor ?? null, count),
    (power) => ({ power: shown(tx, power), paper: power.words ?? '', own: power.madeBy === actor(tx)?.id }),
  );
