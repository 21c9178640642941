// SPDX-License-Identifier: Apache-2.0
/** Pages of the integrator's work. */
import type { PageDefinition } from '../../server/page.ts';
import { answerPage } from './answer.page.ts';
import { bodiesPage, bodyPage } from './bodies.page.ts';
import { campaignPage, campaignsPage } from './campaigns.page.ts';
import { assessmentPage, maturityPage } from './maturity.page.ts';
import { actsPage, clausePage, consultationsPage } from './norms.page.ts';
import { integratorPage } from './overview.page.ts';
import { serviceOfIctPage, servicesOfIctPage } from './services.page.ts';
import { bodyTemplatesPage } from './templates.page.ts';

export const integratorPages: readonly PageDefinition[] = [
  answerPage,
  bodiesPage,
  bodyPage,
  campaignPage,
  campaignsPage,
  assessmentPage,
  maturityPage,
  actsPage,
  clausePage,
  consultationsPage,
  integratorPage,
  serviceOfIctPage,
  servicesOfIctPage,
  bodyTemplatesPage,
];
