// SPDX-License-Identifier: Apache-2.0
/** Whether all who were served are heard, and what is said of services across organisations. */
import type { Tx } from '@stoa/kernel';
import type { Coverage, Figures } from '../contract.ts';
import { scoreOf } from '../statistics/scores.ts';
import * as queries from './queries.ts';
import type { Scope, Span } from './queries.ts';

/** Cards of what was rendered; an organisation of which fewer came has no place: it may leave out who was not content. */
const enoughCards = 0.8;

export const covered = ({
  cards,
  rendered,
  source,
}: Omit<Coverage, 'share' | 'enough'> & { cards: number }): Coverage => {
  const share = Math.min(1, cards / rendered);
  return { rendered, source, share, enough: share >= enoughCards };
};

export async function coverageOf(tx: Tx, scope: Scope, span: Span): Promise<{ coverage?: Coverage }> {
  const known = await queries.coverageByOrganisation(tx, scope, span);
  if (known.length === 0) return {};
  const sum = (of: 'cards' | 'rendered') => known.reduce((all, one) => all + one[of], 0);
  const sources = new Set(known.map(({ source }) => source));
  const source = sources.size === 1 ? (known[0]?.source ?? 'both') : 'both';
  return { coverage: covered({ cards: sum('cards'), rendered: sum('rendered'), source }) };
}

export const servicesOf = async (tx: Tx, span: Span): Promise<Figures['services']> =>
  (await queries.countsByService(tx, span)).map(({ counts, ...rest }) => ({ ...rest, score: scoreOf(counts) }));
