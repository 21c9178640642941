// SPDX-License-Identifier: Apache-2.0
/** What architecture promises: the register of what a state runs on, in two times. */
export * from './contract/changes.ts';
export * from './contract/elements.ts';
export * from './contract/figures.ts';
export * from './contract/findings.ts';
export * from './contract/imports.ts';
export * from './contract/lists.ts';
export * from './contract/pictures.ts';
export * from './contract/settled.ts';
export * from './contract/similarity.ts';
export * from './contract/vocabulary.ts';
