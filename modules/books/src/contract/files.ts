// SPDX-License-Identifier: Apache-2.0
/** Lists that are taken out as files, and the export for the treasury. */
import { languages } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { DifferenceFilter } from './days.ts';
import { EntryFilter } from './entries.ts';
import { AccountCode, Month, Period } from './shared.ts';

export const lists = ['trial-balance', 'entries', 'account', 'differences', 'revenue'] as const;
/** `/api/books/files/trial-balance?as=xlsx&from=2026-01-01` */
export const ListAsked = Type.Object({
  list: Type.Enum([...lists]),
  as: Type.Enum(['csv', 'xlsx']),
  language: Type.Optional(Type.Enum([...languages])),
  ...Period,
  ...EntryFilter,
  ...DifferenceFilter,
  account: Type.Optional(AccountCode),
  kind: Type.Optional(Type.String({ maxLength: 60 })),
});
export type ListAsked = Static<typeof ListAsked>;
export const listPath = (list: (typeof lists)[number], asked: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(asked).filter((one): one is [string, string] => Boolean(one[1]));
  return `/api/books/files/${list}?${new URLSearchParams(given)}`;
};
/** Of the OECD's Standard Audit File for Tax 2.0: general ledger entries of a month. */
export const TreasuryAsked = Type.Object({ month: Month, as: Type.Enum(['xml', 'csv']) });
export type TreasuryAsked = Static<typeof TreasuryAsked>;
export const treasuryPath = (month: string, as: 'xml' | 'csv'): string => `/api/books/treasury/${month}/${as}`;
