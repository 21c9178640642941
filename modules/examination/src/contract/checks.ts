// SPDX-License-Identifier: Apache-2.0
/** The rules by which a machine looks first: data, readable by everybody. */
import { LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { CheckRun, Kind } from './shapes.ts';

/** Rules of examinations among the norms, whose clauses checks and remarks cite by number alone. */
export const rulesAct = 'expertise-rules';
export const Check = Type.Object({
  id: Type.String(),
  kinds: Type.Array(Kind),
  title: LocalText,
  explanation: LocalText,
  cure: LocalText,
  clause: Type.String(),
  weight: Type.Integer(),
  /** FEEL over what was gathered; where it is false the check says nothing. */
  applies: Type.String(),
  passes: Type.String(),
});
export type Check = Static<typeof Check>;

export const listChecks = operation({
  name: 'examination.list-checks',
  method: 'GET',
  path: '/examination/checks',
  summary: 'The automatic checks with the rule of each, and which parts each kind of dossier has to have',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Check),
    required: Type.Record(Type.String(), Type.Array(Type.String())),
    terms: Type.Record(Type.String(), Type.Record(Type.String(), Type.Integer())),
  }),
  permission: 'public',
  audit: 'none',
});

export const rerunChecks = operation({
  name: 'examination.rerun-checks',
  method: 'POST',
  path: '/examination/dossiers/:id/checks',
  summary: 'Run the checks of a dossier under way once more, over the register as it is now',
  input: Type.Object({ id: Uuid }),
  output: CheckRun,
  permission: 'examination:examine',
  audit: 'examination.checks-run',
  about: { type: 'dossier', id: 'id', facts: ['digest'] },
  refusals: ['examination.dossier-unknown', 'examination.state-forbids'],
});
