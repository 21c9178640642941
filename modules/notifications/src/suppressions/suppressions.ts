// SPDX-License-Identifier: Apache-2.0
/** Addresses that nothing is written to, as operators see and lift them. */
import * as store from './store.ts';

export const listSuppressions = store.listSuppressions;
export const liftSuppression = store.liftSuppression;
