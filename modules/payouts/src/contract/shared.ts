// SPDX-License-Identifier: Apache-2.0
import { visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
export const most = 9_000_000_000_000;
/** In minor units of the currency, such as cents. */
export const Amount = Type.Integer({ minimum: 1, maximum: most });
export const ProgrammeCode = Type.String({ pattern: '^[a-z][a-z0-9-]{1,39}$' });
export const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' });
export const Name = Type.String({ maxLength: 200 });
/** In a few words, as a person types them. */
export const Words = visibleText(1000, 3);
/** As people write it: spaces between fours, small letters. */
export const TypedIban = Type.String({ minLength: 15, maxLength: 50 });
export const ways = ['iban', 'voucher'] as const;
export const Way = Type.Enum([...ways]);
/** `DE•• •••• 3000`: enough to know one's own. */
export const MaskedIban = Type.String({ maxLength: 40 });

export const payoutStates = [
  ...(['ready', 'faulty', 'left-out', 'approved', 'sent', 'paid', 'returned', 'failed'] as const),
  ...(['repeated', 'given-up', 'voucher'] as const),
] as const;
export const PayoutState = Type.Enum([...payoutStates]);
export type PayoutState = Static<typeof PayoutState>;
/** What stands in the way of a row. */
export const faults = [
  ...([
    'account-unknown',
    'account-closed',
    'paid-twice',
    'over-row-limit',
    'over-month-limit',
    'over-budget',
  ] as const),
  ...(['currency-other', 'amount-wrong'] as const),
] as const;
