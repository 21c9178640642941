// SPDX-License-Identifier: Apache-2.0
/** Clients of an organisation: who of its people serves which of those that gave it a power. */
import { audit, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Power } from './contract.ts';
import { getPower, powerUnknown } from './powers.ts';
import * as queries from './queries.ts';
import { shown } from './shown.ts';
import { demandForward, endOf, isSide, keyOfNumber, organisationInCharge } from './sides.ts';
import * as store from './store.ts';
import { tellIdentity } from './telling.ts';

export async function listClients(
  tx: Tx,
  input: InputOf<typeof contract.listClients>,
): Promise<OutputOf<typeof contract.listClients>> {
  const side = organisationInCharge(tx);
  const page = await pageOfRows(
    input,
    (count) => queries.clientsOf(tx, side.id, input.cursor ?? null, count),
    (power) => ({ power: shown(tx, power, side), staff: [] as { id: string; name: string; until?: string }[] }),
  );
  const staff = await queries.staffOf(
    tx,
    page.items.map(({ power }) => power.id),
  );
  for (const { parentId, id, takerName, until } of staff)
    page.items
      .find(({ power }) => power.id === parentId)
      ?.staff.push({ id, name: takerName.en, ...(until ? { until: until.toISOString() } : {}) });
  return page;
}

/** Refuses: powers.not-in-charge, -power-unknown, -number-invalid, -period-backwards, -assigned-already. */
export async function assignClient(tx: Tx, input: InputOf<typeof contract.assignClient>): Promise<Power> {
  const side = organisationInCharge(tx);
  const client = (await queries.lockPower(tx, input.id)) ?? powerUnknown();
  const holds = client.state === 'accepted' && (!client.until || client.until > tx.now);
  if (!holds || !isSide(side, client.takerKind, client.takerId)) powerUnknown();
  const takerId = keyOfNumber(tx, input.number);
  const asked = endOf(tx, input.until);
  demandForward(tx.now, asked);
  const until = client.until && (!asked || asked > client.until) ? client.until : asked;
  const { role, giverKind, giverId, giverName, services, acts } = client;
  const id = await store.insertPower(tx, {
    ...{ origin: 'clients', state: 'accepted', role, giverKind, giverId, giverName, services, acts, until },
    ...{ parentId: client.id, takerKind: 'person', takerId, takerName: { en: input.name } as LocalText },
  });
  if (!id) return refuse('conflict', 'powers.assigned-already', 'This person serves this client already.');
  await audit(tx, { action: 'powers.client-assigned', object: { type: 'power', id }, subject: takerId });
  await tellIdentity(tx, takerId);
  return getPower(tx, { id });
}
