// SPDX-License-Identifier: Apache-2.0
/** Pages of the books. */
import type { PageDefinition } from '../../server/page.ts';
import { differencePage, differencesPage, statementPage, statementsPage } from './bank.page.ts';
import { chartPage, closingsPage, proposalsPage } from './closing.page.ts';
import { accountPage, balancePage, booksPage, entriesPage, entryPage, revenuePage } from './ledger.page.ts';

export const booksPages: readonly PageDefinition[] = [
  booksPage,
  balancePage,
  accountPage,
  entriesPage,
  entryPage,
  revenuePage,
  statementsPage,
  statementPage,
  differencesPage,
  differencePage,
  proposalsPage,
  closingsPage,
  chartPage,
];
