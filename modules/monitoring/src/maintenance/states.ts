// SPDX-License-Identifier: Apache-2.0
/** The life of planned work. Pure. */
import type { MaintenanceAct, MaintenanceState } from '../contract/maintenance.ts';

/** Nothing begins that nobody was told of. */
const table: Readonly<Record<MaintenanceState, Partial<Record<MaintenanceAct, MaintenanceState>>>> = {
  planned: { announce: 'announced', cancel: 'cancelled' },
  announced: { begin: 'begun', cancel: 'cancelled' },
  begun: { end: 'ended' },
  ended: {},
  cancelled: {},
};

/** Undefined where it cannot be done in this state. */
export const maintenanceAfterAct = (state: MaintenanceState, act: MaintenanceAct): MaintenanceState | undefined =>
  table[state][act];
