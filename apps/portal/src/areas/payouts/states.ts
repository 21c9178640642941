// SPDX-License-Identifier: Apache-2.0
/** What each state of a payout says to the eye. */
export const stateKind = (state: string) =>
  state === 'paid' || state === 'voucher'
    ? ('good' as const)
    : state === 'returned' || state === 'failed' || state === 'faulty'
      ? ('bad' as const)
      : state === 'sent' || state === 'approved'
        ? ('warn' as const)
        : ('plain' as const);
