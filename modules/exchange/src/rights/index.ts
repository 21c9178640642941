// SPDX-License-Identifier: Apache-2.0
/** Rights and quotas: given, taken back, and decided in memory. */
export { defineGroup, giveRight, grantRight, withdrawRight } from './granting.ts';
export { listRights } from './queries.ts';
export { loadQuotas, Meters, quotaKey, type Quotas, setQuota } from './quotas.ts';
export { type Decision, loadRights, Rights } from './rights.ts';
export { removeRights } from './store.ts';
