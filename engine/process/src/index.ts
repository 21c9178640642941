// SPDX-License-Identifier: Apache-2.0
/** BPMN 2.0 without effects: models in, plans out, and a stepper that plays their tokens. */
export { type Drawing, type DrawnFlow, type DrawnLane, type DrawnNode, readDrawing } from './drawing.ts';
export { changePlan, type NewStep, type PlanChange } from './changes.ts';
export { ProcessFault } from './elements.ts';
export { type Occasion, occasions } from './events.ts';
export { migrateTokens, type Migration } from './migration.ts';
export type { Plan, PlanEach, PlanEdge, PlanEvent, PlanKind, PlanNode } from './plan.ts';
export { indexProcess, type ProcessIndex } from './plan-index.ts';
export { type DrawnProcess, type Model, readModel, readProcess } from './reader.ts';
export { soundnessFaults } from './soundness.ts';
export { type Advance, type Host, type ItemPlace, type Move, placeOf, play, type Token } from './stepper.ts';
