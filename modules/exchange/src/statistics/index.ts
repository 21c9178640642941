// SPDX-License-Identifier: Apache-2.0
/** How subsystems stand, and who calls whom: records, counts, overviews. */
export { type CallTrace, OperationalLog } from './operational-log.ts';
export { listOperationalRecords, operationalDays, sweepOperationalRecords } from './operational-records.ts';
export { getOverview } from './overview.ts';
export { getSubsystem, listIncidents } from './subsystems.ts';
export { getTraffic } from './traffic.ts';
