// SPDX-License-Identifier: Apache-2.0
/** What pages of the books share: who looks, and what the address and forms say. */
import { isCalendarDate } from '@stoa/kernel/text';
import type { FieldError, Form, PageContext } from '../../server/page.ts';

export const readers = ['books.accountant', 'books.chief-accountant', 'audit.auditor'] as const;
const keepers: readonly string[] = ['books.accountant', 'books.chief-accountant'];
export const keeps = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => keepers.includes(code));
export const decides = ({ principal }: Pick<PageContext, 'principal'>): boolean =>
  principal.kind === 'person' && principal.duties.some(({ code }) => code === 'books.chief-accountant');

const isDay = (text: string | undefined): text is string => isCalendarDate(text ?? '');
export const isId = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '');
/** Days that the address names. */
export const periodOf = ({ from, to }: PageContext['query']) => ({
  ...(isDay(from) ? { from } : {}),
  ...(isDay(to) ? { to } : {}),
});
export const cursorOf = ({ cursor }: PageContext['query']) => (cursor ? { cursor } : {});

/** In minor units of a currency with two digits; undefined where it is none. */
export function minorOf(typed: string): number | undefined {
  const plain = typed.replaceAll(/[\s\u00a0']/g, '').replace(',', '.');
  if (!/^-?\d{1,11}(\.\d{1,2})?$/.test(plain)) return undefined;
  const [whole = '', fraction = ''] = plain.replace('-', '').split('.');
  const minor = Number(whole + fraction.padEnd(2, '0'));
  return plain.startsWith('-') ? -minor : minor;
}
/** What an entry by hand says: a debit of one account, the same as a credit of another. */
export function readEntry(form: Form, kind: string): { errors: FieldError[]; entry: ReturnType<typeof entryOf> } {
  const amount = minorOf(form.get('amount'));
  const accounts = ['debit', 'credit'].filter((field) => !/^\d{4}(\.[a-z0-9-]{1,60})?$/.test(form.get(field)));
  const errors: FieldError[] = [
    ...accounts.map((field) => ({ field, code: 'books.account-wrong' })),
    ...(amount === undefined || amount <= 0 ? [{ field: 'amount', code: 'books.amount-wrong' }] : []),
    ...(form.get('reference') ? [] : [{ field: 'reference', code: 'books.text-missing' }]),
  ];
  return { errors, entry: entryOf(form, kind, amount ?? 0) };
}
const entryOf = (form: Form, kind: string, amountMinor: number) => ({
  ...{ kind, reference: form.get('reference').slice(0, 200), currency: 'EUR' },
  ...(isDay(form.get('bookedAt')) ? { bookedAt: form.get('bookedAt') } : {}),
  ...(form.get('bankReference') ? { bankReference: form.get('bankReference').slice(0, 100) } : {}),
  postings: [
    { account: form.get('debit'), amountMinor },
    { account: form.get('credit'), amountMinor: -amountMinor },
  ],
});
export const reasonMissing = (form: Form): FieldError[] =>
  form.get('reason').length < 3 ? [{ field: 'reason', code: 'books.text-missing' }] : [];
