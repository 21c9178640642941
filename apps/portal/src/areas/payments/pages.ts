// SPDX-License-Identifier: Apache-2.0
/** Pages about fees and payments: for everybody, for payers, for the office that keeps account. */
import type { PageDefinition } from '../../server/page.ts';
import { feeDraftsPage, feesPage } from './fees.page.ts';
import { ownInvoicePage, ownPaymentsPage } from './own.page.ts';
import { disputesPage, figuresPage, invoicePage, invoicesPage, refundsPage, transfersPage } from './work.page.ts';

export const paymentPages: readonly PageDefinition[] = [
  feesPage,
  ownPaymentsPage,
  ownInvoicePage,
  invoicesPage,
  figuresPage,
  feeDraftsPage,
  refundsPage,
  disputesPage,
  transfersPage,
  invoicePage,
];
