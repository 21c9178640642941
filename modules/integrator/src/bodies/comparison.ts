// SPDX-License-Identifier: Apache-2.0
/** A body beside a template: what the register has of it, part by part; waivers. */
import { type Element, listElements } from '@stoa/architecture/contract';
import { authorise, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Part } from '../contract.ts';
import { bodyOf, decidedAlready, demandOther, demandReason, given, integrates, person, today } from '../people.ts';
import * as store from './store.ts';
import type { WaiverRow } from './store.ts';
import { partOf, templateOf } from './templates.ts';

/** What fulfils a part, as whoever looks may see it. */
async function elementsOf(tx: Tx, organisationId: string, part: Part): Promise<Element[]> {
  const { items } = await tx.call(listElements, {
    ...{ kind: part.kind, limit: 100 },
    ...(part.shared ? {} : { ownerId: organisationId }),
    ...(part.fact ? { fact: part.fact } : {}),
    ...(part.element ? { search: part.element } : {}),
  });
  return part.element ? items.filter(({ code }) => code === part.element) : items;
}
export function stateOf(part: Part, found: readonly Pick<Element, 'facts'>[]): 'there' | 'deviates' | 'missing' {
  if (found.length === 0) return 'missing';
  const { wants } = part;
  return !wants || found.some(({ facts }) => wants.oneOf.includes(String(facts[wants.fact]))) ? 'there' : 'deviates';
}
const inForce = (waivers: readonly WaiverRow[], part: string, day: string) =>
  waivers.find((one) => one.part === part && one.state === 'granted' && one.until >= day);

export async function compared(tx: Tx, organisationId: string, code: string) {
  const template = await templateOf(tx, code);
  const waivers = await store.waiversOf(tx, organisationId, code);
  const parts = await Promise.all(
    template.parts.map(async (part) => {
      const found = await elementsOf(tx, organisationId, part);
      const [state, waiver] = [stateOf(part, found), inForce(waivers, part.code, today(tx))];
      return {
        ...part,
        state: state !== 'there' && waiver ? ('waived' as const) : state,
        found: found.slice(0, 5).map(({ id, code: of, name }) => ({ id, code: of, name })),
        ...given({ waivedUntil: waiver?.until }),
      };
    }),
  );
  return { version: template.version, parts, waivers };
}
/** Refuses: integrator.template-unknown. */
export async function compareBody(
  tx: Tx,
  { organisationId, template }: InputOf<typeof contract.compareBody>,
): Promise<OutputOf<typeof contract.compareBody>> {
  authorise(tx, bodyOf(organisationId));
  const { waivers, ...rest } = await compared(tx, organisationId, template);
  return {
    ...{ ...rest, template },
    waivers: waivers.map(({ askedBy, askedAt, decidedByName, decisionReason, ...one }) => ({
      ...{ ...one, askedAt: askedAt.toISOString() },
      ...given({ decidedByName, decisionReason }),
      may: one.state === 'asked' && integrates(tx) && askedBy !== person(tx).id ? ['decide' as const] : [],
    })),
  };
}
/** Refuses as the operation declares. */
export async function askWaiver(
  tx: Tx,
  { organisationId, template, part, reason, until }: InputOf<typeof contract.askWaiver>,
): Promise<{ id: string }> {
  authorise(tx, bodyOf(organisationId));
  partOf(await templateOf(tx, template), part);
  if (until <= today(tx))
    refuse('invalid', 'integrator.day-past', 'The day has to come after today: a waiver ends by itself.');
  const { id: askedBy, name: askedByName } = person(tx);
  const id = newId();
  if (!(await store.insertWaiver(tx, { id, organisationId, template, part, reason, until, askedBy, askedByName })))
    refuse(
      'conflict',
      'integrator.asked-already',
      'A waiver of this part is asked for already. Wait for the decision.',
    );
  return { id };
}
/** Refuses as the operation declares. */
export async function decideWaiver(
  tx: Tx,
  { id, grant, reason }: InputOf<typeof contract.decideWaiver>,
): Promise<OutputOf<typeof contract.decideWaiver>> {
  const row =
    (await store.lockWaiver(tx, id)) ??
    refuse('missing', 'integrator.waiver-unknown', 'There is no such waiver. Load the page again.');
  if (row.state !== 'asked') decidedAlready();
  demandOther(tx, row.askedBy);
  demandReason(grant, reason);
  const state = grant ? 'granted' : 'declined';
  await store.decide(tx, 'waiver', id, { state, byName: person(tx).name, reason });
  return { id, state };
}
