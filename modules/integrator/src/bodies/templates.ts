// SPDX-License-Identifier: Apache-2.0
/** Templates in versions; a proposal that is accepted makes the next one. */
import { authorise, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Part, Template } from '../contract.ts';
import { bodiesSeen, bodyOf, decidedAlready, demandOther, demandReason, given, integrates, person } from '../people.ts';
import * as store from './store.ts';
import first from './templates.json' with { type: 'json' };

const beginning = first as unknown as readonly Template[];
export async function templatesNow(tx: Tx): Promise<Template[]> {
  const later = new Map((await store.newestTemplates(tx)).map((one) => [one.code, one]));
  return beginning.map((one) => ({ ...one, ...later.get(one.code) }));
}
/** Refuses: integrator.template-unknown. */
export const templateOf = async (tx: Tx, code: string): Promise<Template> =>
  (await templatesNow(tx)).find((one) => one.code === code) ??
  refuse('missing', 'integrator.template-unknown', 'There is no such template. Look at the list of templates.');
/** Refuses: integrator.part-unknown. */
export const partOf = ({ parts }: Template, code: string): Part =>
  parts.find((one) => one.code === code) ??
  refuse('missing', 'integrator.part-unknown', 'The template has no such part. Load the page again.');

/** Refuses: integrator.part-unknown, integrator.part-taken. */
function changed(template: Template, { part, removes }: { part: Part; removes: boolean }): Part[] {
  if (removes) {
    partOf(template, part.code);
    return template.parts.filter(({ code }) => code !== part.code);
  }
  if (template.parts.some(({ code }) => code === part.code))
    refuse('conflict', 'integrator.part-taken', 'The template has a part of this code already. Choose another code.');
  return [...template.parts, part];
}
/** Refuses as the operation declares. */
export async function proposePart(
  tx: Tx,
  { template, organisationId, part, removes, reason }: InputOf<typeof contract.proposePart>,
): Promise<{ id: string }> {
  authorise(tx, bodyOf(organisationId));
  changed(await templateOf(tx, template), { part, removes });
  const id = newId();
  const { id: askedBy, name: askedByName } = person(tx);
  await store.insertProposal(tx, { id, organisationId, template, part, removes, reason, askedBy, askedByName });
  return { id };
}
export async function listProposals(tx: Tx): Promise<OutputOf<typeof contract.listProposals>> {
  const seen = bodiesSeen(tx);
  const rows = (await store.listProposals(tx)).filter((one) => !seen || seen.includes(one.organisationId));
  return {
    items: rows.map(({ askedBy, askedAt, decidedByName, decisionReason, ...one }) => ({
      ...{ ...one, askedAt: askedAt.toISOString() },
      ...given({ decidedByName, decisionReason }),
      may: one.state === 'asked' && integrates(tx) && askedBy !== person(tx).id ? ['decide' as const] : [],
    })),
  };
}
/** Refuses as the operation declares. */
export async function decideProposal(
  tx: Tx,
  { id, grant, reason }: InputOf<typeof contract.decideProposal>,
): Promise<OutputOf<typeof contract.decideProposal>> {
  const row =
    (await store.lockProposal(tx, id)) ??
    refuse('missing', 'integrator.proposal-unknown', 'There is no such proposal. Load the page again.');
  if (row.state !== 'asked') decidedAlready();
  demandOther(tx, row.askedBy);
  demandReason(grant, reason);
  if (grant) {
    await store.lockTemplate(tx, row.template);
    const template = await templateOf(tx, row.template);
    const parts = changed(template, row);
    await store.insertTemplate(tx, { code: row.template, version: template.version + 1, parts, proposalId: id });
  }
  const state = grant ? 'accepted' : 'declined';
  await store.decide(tx, 'proposal', id, { state, byName: person(tx).name, reason });
  return { id, state };
}
