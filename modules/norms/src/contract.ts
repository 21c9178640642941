// SPDX-License-Identifier: Apache-2.0
/** What norms promises: acts with clauses, methodologies with steps, consultations. */
export * from './contract/demo.ts';
export * from './contract/models.ts';
export * from './contract/norms.ts';
