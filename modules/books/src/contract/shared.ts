// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, RegionCode, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** ISO 4217 code. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
/** In minor units of the currency, such as cents; never a fraction. */
export const most = 9_000_000_000_000;
export const Amount = Type.Integer({ minimum: -most, maximum: most });
/** `4100`, or with what it is about `4100.work-permit`. */
export const AccountCode = Type.String({ pattern: '^[0-9]{4}(\\.[a-z0-9-]{1,60})?$' });
export const MainAccount = Type.String({ pattern: '^[0-9]{4}$' });
export const Iban = Type.String({ pattern: '^[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}$' });
export const accountKinds = ['asset', 'liability', 'income', 'expense'] as const;
export const AccountKind = Type.Enum([...accountKinds]);
export const levels = ['state', 'region', 'municipality'] as const;
export const Level = Type.Enum([...levels]);
export type Level = Static<typeof Level>;
export const Period = { from: Type.Optional(CalendarDate), to: Type.Optional(CalendarDate) };
export const Month = Type.String({ pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' });
export const Name = Type.String({ maxLength: 200 });
/** In a few words, as a person types them. */
export const Words = visibleText(1000, 3);

export const Posting = Type.Object({
  account: AccountCode,
  amountMinor: Type.Integer({ minimum: -most, maximum: most, description: 'debit positive, credit negative, never 0' }),
  /** Where income belongs to: its region's budget and municipality. */
  region: Type.Optional(RegionCode),
  /** How the bank calls the movement: what it is compared by. */
  bankReference: Type.Optional(Type.String({ maxLength: 100 })),
});
export type Posting = Static<typeof Posting>;
/** Postings of one entry at most. */
export const mostPostings = 10_000;
