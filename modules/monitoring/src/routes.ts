// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import { listForecasts, setCallLimit } from './capacity/capacity.ts';
import * as contract from './contract.ts';
import { enterDemoMonitoring } from './demo/demo.ts';
import * as incidents from './incidents/incidents.ts';
import * as maintenance from './maintenance/maintenance.ts';
import { getOverview, getOwn, listSources, retireSource } from './reports/sources.ts';
import { listServices, putService } from './services/services.ts';
import { getPublicIncident, getStatus, listPublicIncidents } from './status/status.ts';

export const routes = [
  handle(contract.listSources, listSources),
  handle(contract.getOverview, getOverview),
  handle(contract.getOwn, getOwn),
  handle(contract.retireSource, retireSource),
  handle(contract.listServices, listServices),
  handle(contract.putService, putService),
  handle(contract.listForecasts, listForecasts),
  handle(contract.setCallLimit, setCallLimit),
  handle(contract.listIncidents, incidents.listIncidents),
  handle(contract.getIncident, incidents.getIncident),
  handle(contract.openIncident, incidents.openIncident),
  handle(contract.moveIncident, incidents.moveIncident),
  handle(contract.noteIncident, incidents.noteIncident),
  handle(contract.tellPublic, incidents.tellPublic),
  handle(contract.listMaintenance, maintenance.listMaintenance),
  handle(contract.planMaintenance, maintenance.planMaintenance),
  handle(contract.moveMaintenance, maintenance.moveMaintenance),
  handle(contract.getStatus, getStatus),
  handle(contract.listPublicIncidents, listPublicIncidents),
  handle(contract.getPublicIncident, getPublicIncident),
  handle(contract.enterDemoMonitoring, enterDemoMonitoring),
];
