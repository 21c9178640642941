// SPDX-License-Identifier: Apache-2.0
/** Alarms, and incidents from the first alarm to what was learned. */
import { Instant, LocalText, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const severities = ['minor', 'major', 'critical'] as const;
export const SeverityCode = Type.Union([Type.Literal('minor'), Type.Literal('major'), Type.Literal('critical')]);
export type Severity = Static<typeof SeverityCode>;
export const incidentStates = ['open', 'acknowledged', 'mitigated', 'resolved'] as const;
export const IncidentState = Type.Union([
  Type.Literal('open'),
  Type.Literal('acknowledged'),
  Type.Literal('mitigated'),
  Type.Literal('resolved'),
]);
export type IncidentState = Static<typeof IncidentState>;
export const incidentActs = ['acknowledge', 'mitigate', 'resolve'] as const;
export const IncidentAct = Type.Union([Type.Literal('acknowledge'), Type.Literal('mitigate'), Type.Literal('resolve')]);
export const alarmKinds = ['silence', 'down', 'certificate', 'clock', 'disk', 'archive', 'burn'] as const;
export const AlarmKind = Type.Union([
  Type.Literal('silence'),
  Type.Literal('down'),
  Type.Literal('certificate'),
  Type.Literal('clock'),
  Type.Literal('disk'),
  Type.Literal('archive'),
  Type.Literal('burn'),
]);
export type AlarmKind = Static<typeof AlarmKind>;

export const AlarmShown = Type.Object({
  id: Uuid,
  kind: AlarmKind,
  /** A source, or a service and an indicator. */
  subject: Type.String(),
  severity: SeverityCode,
  since: Instant,
  clearedAt: Type.Optional(Instant),
  facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** Missing where it stays quiet: what it is about is in maintenance. */
  incidentId: Type.Optional(Uuid),
});
export type AlarmShown = Static<typeof AlarmShown>;

export const Incident = Type.Object({
  id: Uuid,
  number: Type.Integer(),
  title: LocalText,
  severity: SeverityCode,
  state: IncidentState,
  services: Type.Array(Type.Object({ code: Type.String(), name: LocalText })),
  openedAt: Instant,
  resolvedAt: Type.Optional(Instant),
  publicSince: Type.Optional(Instant),
});
export type Incident = Static<typeof Incident>;

/** In every language: who reads it is not asked which one they know. */
export const PublicText = Type.Object(
  {
    en: visibleText(1000, 10),
    ru: visibleText(1000, 10),
    kk: visibleText(1000, 10),
    uk: visibleText(1000, 10),
    ar: visibleText(1000, 10),
  },
  { additionalProperties: false },
);
export type PublicText = Static<typeof PublicText>;

export const listIncidents = operation({
  name: 'monitoring.list-incidents',
  method: 'GET',
  path: '/monitoring/incidents',
  summary: 'Incidents, the latest first',
  input: Type.Object({
    ...PageInput,
    state: Type.Optional(Type.Union([...IncidentState.anyOf, Type.Literal('unresolved')])),
    severity: Type.Optional(SeverityCode),
    service: Type.Optional(Type.String({ maxLength: 60 })),
  }),
  output: pageOf(Incident),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const getIncident = operation({
  name: 'monitoring.get-incident',
  method: 'GET',
  path: '/monitoring/incidents/:id',
  summary: 'An incident with its timeline and its alarms',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({
    ...Incident.properties,
    timeline: Type.Array(
      Type.Object({
        at: Instant,
        kind: Type.String(),
        byName: Type.Optional(Type.String()),
        note: Type.Optional(Type.String()),
        publicText: Type.Optional(LocalText),
      }),
    ),
    alarms: Type.Array(AlarmShown),
    may: Type.Array(IncidentAct),
  }),
  permission: 'monitoring:observe',
  audit: 'none',
  refusals: ['monitoring.incident-unknown'],
});

export const openIncident = operation({
  name: 'monitoring.open-incident',
  method: 'POST',
  path: '/monitoring/incidents',
  summary: 'Open an incident that no alarm has found',
  input: Type.Object({
    title: LocalText,
    severity: SeverityCode,
    services: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 50, uniqueItems: true }),
    note: Type.Optional(visibleText(2000)),
  }),
  output: Type.Object({ id: Uuid }),
  permission: 'monitoring:run',
  audit: 'monitoring.incident-opened',
  about: { type: 'incident', id: 'id', facts: ['severity', 'services'] },
  refusals: ['monitoring.service-unknown'],
});

const unresolved = ['monitoring.incident-unknown', 'monitoring.incident-not-so'];

export const moveIncident = operation({
  name: 'monitoring.move-incident',
  method: 'POST',
  path: '/monitoring/incidents/:id/steps',
  summary: 'Take an incident on: acknowledged, mitigated, resolved',
  input: Type.Object({ id: Uuid, act: IncidentAct, note: Type.Optional(visibleText(2000)) }),
  output: Type.Object({ id: Uuid, state: IncidentState }),
  permission: 'monitoring:run',
  audit: 'monitoring.incident-moved',
  about: { type: 'incident', id: 'id', facts: ['act'] },
  refusals: [...unresolved, 'monitoring.alarms-on'],
});

export const noteIncident = operation({
  name: 'monitoring.note-incident',
  method: 'POST',
  path: '/monitoring/incidents/:id/notes',
  summary: 'Write down something for those who work on it',
  input: Type.Object({ id: Uuid, note: visibleText(2000, 2) }),
  output: Type.Object({ id: Uuid }),
  permission: 'monitoring:run',
  audit: 'monitoring.incident-noted',
  about: { type: 'incident', id: 'id', facts: [] },
  refusals: ['monitoring.incident-unknown'],
});

export const tellPublic = operation({
  name: 'monitoring.tell-public',
  method: 'POST',
  path: '/monitoring/incidents/:id/public-texts',
  summary: 'Tell everybody how it stands, in every language; it cannot be taken back',
  input: Type.Object({ id: Uuid, text: PublicText }),
  output: Type.Object({ id: Uuid }),
  permission: 'monitoring:run',
  audit: 'monitoring.public-told',
  about: { type: 'incident', id: 'id', facts: ['text'] },
  refusals: ['monitoring.incident-unknown', 'monitoring.text-secret'],
});
