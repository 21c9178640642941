// SPDX-License-Identifier: Apache-2.0
/** What alarms do to incidents. */
import { newId, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import type { Condition } from '../alarms/conditions.ts';
import { tellOperators } from '../alarms/telling.ts';
import { lockIncident, unresolvedLike } from './queries.ts';
import { after, type AnyAct } from './states.ts';
import { addEntry, insertIncident, setState, widen } from './store.ts';
import { titleOf } from './titles.ts';

export const unresolvedAbout = (tx: Tx, { services, subject }: Condition) => unresolvedLike(tx, services, subject);

const said = ({ kind, subject, facts }: Condition) =>
  `${kind} ${subject}${Object.entries(facts)
    .map(([name, value]) => ` ${name}=${value}`)
    .join('')}`;

export async function openMachineIncident(
  tx: Tx,
  one: Condition,
  services: readonly { code: string; name: LocalText }[],
): Promise<string> {
  const [id, title] = [newId(), titleOf(one, services)];
  const { severity, services: codes } = one;
  const number = await insertIncident(tx, { id, title, severity, state: 'open', services: codes, openedAt: tx.now });
  await addEntry(tx, id, { kind: 'alarm', note: said(one) });
  if (number !== undefined && severity !== 'minor') await tellOperators.enqueue(tx, { id, number, title });
  tx.module.alarm(`incident-${one.kind}`, { incident: id, subject: one.subject, severity });
  return id;
}

/** Another alarm of the same incident, or one that became worse. */
export async function raise(tx: Tx, id: string, one: Condition): Promise<void> {
  await widen(tx, id, one.severity, one.services);
  await addEntry(tx, id, { kind: 'alarm', note: said(one) });
  await machineAct(tx, id, 'recur');
}

export async function machineAct(tx: Tx, id: string, act: Extract<AnyAct, 'recover' | 'recur'>): Promise<void> {
  const state = await lockIncident(tx, id);
  const next = state && after(state, act);
  if (!next) return;
  if (act === 'recover') await addEntry(tx, id, { kind: next === 'resolved' ? 'recovered-resolved' : 'recovered' });
  if (next !== state) await setState(tx, id, next);
}
