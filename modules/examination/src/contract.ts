// SPDX-License-Identifier: Apache-2.0
/** What examination promises: dossiers checked by rules, examined by people, concluded by two signatures. */
export * from './contract/checks.ts';
export * from './contract/conclusion.ts';
export * from './contract/demo.ts';
export * from './contract/dossiers.ts';
export * from './contract/figures.ts';
export * from './contract/review.ts';
export * from './contract/shapes.ts';
