// SPDX-License-Identifier: Apache-2.0
/** What payouts promises: money that goes out, to accounts that are known, in batches of two persons. */
export * from './contract/batches.ts';
export * from './contract/demo.ts';
export * from './contract/own.ts';
export * from './contract/pay.ts';
export * from './contract/programmes.ts';
export * from './contract/requests.ts';
export * from './contract/standing.ts';
export * from './contract/vouchers.ts';
export { faults, type PayoutState, payoutStates } from './contract/shared.ts';
