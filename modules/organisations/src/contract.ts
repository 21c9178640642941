// SPDX-License-Identifier: Apache-2.0
/** What organisations promises: the directory, its structure, and who holds which duty. */
export * from './contract/changes.ts';
export * from './contract/demo.ts';
export * from './contract/directory.ts';
export * from './contract/imports.ts';
export * from './contract/oversight.ts';
export * from './contract/practice.ts';
export * from './contract/structure.ts';
