// SPDX-License-Identifier: Apache-2.0
/** The life of an incident. Pure. */
import type { IncidentState } from '../contract/incidents.ts';

/** `recover`: its last alarm went off; `recur`: another one came on. */
export const allActs = ['acknowledge', 'mitigate', 'resolve', 'recover', 'recur'] as const;
export type AnyAct = (typeof allActs)[number];

/** What nobody has taken on resolves itself; what somebody has, they resolve. */
const table: Readonly<Record<IncidentState, Partial<Record<AnyAct, IncidentState>>>> = {
  open: { acknowledge: 'acknowledged', mitigate: 'mitigated', resolve: 'resolved', recover: 'resolved', recur: 'open' },
  acknowledged: { mitigate: 'mitigated', resolve: 'resolved', recover: 'mitigated', recur: 'acknowledged' },
  mitigated: { resolve: 'resolved', recover: 'mitigated', recur: 'acknowledged' },
  resolved: {},
};

/** Undefined where it cannot be done in this state. */
export const after = (state: IncidentState, act: AnyAct): IncidentState | undefined => table[state][act];
