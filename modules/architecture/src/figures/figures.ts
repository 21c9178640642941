// SPDX-License-Identifier: Apache-2.0
/** Counts of what somebody may see. */
import { refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import * as queries from '../elements/queries.ts';
import { momentOf } from '../elements/reading.ts';
import { sightOf } from '../elements/sight.ts';
import { distributions, kindOf, vocabulary } from '../vocabulary.ts';
import { remembered } from './remembered.ts';

export async function getFigures(
  tx: Tx,
  asked: InputOf<typeof contract.getFigures>,
): Promise<OutputOf<typeof contract.getFigures>> {
  const [moment, sight] = [momentOf(tx, asked), sightOf(tx)];
  return remembered(tx, 'figures', [moment, sight, asked.ownerId], async () => {
    const counts = await queries.countFacts(tx, moment, sight, { ownerId: asked.ownerId, fields: distributions });
    return {
      ...(await queries.countKinds(tx, moment, sight, asked.ownerId)),
      distributions: distributions.map((field) => ({
        field,
        counts: counts.filter((one) => one.field === field).map(({ value, count }) => ({ value, count })),
      })),
    };
  });
}

/** Refuses: architecture.kind-unknown, architecture.field-unknown. */
export async function countElements(
  tx: Tx,
  asked: InputOf<typeof contract.countElements>,
): Promise<OutputOf<typeof contract.countElements>> {
  const isFact = kindOf(asked.kind).fields.includes(asked.by);
  if (!isFact && !vocabulary.relations[asked.by]?.from.includes(asked.kind))
    refuse(
      'invalid',
      'architecture.field-unknown',
      `Nothing called ${asked.by} is kept of this. Ask for the vocabulary.`,
    );
  const rows = await queries.countMapped(tx, momentOf(tx, asked), sightOf(tx), { ...asked, isFact });
  return { ...rows, none: rows.none.map(({ ownerId, ...one }) => ({ ...one, ...(ownerId ? { ownerId } : {}) })) };
}
