// SPDX-License-Identifier: Apache-2.0
/** Fees in force, and how a new version comes into force: drafted by one person, published by another. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { stoodFor } from '@stoa/powers/contract';
import type * as contract from '../contract.ts';
import type { Fee, Invoice } from '../contract.ts';
import * as store from './store.ts';

export const actingPerson = (tx: Tx) =>
  tx.principal.kind === 'person'
    ? tx.principal
    : refuse('forbidden', 'kernel.not-permitted', 'A person has to do this.');

/**
 * Whoever keeps account of what others owe decides nothing about what they owe themselves, nor about what somebody owes for whom
 * they could act at any time since it was asked. Refuses: payments.same-person.
 */
export async function demandAnothers(
  tx: Tx,
  { payerId, createdAt }: Pick<Invoice, 'payerId' | 'createdAt'>,
): Promise<void> {
  const { id, personKey, actingFor } = actingPerson(tx);
  const own = [actingFor?.id, personKey, `account:${id}`].includes(payerId);
  if (own || (await tx.call(stoodFor, { side: payerId, since: createdAt })).stood)
    refuse(
      'conflict',
      'payments.same-person',
      'This invoice is your own, or of somebody you act or acted for: another person has to do this.',
    );
}

/** From the place itself up to the whole country: `XM-01-02`, `XM-01`, `XM`, everywhere. */
const covering = (territory: string): string[] => {
  const parts = territory === '' ? [] : territory.split('-');
  return [...parts.map((_, at) => parts.slice(0, parts.length - at).join('-')), ''];
};

/** The version of the narrowest territory that covers the place, in force that day. */
export async function feeOn(tx: Tx, code: string, territory: string, day: string): Promise<Fee | undefined> {
  const found = await store.inForce(tx, day, { code, territories: covering(territory) });
  return found.toSorted((a, b) => (b.territory ?? '').length - (a.territory ?? '').length)[0];
}

export async function listFees(
  tx: Tx,
  { on, territory, search }: InputOf<typeof contract.listFees>,
): Promise<OutputOf<typeof contract.listFees>> {
  const day = on ?? tx.module.country.calendar.localDate(tx.now);
  const items = await store.inForce(tx, day, territory ? { territories: covering(territory) } : {});
  const sought = search?.trim().toLowerCase() ?? '';
  const words = ({ code, title }: Fee) => [code, ...Object.values(title)].join(' ').toLowerCase();
  return { on: day, items: sought ? items.filter((fee) => words(fee).includes(sought)) : items };
}

export async function listFeeDrafts(tx: Tx): Promise<OutputOf<typeof contract.listFeeDrafts>> {
  const own = actingPerson(tx).id;
  const drafts = await store.drafts(tx);
  return { items: drafts.map(({ draftedBy, ...draft }) => ({ ...draft, own: draftedBy === own })) };
}

export async function draftFee(tx: Tx, input: InputOf<typeof contract.draftFee>): Promise<{ id: string }> {
  if (input.territory && !tx.module.country.territory(input.territory))
    refuse('invalid', 'payments.territory-unknown', 'The country has no such territory.');
  const id = newId();
  const { id: by, name } = actingPerson(tx);
  await store.insertFee(tx, { ...input, id }, { by, name });
  return { id };
}

export async function decideFee(tx: Tx, { id, publish }: InputOf<typeof contract.decideFee>): Promise<{ id: string }> {
  const draft =
    (await store.lockDraft(tx, id)) ?? refuse('missing', 'payments.fee-unknown', 'There is no such draft of a fee.');
  const by = actingPerson(tx);
  // Whoever drafted it may think better of it.
  if (!publish) {
    await store.dropDraft(tx, id);
    return { id };
  }
  if (draft.draftedBy === by.id)
    refuse('conflict', 'payments.same-person', 'Another person has to publish what you drafted.');
  if (draft.fromOn <= tx.module.country.calendar.localDate(tx.now))
    refuse('conflict', 'payments.day-begun', 'Its first day has begun. Draft it for a day to come.');
  if (!(await store.publish(tx, id, { by: by.id, name: by.name })))
    refuse('conflict', 'payments.fee-taken', 'This fee has a version from that day on already.');
  return { id };
}
