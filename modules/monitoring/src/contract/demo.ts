// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { IncidentState, PublicText, SeverityCode } from './incidents.ts';
import { MaintenanceState, planMaintenance } from './maintenance.ts';
import { WatchedService } from './services.ts';
import { SourceId } from './sources.ts';

const Count = Type.Integer({ minimum: 0 });
const Key = Type.String({ maxLength: 100 });

export const enterDemoMonitoring = operation({
  name: 'monitoring.enter-demo-monitoring',
  method: 'PUT',
  path: '/monitoring/demo',
  summary: 'Enter what the demo country watches, and some months of it; entered again, nothing changes',
  input: Type.Object({
    services: Type.Array(WatchedService, { maxItems: 100 }),
    days: Type.Array(
      Type.Object({
        ...{ service: Type.String({ maxLength: 60 }), date: CalendarDate },
        ...{ probes: Count, down: Count, calls: Count, failed: Count, slow: Count },
      }),
      { maxItems: 5000 },
    ),
    callLimits: Type.Array(
      Type.Object({ service: Type.String({ maxLength: 60 }), calls: Type.Integer({ minimum: 1 }) }),
      {
        maxItems: 100,
      },
    ),
    disks: Type.Array(
      Type.Object({ source: SourceId, date: CalendarDate, used: Type.Number({ minimum: 0, maximum: 1 }) }),
      { maxItems: 5000 },
    ),
    incidents: Type.Array(
      Type.Object({
        ...{ key: Key, title: LocalText, severity: SeverityCode, state: IncidentState },
        services: Type.Array(Type.String({ maxLength: 60 })),
        openedAt: Instant,
        resolvedAt: Type.Optional(Instant),
        entries: Type.Array(
          Type.Object({
            ...{ at: Instant, kind: Type.String({ maxLength: 40 }), byName: Type.Optional(Type.String()) },
            note: Type.Optional(Type.String()),
            publicText: Type.Optional(PublicText),
          }),
        ),
      }),
      { maxItems: 100 },
    ),
    maintenance: Type.Array(
      Type.Object({ ...planMaintenance.input.properties, key: Key, state: MaintenanceState, plannedBy: Type.String() }),
      { maxItems: 100 },
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'monitoring:enter-demo',
  audit: 'monitoring.demo-entered',
  refusals: ['monitoring.demo-off'],
});
export type DemoMonitoring = Static<typeof enterDemoMonitoring.input>;
