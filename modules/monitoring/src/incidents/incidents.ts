// SPDX-License-Identifier: Apache-2.0
/** What people do with incidents. */
import { newId, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { alarmsOfIncident, shownAlarm } from '../alarms/queries.ts';
import { tellOperators } from '../alarms/telling.ts';
import type * as contract from '../contract.ts';
import { type Incident, incidentActs, type IncidentState, type PublicText } from '../contract/incidents.ts';
import { knownServices } from '../services/queries.ts';
import { type IncidentRow, incidentById, incidentsAfter, lockIncident, timelineOf } from './queries.ts';
import { secretIn } from './secrets.ts';
import { after } from './states.ts';
import * as store from './store.ts';

const nameOf = ({ principal }: Tx): string => (principal.kind === 'person' ? principal.name : principal.kind);

const shown = ({ openedAt, resolvedAt, publicSince, ...row }: IncidentRow): Incident => ({
  ...{ ...row, openedAt: openedAt.toISOString() },
  ...(resolvedAt ? { resolvedAt: resolvedAt.toISOString() } : {}),
  ...(publicSince ? { publicSince: publicSince.toISOString() } : {}),
});

const unknown = () => refuse('missing', 'monitoring.incident-unknown', 'There is no such incident.');

export async function listIncidents(
  tx: Tx,
  { state, severity, service, ...page }: InputOf<typeof contract.listIncidents>,
): Promise<OutputOf<typeof contract.listIncidents>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  return pageOfRows(
    page,
    (count) => incidentsAfter(tx, { state, severity, service }, at, count),
    shown,
    ({ openedAt, id }) => writeCursor(openedAt, id),
  );
}

/** Refuses: monitoring.incident-unknown. */
export async function getIncident(
  tx: Tx,
  { id }: InputOf<typeof contract.getIncident>,
): Promise<OutputOf<typeof contract.getIncident>> {
  const row = (await incidentById(tx, id)) ?? unknown();
  const timeline = await timelineOf(tx, id);
  return {
    ...shown(row),
    timeline: timeline.map(({ at, kind, byName, note, publicText }) => ({
      ...{ at: at.toISOString(), kind },
      ...(byName ? { byName } : {}),
      ...(note ? { note } : {}),
      ...(publicText ? { publicText } : {}),
    })),
    alarms: (await alarmsOfIncident(tx, id)).map(shownAlarm),
    may: incidentActs.filter((act) => after(row.state, act) !== undefined),
  };
}

/** Refuses: monitoring.service-unknown. */
export async function demandServices(tx: Tx, codes: readonly string[]): Promise<void> {
  const known = new Set(await knownServices(tx, codes));
  const missing = codes.find((code) => !known.has(code));
  if (missing !== undefined)
    refuse('invalid', 'monitoring.service-unknown', `No service is watched under the code ${missing}.`);
}

/** Refuses: monitoring.text-secret. */
export function demandNoSecrets(field: 'title' | 'text', text: Partial<Record<string, string>>): void {
  for (const [language, words = ''] of Object.entries(text)) {
    const found = secretIn(words);
    if (found)
      refuse('invalid', 'monitoring.text-secret', `The text holds ${found}. Everybody will read it: leave that out.`, {
        errors: [{ pointer: `/${field}/${language}`, code: 'monitoring.text-secret', message: `It holds ${found}.` }],
      });
  }
}

/** Refuses: monitoring.service-unknown. */
export async function openIncident(
  tx: Tx,
  { title, severity, services, note }: InputOf<typeof contract.openIncident>,
): Promise<OutputOf<typeof contract.openIncident>> {
  await demandServices(tx, services);
  const id = newId();
  const number = await store.insertIncident(tx, { id, title, severity, services, state: 'open', openedAt: tx.now });
  await store.addEntry(tx, id, { kind: 'opened', byName: nameOf(tx), note });
  if (number !== undefined) await tellOperators.enqueue(tx, { id, number, title });
  return { id };
}

const locked = async (tx: Tx, id: string): Promise<IncidentState> => (await lockIncident(tx, id)) ?? unknown();

/** Refuses: monitoring.incident-unknown, monitoring.incident-not-so, monitoring.alarms-on. */
export async function moveIncident(
  tx: Tx,
  { id, act, note }: InputOf<typeof contract.moveIncident>,
): Promise<OutputOf<typeof contract.moveIncident>> {
  const next =
    after(await locked(tx, id), act) ??
    refuse('conflict', 'monitoring.incident-not-so', 'Somebody else has moved it on. Look at it again.');
  if (next === 'resolved' && (await alarmsOfIncident(tx, id)).some(({ clearedAt }) => clearedAt === null))
    refuse('conflict', 'monitoring.alarms-on', 'Alarms of it are still on: mend what they are about first.');
  await store.setState(tx, id, next);
  await store.addEntry(tx, id, { kind: next, byName: nameOf(tx), note });
  return { id, state: next };
}

/** Refuses: monitoring.incident-unknown. */
export async function noteIncident(tx: Tx, { id, note }: InputOf<typeof contract.noteIncident>) {
  await locked(tx, id);
  await store.addEntry(tx, id, { kind: 'note', byName: nameOf(tx), note });
  return { id };
}

/** Refuses: monitoring.incident-unknown, monitoring.text-secret. */
export async function tellPublic(tx: Tx, { id, text }: { id: string; text: PublicText }) {
  await locked(tx, id);
  demandNoSecrets('text', text);
  await store.addEntry(tx, id, { kind: 'public', byName: nameOf(tx), publicText: text });
  return { id };
}
