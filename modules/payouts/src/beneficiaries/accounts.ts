// SPDX-License-Identifier: Apache-2.0
/** People and organisations say themselves where their money goes. */
import { audit, authorise, pageOfRows, personKey, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { ownRows } from '../batches/queries.ts';
import type * as contract from '../contract.ts';
import { given, ownOf, person, type Whose } from '../people.ts';
import { vouchersOf } from '../vouchers/store.ts';
import { masked, readIban } from './iban.ts';
import * as store from './store.ts';

export const authoriseOwn = (tx: Tx, whose: Whose): void =>
  authorise(tx, { type: 'Payouts', id: whose.key, attributes: { beneficiary: whose.key } });

/** Refuses: payouts.iban-wrong. */
export const checkedIban = (typed: string): string =>
  readIban(typed) ??
  refuse(
    'invalid',
    'payouts.iban-wrong',
    'This is no account number (IBAN). Compare it with your bank card or contract.',
  );

/** Of a number of the population register. */
export function personOf(tx: Tx, typed: string): Whose | undefined {
  const { country } = tx.module;
  const number = typed.replaceAll(/[\s-]/g, '');
  if (!/^\d{6,20}$/.test(number) || !country.isNumber(country.personScheme, number)) return undefined;
  return { kind: 'person', key: personKey(tx.module, country.schemeOf(country.personScheme), number) };
}

/** Refuses: payouts.iban-wrong, payouts.name-missing. */
export async function chooseAccount(
  tx: Tx,
  { way, iban: typed, name }: InputOf<typeof contract.chooseAccount>,
): Promise<OutputOf<typeof contract.chooseAccount>> {
  const whose = ownOf(tx);
  authoriseOwn(tx, whose);
  const iban = way === 'iban' ? checkedIban(typed ?? '') : undefined;
  const holder = name?.trim() || (way === 'voucher' ? person(tx).name : '');
  if (holder.length < 2)
    refuse('invalid', 'payouts.name-missing', 'Give the name of the account holder, as the bank knows it.');
  const id = await store.putBeneficiary(tx, whose, { way, iban, name: holder }, { what: way, byName: person(tx).name });
  await audit(tx, { action: 'payouts.account-chosen', object: { type: 'beneficiary', id }, details: { way } });
  return { way, ...given({ iban: iban && masked(iban) }) };
}

export async function listOwn(
  tx: Tx,
  { cursor, limit }: InputOf<typeof contract.listOwn>,
): Promise<OutputOf<typeof contract.listOwn>> {
  const whose = ownOf(tx);
  authoriseOwn(tx, whose);
  const [after] = readCursor(cursor, 'uuid') ?? [];
  const known = await store.findBeneficiary(tx, whose);
  const page = await pageOfRows(
    { limit },
    (count) => ownRows(tx, whose, after, count),
    ({ iban, paidOn, ...row }) => ({ ...row, ...given({ iban: iban && masked(iban), paidOn }) }),
    (row) => writeCursor(row.id),
  );
  const account = known && {
    ...{ way: known.way, name: known.name ?? '', closed: known.closedReason !== null },
    ...given({ iban: known.iban && masked(known.iban) }),
    changedAt: known.changedAt.toISOString(),
  };
  const changes = known ? await store.changesOf(tx, known.id) : [];
  return {
    ...page,
    ...given({ account }),
    changes: changes.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
    vouchers: await vouchersOf(tx, whose.key),
  };
}
