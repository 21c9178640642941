// SPDX-License-Identifier: Apache-2.0
/** Pages of support. */
import type { PageDefinition } from '../../server/page.ts';
import { knownErrorsPage, supportDeskPage, supportTicketPage } from './desk.page.ts';
import { ownTicketPage, ownTicketsPage, reportProblemPage, supportPage } from './support.page.ts';

export const supportPages: readonly PageDefinition[] = [
  supportPage,
  reportProblemPage,
  ownTicketsPage,
  ownTicketPage,
  supportDeskPage,
  knownErrorsPage,
  supportTicketPage,
];
