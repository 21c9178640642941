// SPDX-License-Identifier: Apache-2.0
/** What everybody may know: the state of each service, its last 90 days, incidents that were told of, announced work. */
import {
  CalendarDate,
  Instant,
  LocalText,
  operation,
  PageInput,
  pageOf,
  RegionCode,
  Uuid,
} from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { IncidentState, SeverityCode } from './incidents.ts';
import { ServiceCode, serviceStateOf } from './services.ts';

/** Days of history that the status page shows. */
export const historyDays = 90;

const Named = Type.Object({ code: ServiceCode, name: LocalText });
export const PublicIncident = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  severity: SeverityCode,
  state: IncidentState,
  services: Type.Array(Named),
  openedAt: Instant,
  resolvedAt: Type.Optional(Instant),
  /** The latest first. */
  updates: Type.Array(Type.Object({ at: Instant, text: LocalText })),
});
export type PublicIncident = Static<typeof PublicIncident>;
export const PublicMaintenance = Type.Object({
  id: Uuid,
  title: LocalText,
  text: LocalText,
  services: Type.Array(Named),
  startsAt: Instant,
  endsAt: Instant,
  begun: Type.Boolean(),
  announcedAt: Instant,
});
export type PublicMaintenance = Static<typeof PublicMaintenance>;

export const getStatus = operation({
  name: 'monitoring.get-status',
  method: 'GET',
  path: '/monitoring/status',
  summary: 'State of every service by region, its last 90 days, present incidents and announced work',
  input: Type.Object({}),
  output: Type.Object({
    at: Instant,
    state: serviceStateOf,
    services: Type.Array(
      Type.Object({
        ...{ code: ServiceCode, name: LocalText, state: serviceStateOf },
        region: Type.Optional(Type.Object({ code: RegionCode, name: LocalText })),
        from: CalendarDate,
        /** Share of checks and calls that were good, a figure a day from `from` on; null where nothing was counted. */
        days: Type.Array(Type.Union([Type.Number(), Type.Null()])),
        reached: Type.Optional(Type.Number({ description: 'the same over all these days' })),
      }),
    ),
    incidents: Type.Array(PublicIncident),
    maintenance: Type.Array(PublicMaintenance),
  }),
  permission: 'public',
  audit: 'none',
});
export type Status = Static<typeof getStatus.output>;

export const listPublicIncidents = operation({
  name: 'monitoring.list-public-incidents',
  method: 'GET',
  path: '/monitoring/public-incidents',
  summary: 'Incidents that everybody was told of, the latest first',
  input: Type.Object(PageInput),
  output: pageOf(PublicIncident),
  permission: 'public',
  audit: 'none',
});

export const getPublicIncident = operation({
  name: 'monitoring.get-public-incident',
  method: 'GET',
  path: '/monitoring/public-incidents/:id',
  summary: 'An incident that everybody was told of',
  input: Type.Object({ id: Uuid }),
  output: PublicIncident,
  permission: 'public',
  audit: 'none',
  refusals: ['monitoring.incident-unknown'],
});
