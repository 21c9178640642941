// SPDX-License-Identifier: Apache-2.0
/** In which institution's chancery somebody works, and what its instruction calls things. */
import { type DocumentSummary, duties, getRules } from '@stoa/documents/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import type { PageContext } from '../../server/page.ts';

export const chanceryDuties = [duties.clerk, duties.leader, duties.executor] as const;
type Context = Pick<PageContext, 'call' | 'text' | 'query' | 'principal'>;

/** The institution of the address where one works there, otherwise the first where one does. */
export function institutionOf({ query, principal }: Pick<PageContext, 'query' | 'principal'>) {
  const held = principal.kind === 'person' ? principal.duties : [];
  const here = held.filter(({ code }) => (chanceryDuties as readonly string[]).includes(code));
  const ids = [...new Set(here.map(({ organisationId }) => organisationId))];
  const id = ids.find((one) => one === query.institution) ?? ids[0] ?? '';
  const has = (code: string) => held.some((duty) => duty.code === code && duty.organisationId === id);
  return { id, ids, clerk: has(duties.clerk), leader: has(duties.leader) };
}

export async function chanceryOf(context: Context) {
  const { id, ids, clerk, leader } = institutionOf(context);
  const [{ rules }, ...organisations] = await Promise.all([
    context.call(getRules, { institutionId: id }),
    ...ids.map((one) => context.call(getOrganisation, { id: one })),
  ]);
  const institutions = organisations.map((one) => ({ value: one.id, text: context.text(one.name) }));
  return {
    ...{ id, clerk, leader, institutions, rules },
    name: institutions.find(({ value }) => value === id)?.text ?? id,
    kinds: rules.kinds.map((kind) => ({ ...kind, text: context.text(kind.title) })),
  };
}

/** A document as lists show it. */
export const rowOf = (one: DocumentSummary, kinds: readonly { code: string; text: string }[]) => ({
  ...one,
  kindTitle: kinds.find(({ code }) => code === one.kind)?.text ?? one.kind,
  with: one.correspondents.map(({ name }) => name).join(', '),
});
export type DocumentListRow = ReturnType<typeof rowOf>;
