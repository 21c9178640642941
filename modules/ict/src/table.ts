// SPDX-License-Identifier: Apache-2.0
/** From requirements to operation: the one table of what leads where, and who takes the step. Pure. */
import type { ServiceAct, ServiceStage } from './contract.ts';

export interface Move {
  readonly from: ServiceStage;
  readonly to: ServiceStage;
  readonly by: 'integrator' | 'approver';
}
export const moves: Readonly<Record<ServiceAct, Move>> = {
  submit: { from: 'requirements', to: 'submitted', by: 'integrator' },
  return: { from: 'submitted', to: 'requirements', by: 'approver' },
  approve: { from: 'submitted', to: 'approved', by: 'approver' },
  tender: { from: 'approved', to: 'tender', by: 'integrator' },
  contract: { from: 'tender', to: 'development', by: 'integrator' },
  'hand-over': { from: 'development', to: 'acceptance', by: 'integrator' },
  rework: { from: 'acceptance', to: 'development', by: 'integrator' },
  accept: { from: 'acceptance', to: 'operation', by: 'integrator' },
};
/** Undefined where the act does not begin at this stage. */
export const after = (stage: ServiceStage, act: ServiceAct): ServiceStage | undefined =>
  moves[act].from === stage ? moves[act].to : undefined;
export const actsOf = (stage: ServiceStage, by: Move['by']): ServiceAct[] =>
  (Object.keys(moves) as ServiceAct[]).filter((act) => moves[act].from === stage && moves[act].by === by);
/** As the register says it: what was submitted has its requirements still. */
export const registered = (stage: ServiceStage): string => (stage === 'submitted' ? 'requirements' : stage);

/** The last result of each requirement: undefined where it was not tested since it was handed over. */
export type Result = boolean | undefined;
export const mayAccept = (results: readonly Result[]): boolean =>
  results.length > 0 && results.every((passed) => passed === true);
