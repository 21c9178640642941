// SPDX-License-Identifier: Apache-2.0
/** BPMN 2.0 without effects: models in, plans out, and a stepper that plays their tokens. */
export { ProcessFault } from './elements.ts';
export type { Plan, PlanEdge, PlanNode } from './plan.ts';
export { readProcess } from './reader.ts';
export { soundnessFaults } from './soundness.ts';
export { advance, indexProcess, type ProcessIndex, type Token } from './stepper.ts';
