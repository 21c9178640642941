// SPDX-License-Identifier: Apache-2.0
/** Two persons: programmes, accounts of people who cannot say it themselves, the end of a voucher. */
import { getChart } from '@stoa/books/contract';
import { type ModuleRuntime, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { checkedIban, personOf } from '../beneficiaries/accounts.ts';
import { masked } from '../beneficiaries/iban.ts';
import { putBeneficiary } from '../beneficiaries/store.ts';
import type * as contract from '../contract.ts';
import type { Asked, Programme } from '../contract.ts';
import { given, person, type Whose } from '../people.ts';
import { putProgramme } from '../programmes/store.ts';
import { endVoucher, openVoucher } from '../vouchers/vouchers.ts';
import * as store from './store.ts';

/** Refuses: payouts.beneficiary-unknown. */
function whoseOf(tx: Tx, { person: number, beneficiary }: Extract<Asked, { kind: 'account' }>): Whose {
  if (beneficiary)
    return 'personKey' in beneficiary
      ? { kind: 'person', key: beneficiary.personKey }
      : { kind: 'organisation', key: beneficiary.organisationId };
  const found = personOf(tx, number ?? '');
  return found ?? refuse('invalid', 'payouts.beneficiary-unknown', 'Give the number of the population register.');
}
/** The books have the account it is spent from, and the bank the other one. Refuses: payouts.programme-account-unknown. */
async function checkProgramme(module: ModuleRuntime, programme: Programme): Promise<void> {
  const { accounts } = await module.call(getChart, {});
  const spent = accounts.find(({ code }) => code === programme.account);
  const bank = accounts.find(({ code }) => code === programme.bankAccount);
  // An expense, or what is owed already: refunds of fees are.
  const owed = spent?.kind === 'expense' || spent?.kind === 'liability';
  if (!owed || bank?.iban !== programme.debtorIban || bank.currency !== programme.currency)
    refuse(
      'invalid',
      'payouts.programme-account-unknown',
      'The chart of accounts has no such expense, liability or bank account.',
    );
}
/** How it is named in lists. */
async function subjectOf(tx: Tx, asked: Asked): Promise<string> {
  if (asked.kind === 'programme') return asked.programme.code;
  if (asked.kind === 'voucher') return `•••• ${(await openVoucher(tx, asked.voucherId)).code.slice(-4)}`;
  whoseOf(tx, asked);
  return masked(checkedIban(asked.iban));
}
/** Refuses as the operation declares. */
export async function request(
  module: ModuleRuntime,
  { asked, reason }: InputOf<typeof contract.request>,
  principal: Principal,
): Promise<{ id: string }> {
  if (asked.kind === 'programme') await checkProgramme(module, asked.programme);
  return module.tx(principal, async (tx) => {
    const subject = await subjectOf(tx, asked);
    return { id: await store.insertRequest(tx, { asked, subject, reason }, person(tx)) };
  });
}

async function carryOut(tx: Tx, { asked, askedName }: store.RequestRow & { asked: Asked }): Promise<void> {
  if (asked.kind === 'programme') await putProgramme(tx, asked.programme);
  else if (asked.kind === 'voucher') await endVoucher(tx, asked.voucherId, 'cancelled');
  else {
    const to = { way: 'iban' as const, iban: checkedIban(asked.iban), name: asked.name };
    await putBeneficiary(tx, whoseOf(tx, asked), to, { what: 'by-two', byName: `${askedName}, ${person(tx).name}` });
  }
}
/** Refuses as the operation declares. */
export async function decideRequest(
  tx: Tx,
  { id, approve }: InputOf<typeof contract.decideRequest>,
): Promise<OutputOf<typeof contract.decideRequest>> {
  const row =
    (await store.lockRequest(tx, id)) ?? refuse('missing', 'payouts.request-unknown', 'There is no such request.');
  if (row.state !== 'open')
    refuse('conflict', 'payouts.request-decided', 'Somebody has decided this already. Load the page again.');
  if (row.askedBy === person(tx).id)
    refuse('forbidden', 'payouts.own-request', 'You asked for it yourself. Another person decides.');
  if (approve) await carryOut(tx, row);
  const state = approve ? 'done' : 'refused';
  await store.setDecided(tx, id, state, person(tx));
  return { id, state };
}
export function listRequests(
  tx: Tx,
  { state, cursor, limit }: InputOf<typeof contract.listRequests>,
): Promise<OutputOf<typeof contract.listRequests>> {
  const [after] = readCursor(cursor, 'uuid') ?? [];
  const me = person(tx).id;
  return pageOfRows(
    { limit },
    (count) => store.listRequests(tx, state, after, count),
    ({ askedBy, askedAt, decidedName, decidedAt, ...row }) => ({
      ...{ ...row, own: askedBy === me, askedAt: askedAt.toISOString() },
      ...given({ decidedName, decidedAt: decidedAt?.toISOString() }),
    }),
    (row) => writeCursor(row.id),
  );
}
