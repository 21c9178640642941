// SPDX-License-Identifier: Apache-2.0
/** Pages of monitoring. */
import type { PageDefinition } from '../../server/page.ts';
import { forecastsPage } from './forecasts.page.ts';
import { incidentPage, incidentsPage } from './incidents.page.ts';
import { maintenancePage } from './maintenance.page.ts';
import { ownHealthPage, servicesPage, sourcesPage, watchPage } from './overview.page.ts';
import { statusHistoryPage, statusIncidentPage, statusPage } from './status.page.ts';

export const monitoringPages: readonly PageDefinition[] = [
  statusPage,
  statusHistoryPage,
  statusIncidentPage,
  watchPage,
  sourcesPage,
  servicesPage,
  forecastsPage,
  incidentsPage,
  incidentPage,
  maintenancePage,
  ownHealthPage,
];
