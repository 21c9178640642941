// SPDX-License-Identifier: Apache-2.0
/** Work that was planned: announced to everybody, begun and ended by the clock or by a person; alarms of it stay quiet. */
import { Instant, operation, PageInput, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { PublicText } from './incidents.ts';

export const maintenanceStates = ['planned', 'announced', 'begun', 'ended', 'cancelled'] as const;
export const MaintenanceState = Type.Union([
  Type.Literal('planned'),
  Type.Literal('announced'),
  Type.Literal('begun'),
  Type.Literal('ended'),
  Type.Literal('cancelled'),
]);
export type MaintenanceState = Static<typeof MaintenanceState>;
export const maintenanceActs = ['announce', 'begin', 'end', 'cancel'] as const;
export const MaintenanceAct = Type.Union([
  Type.Literal('announce'),
  Type.Literal('begin'),
  Type.Literal('end'),
  Type.Literal('cancel'),
]);
export type MaintenanceAct = Static<typeof MaintenanceAct>;

const short = visibleText(150, 5);
const Title = Type.Object({ en: short, ru: short, kk: short, uk: short, ar: short }, { additionalProperties: false });
const Plan = {
  title: Title,
  text: PublicText,
  services: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 50, uniqueItems: true }),
  startsAt: Instant,
  endsAt: Instant,
};
export const Maintenance = Type.Object({
  id: Uuid,
  ...Plan,
  state: MaintenanceState,
  plannedBy: Type.String(),
  may: Type.Array(MaintenanceAct),
});
export type Maintenance = Static<typeof Maintenance>;

export const listMaintenance = operation({
  name: 'monitoring.list-maintenance',
  method: 'GET',
  path: '/monitoring/maintenance',
  summary: 'Planned work, the latest first',
  input: Type.Object({ ...PageInput, state: Type.Optional(MaintenanceState) }),
  output: pageOf(Maintenance),
  permission: 'monitoring:observe',
  audit: 'none',
});

export const planMaintenance = operation({
  name: 'monitoring.plan-maintenance',
  method: 'POST',
  path: '/monitoring/maintenance',
  summary: 'Plan work on services; nobody hears of it before it is announced',
  input: Type.Object(Plan),
  output: Type.Object({ id: Uuid }),
  permission: 'monitoring:run',
  audit: 'monitoring.maintenance-planned',
  about: { type: 'maintenance', id: 'id', facts: ['services', 'startsAt', 'endsAt'] },
  refusals: ['monitoring.service-unknown', 'monitoring.times-wrong', 'monitoring.text-secret'],
});

export const moveMaintenance = operation({
  name: 'monitoring.move-maintenance',
  method: 'POST',
  path: '/monitoring/maintenance/:id/steps',
  summary: 'Announce planned work, begin it early, end it, or cancel it',
  input: Type.Object({ id: Uuid, act: MaintenanceAct }),
  output: Type.Object({ id: Uuid, state: MaintenanceState }),
  permission: 'monitoring:run',
  audit: 'monitoring.maintenance-moved',
  about: { type: 'maintenance', id: 'id', facts: ['act'] },
  refusals: ['monitoring.maintenance-unknown', 'monitoring.maintenance-not-so'],
});
