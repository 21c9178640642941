// SPDX-License-Identifier: Apache-2.0
/** Pages of payouts. */
import type { PageDefinition } from '../../server/page.ts';
import { ownPayoutsPage } from '../cabinet/payouts.page.ts';
import { batchPage, payoutsPage, requestsPage, rowsPage, vouchersPage } from './payouts.page.ts';

export const payoutsPages: readonly PageDefinition[] = [
  payoutsPage,
  batchPage,
  rowsPage,
  vouchersPage,
  requestsPage,
  ownPayoutsPage,
];
