// SPDX-License-Identifier: Apache-2.0
/** Instructions: proposed by one, put into force by another, in force from a day. */
import { authorise, type ModuleRuntime, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf } from '../access/resource.ts';
import { inModule } from '../access/seeing.ts';
import type * as contract from '../contract.ts';
import type { Kind, Norm, Rules } from '../contract.ts';
import { checkDeviations, effective, standardValue } from './effective.ts';
import * as store from './store.ts';
import standard from './standard.json' with { type: 'json' };

const shown = (row: store.NormRow): Norm => ({
  id: row.id,
  ...(row.institutionId ? { institutionId: row.institutionId } : {}),
  version: row.version,
  state: row.state,
  title: row.title,
  inForceFrom: row.inForceFrom,
  deviations: row.deviations,
  proposedBy: row.proposedByName,
  proposedAt: row.proposedAt.toISOString(),
  ...(row.decidedByName ? { decidedBy: row.decidedByName } : {}),
  ...(row.decidedAt ? { decidedAt: row.decidedAt.toISOString() } : {}),
});

/** The standard set comes with the module; a state that has its own enters the next version of it. */
export const importStandard = (module: ModuleRuntime): Promise<void> =>
  inModule(module, async (tx) => {
    await store.insertStandard(tx, standard.title, standard.rules);
  });

export const today = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

async function rulesAt(tx: Tx, institutionId: string, on: string) {
  const state = (await store.inForce(tx, null, on)) ?? { version: 1, rules: null };
  // Before the first start has entered it the set that comes with the module holds.
  const inherited = state.rules ?? (standard.rules as Rules);
  const own = await store.inForce(tx, institutionId, on);
  const deviations = own?.deviations ?? [];
  return { standard: inherited, rules: effective(inherited, deviations), deviations, state, own };
}

/** Rules of an institution on a day, today where none is said. */
export const rulesOf = async (tx: Tx, institutionId: string, on = today(tx)): Promise<Rules> =>
  (await rulesAt(tx, institutionId, on)).rules;

/** Refuses: documents.kind-unknown. */
export const kindOf = (rules: Rules, code: string): Kind =>
  rules.kinds.find((kind) => kind.code === code) ??
  refuse('invalid', 'documents.kind-unknown', 'The instruction of the institution has no such kind of document.');

export async function getRules(
  tx: Tx,
  { institutionId, on }: InputOf<typeof contract.getRules>,
): Promise<OutputOf<typeof contract.getRules>> {
  const found = await rulesAt(tx, institutionId, on ?? today(tx));
  return {
    rules: found.rules,
    versions: { standard: found.state.version, ...(found.own ? { own: found.own.version } : {}) },
    deviations: found.deviations.map((one) => {
      const value = standardValue(found.standard, one.path);
      return { ...one, ...(value === undefined ? {} : { standard: value }) };
    }),
  };
}

export const listNorms = (
  tx: Tx,
  asked: InputOf<typeof contract.listNorms>,
): Promise<OutputOf<typeof contract.listNorms>> =>
  pageOfRows(asked, (count) => store.listNorms(tx, asked.institutionId ?? null, asked.cursor ?? null, count), shown);

/** Refuses: documents.deviation-unknown, documents.deviation-invalid, documents.norm-backdated. */
export async function proposeNorm(tx: Tx, input: InputOf<typeof contract.proposeNorm>): Promise<Norm> {
  authorise(tx, chanceryOf(input.institutionId));
  if (input.inForceFrom < today(tx))
    refuse(
      'invalid',
      'documents.norm-backdated',
      'An instruction comes into force today or later. Choose another day.',
    );
  const { standard: rules } = await rulesAt(tx, input.institutionId, input.inForceFrom);
  checkDeviations(rules, input.deviations);
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  return shown(await store.insertProposal(tx, { ...input, title: standard.title }, person));
}

/** Refuses: documents.norm-unknown, documents.norm-decided, documents.second-person-needed. */
export async function decideNorm(tx: Tx, { id, approved }: InputOf<typeof contract.decideNorm>): Promise<Norm> {
  const asked =
    (await store.lockNorm(tx, id)) ?? refuse('missing', 'documents.norm-unknown', 'There is no such instruction.');
  authorise(tx, chanceryOf(asked.institutionId ?? ''));
  if (asked.state !== 'proposed') refuse('conflict', 'documents.norm-decided', 'This instruction was decided already.');
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  if (asked.proposedBy === person?.id)
    refuse('forbidden', 'documents.second-person-needed', 'Somebody else must decide what you proposed.');
  const state = approved ? 'in-force' : 'declined';
  return shown(await store.setDecision(tx, id, { state, byName: person?.name ?? '', notBefore: today(tx) }));
}
