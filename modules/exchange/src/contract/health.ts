// SPDX-License-Identifier: Apache-2.0
/** Reports of health that connectors send over their channel to the hub, and hubs of themselves. */
import { event, HealthReport, Instant } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

/** Where a connector sends them: signed like a message, `POST`, answered 204 once they are kept. */
export const healthPath = '/health';

/** Oldest first; more than one where the hub was away. */
export const HealthReports = Type.Object(
  { reports: Type.Array(HealthReport, { minItems: 1, maxItems: 120 }) },
  { additionalProperties: false },
);
export type HealthReports = Static<typeof HealthReports>;

export const healthReported = event(
  'exchange.health-reported.v1',
  Type.Object({
    kind: Type.Union([Type.Literal('connector'), Type.Literal('hub')]),
    id: Type.String({ description: 'subsystem of the connector, or address of the hub' }),
    receivedAt: Instant,
    ...HealthReports.properties,
  }),
);
