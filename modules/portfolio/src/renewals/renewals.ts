// SPDX-License-Identifier: Apache-2.0
/** An application that renews a document: with the answers of the earlier one, registers read anew. */
import { type CaseForm, getForm, startDraft } from '@stoa/cases/contract';
import type { Answer, ServicePackage } from '@stoa/catalogue/contract';
import { idOf, isRefusal, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Look, Renewal } from '../contract.ts';
import { shown } from '../expiring/expiring.ts';
import { findHolding, type HoldingRow } from '../expiring/store.ts';
import { fillDraft } from '../filling.ts';
import { covers, demandCovered, newestPackage, sideOf } from '../shared.ts';
import * as store from './store.ts';

/** Another's is as unknown as what is not there. Refuses: portfolio.holding-unknown. */
async function mine(tx: Tx, id: string): Promise<HoldingRow> {
  const side = sideOf(tx.principal);
  const row = await findHolding(tx, id);
  return row?.holderId === side.id && covers(side.reads, row.serviceId)
    ? row
    : refuse('missing', 'portfolio.holding-unknown', 'There is no such document of yours. Look at the list again.');
}

/** Refuses: portfolio.holding-unknown. */
export async function getRenewal(tx: Tx, { id }: InputOf<typeof contract.getRenewal>): Promise<Renewal> {
  const row = await mine(tx, id);
  const holding = await shown(tx, row);
  const begun = await store.renewalOf(tx, id);
  const pkg = holding.renewable ? await newestPackage(tx.module, row.serviceId) : undefined;
  const target = pkg && (await newestPackage(tx.module, pkg.facts.renews?.service ?? row.serviceId));
  return {
    holding,
    ...(target ? { service: { id: target.serviceId, title: target.facts.title } } : {}),
    ...(begun ? { caseId: begun.caseId } : {}),
    look: begun?.look ?? [],
  };
}

const fieldsOf = ({ pages }: CaseForm) => pages.flatMap(({ fields }) => fields);

/** What was typed then under the names of the new form; what is asked anew stays open. */
export function carriedOver(
  before: CaseForm,
  renews: NonNullable<ServicePackage['facts']['renews']>,
): Record<string, Answer> {
  const given: Record<string, Answer> = {};
  for (const { name, value, source, type } of fieldsOf(before)) {
    const to = renews.answers ? renews.answers[name] : name;
    if (to === undefined || renews.anew?.includes(to) || source.kind !== 'typed' || type === 'array') continue;
    if (value !== undefined && value !== null) given[to] = value;
  }
  return given;
}

function lookOf(before: CaseForm, after: CaseForm, anew: readonly string[], wrong: ReadonlySet<string>): Look[] {
  const then = new Map(fieldsOf(before).map((field) => [field.name, field.value]));
  return fieldsOf(after).flatMap(({ name, label, locked, value }): Look[] => {
    const differs = locked && then.has(name) && then.get(name) !== value;
    const why = anew.includes(name) ? 'anew' : differs ? 'changed' : wrong.has(name) ? 'wrong' : undefined;
    return why ? [{ field: name, label, why }] : [];
  });
}

/** Which attempt this is, and whether the application of it stands already. */
async function attemptOf(module: ModuleRuntime, principal: Principal, begun: store.RenewalRow | undefined) {
  if (!begun) return { attempt: 1, stands: false };
  const state = await module.call(getForm, { id: begun.caseId }, { principal }).then(
    (form) => form.state,
    (error: unknown) => {
      if (isRefusal(error) && error.kind === 'missing') return 'gone' as const;
      throw error;
    },
  );
  if (state === 'gone') return { attempt: begun.attempt, stands: false };
  return state === 'closed' ? { attempt: begun.attempt + 1, stands: false } : { attempt: begun.attempt, stands: true };
}

/** Refuses: portfolio.holding-unknown, portfolio.not-renewable, portfolio.power-narrow. */
export async function renew(
  module: ModuleRuntime,
  { id, language }: InputOf<typeof contract.renew>,
  principal: Principal,
): Promise<Renewal> {
  const { row, begun } = await module.tx(principal, async (tx) => ({
    row: await mine(tx, id),
    begun: await store.renewalOf(tx, id),
  }));
  const { renews } = (await newestPackage(module, row.serviceId)).facts;
  if (!renews?.outputs.includes(row.code) || row.revokedAt)
    return refuse('conflict', 'portfolio.not-renewable', 'This document is not renewed here. Apply for a new one.');
  const serviceId = renews.service ?? row.serviceId;
  demandCovered(sideOf(principal), serviceId);
  const { attempt, stands } = await attemptOf(module, principal, begun);
  if (!stands) {
    const as = { principal };
    const before = await module.call(getForm, { id: row.caseId }, as);
    const caseId = idOf(`renewal ${id} ${attempt}`);
    await module.call(startDraft, { serviceId, language, id: caseId }, as);
    const review = await fillDraft(module, principal, caseId, carriedOver(before, renews));
    const after = await module.call(getForm, { id: caseId }, as);
    const look = lookOf(before, after, renews.anew ?? [], new Set(review?.errors.map(({ field }) => field)));
    await module.tx(principal, (tx) => store.keepRenewal(tx, id, { caseId, attempt, look }));
  }
  return module.tx(principal, (tx) => getRenewal(tx, { id }));
}
