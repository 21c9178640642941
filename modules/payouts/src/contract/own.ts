// SPDX-License-Identifier: Apache-2.0
/** What somebody gets, and where to. */
import { CalendarDate, Instant, LocalText, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Currency, MaskedIban, Name, PayoutState, TypedIban, Way } from './shared.ts';

const own = {
  permission: 'payouts:own',
  check: 'resource',
  audit: 'none',
} as const;
export const OwnVoucher = Type.Object({
  id: Uuid,
  code: Type.String(),
  state: Type.Enum(['issued', 'active', 'redeemed', 'cancelled', 'expired']),
  amountMinor: Type.Integer(),
  leftMinor: Type.Integer(),
  currency: Currency,
  expiresOn: CalendarDate,
});
export const listOwn = operation({
  name: 'payouts.list-own',
  method: 'GET',
  path: '/payouts/own',
  summary: 'What I get, newest first, with the account it goes to and the vouchers I have',
  input: Type.Object({ ...PageInput }),
  output: Type.Object({
    ...pageOf(
      Type.Object({
        id: Uuid,
        title: LocalText,
        reason: LocalText,
        period: Type.String(),
        amountMinor: Type.Integer(),
        currency: Currency,
        state: PayoutState,
        iban: Type.Optional(MaskedIban),
        paidOn: Type.Optional(CalendarDate),
      }),
    ).properties,
    account: Type.Optional(
      Type.Object({
        way: Way,
        iban: Type.Optional(MaskedIban),
        name: Name,
        closed: Type.Boolean(),
        changedAt: Instant,
      }),
    ),
    changes: Type.Array(Type.Object({ what: Type.String(), byName: Name, at: Instant })),
    vouchers: Type.Array(OwnVoucher),
  }),
  ...own,
});
export const chooseAccount = operation({
  name: 'payouts.choose-account',
  method: 'PUT',
  path: '/payouts/own/account',
  summary: 'Say to which account I am paid, or that I want vouchers',
  input: Type.Object({ way: Way, iban: Type.Optional(TypedIban), name: Type.Optional(Name) }),
  output: Type.Object({ way: Way, iban: Type.Optional(MaskedIban) }),
  permission: 'payouts:choose',
  check: 'resource',
  signIn: { level: 2, withinMinutes: 30 },
  audit: 'payouts.account-chosen',
  refusals: ['payouts.iban-wrong', 'payouts.name-missing'],
});
export const activateVoucher = operation({
  name: 'payouts.activate-voucher',
  method: 'POST',
  path: '/payouts/own/vouchers/:id/activation',
  summary: 'Activate my voucher, so that it can be redeemed',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, state: OwnVoucher.properties.state }),
  permission: 'payouts:choose',
  check: 'resource',
  audit: 'payouts.voucher-activated',
  about: { type: 'voucher', id: 'id', facts: ['state'] },
  refusals: ['payouts.voucher-unknown', 'payouts.voucher-closed'],
});
