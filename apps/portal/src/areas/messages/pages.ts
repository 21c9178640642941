// SPDX-License-Identifier: Apache-2.0
/** Pages of those who send messages to people. */
import type { PageDefinition } from '../../server/page.ts';
import { campaignPage, campaignsPage } from './campaigns.page.ts';
import { deliveriesPage, deliveryPage } from './deliveries.page.ts';
import { lettersPage, overviewPage, providersPage, suppressionsPage } from './overview.page.ts';
import { preferencesPage, unsubscribePage } from './preferences.page.ts';
import { templatePage, templatesPage } from './templates.page.ts';

export const messagesPages: readonly PageDefinition[] = [
  overviewPage,
  deliveriesPage,
  deliveryPage,
  templatesPage,
  templatePage,
  campaignsPage,
  campaignPage,
  providersPage,
  suppressionsPage,
  lettersPage,
  preferencesPage,
  unsubscribePage,
];
