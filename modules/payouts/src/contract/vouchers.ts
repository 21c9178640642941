// SPDX-License-Identifier: Apache-2.0
/** Vouchers: where somebody has no account. */
import { CalendarDate, Instant, operation, PageInput, pageOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Amount, Currency, Name, ProgrammeCode } from './shared.ts';

export const voucherStates = ['issued', 'active', 'redeemed', 'cancelled', 'expired'] as const;
export const VoucherState = Type.Enum([...voucherStates]);
export const Voucher = Type.Object({
  id: Uuid,
  /** Its last four signs. */
  end: Type.String(),
  programme: ProgrammeCode,
  state: VoucherState,
  amountMinor: Type.Integer(),
  leftMinor: Type.Integer(),
  currency: Currency,
  issuedAt: Instant,
  expiresOn: CalendarDate,
});
export const listVouchers = operation({
  name: 'payouts.list-vouchers',
  method: 'GET',
  path: '/payouts/vouchers',
  summary: 'Vouchers, newest first',
  input: Type.Object({ state: Type.Optional(VoucherState), programme: Type.Optional(ProgrammeCode), ...PageInput }),
  output: pageOf(Voucher),
  permission: 'payouts:read',
  audit: 'none',
});
/** The same key again redeems nothing more. Whole where no amount is named. */
export const redeemVoucher = operation({
  name: 'payouts.redeem-voucher',
  method: 'POST',
  path: '/payouts/vouchers/redemptions',
  summary: 'Redeem a voucher, whole or in part',
  input: Type.Object({
    code: Type.String({ minLength: 10, maxLength: 40 }),
    key: Type.String({ minLength: 1, maxLength: 100 }),
    amountMinor: Type.Optional(Amount),
    place: Name,
  }),
  output: Type.Object({ id: Uuid, redeemedMinor: Type.Integer(), leftMinor: Type.Integer(), currency: Currency }),
  permission: 'payouts:prepare',
  limit: 60,
  audit: 'payouts.voucher-redeemed',
  about: { type: 'voucher', id: 'id', facts: ['redeemedMinor', 'place'] },
  refusals: ['payouts.voucher-unknown', 'payouts.voucher-closed', 'payouts.voucher-too-little', 'payouts.key-taken'],
});
