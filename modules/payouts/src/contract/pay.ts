// SPDX-License-Identifier: Apache-2.0
/** What modules ask for and are told. */
import { CalendarDate, event, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Amount, Currency, PayoutState, ProgrammeCode } from './shared.ts';

export const BeneficiaryKey = Type.Union([
  Type.Object({ personKey: Type.String({ minLength: 10, maxLength: 100 }) }, { additionalProperties: false }),
  Type.Object({ organisationId: Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' }) }, { additionalProperties: false }),
]);
/** The same key again is the same payout; another content under it is a conflict. It waits in a batch for two persons. */
export const pay = operation({
  name: 'payouts.pay',
  method: 'POST',
  path: '/payouts',
  summary: 'Pay somebody what a service granted',
  input: Type.Object({
    key: Type.String({ minLength: 1, maxLength: 200 }),
    programme: ProgrammeCode,
    beneficiary: BeneficiaryKey,
    amountMinor: Amount,
    currency: Currency,
    reason: LocalText,
    reference: Type.String({ minLength: 1, maxLength: 200 }),
  }),
  output: Type.Object({ id: Uuid, batchId: Uuid, state: PayoutState }),
  permission: 'payouts:pay',
  audit: 'payouts.payout-asked',
  about: { type: 'payout', id: 'id', facts: ['programme', 'amountMinor', 'currency', 'reference'] },
  refusals: ['payouts.programme-unknown', 'payouts.key-taken'],
});

const told = { payoutId: Uuid, reference: Type.String(), amountMinor: Type.Integer(), currency: Currency };
const forOutside = { public: true } as const;
/** By transfer, or by a voucher that was issued in its place. */
export const payoutPaid = event('payouts.paid.v1', Type.Object({ ...told, paidOn: CalendarDate }), forOutside);
/** It had arrived, and came back: `reason` is an ISO 20022 code. */
export const payoutReturned = event('payouts.returned.v1', Type.Object({ ...told, reason: Type.String() }), forOutside);
/** The bank did not take it; or it was given up or left out, and whoever asked may ask anew under another key. */
export const payoutFailed = event(
  'payouts.failed.v1',
  Type.Object({ ...told, reason: Type.String(), givenUp: Type.Optional(Type.Boolean()) }),
  forOutside,
);
