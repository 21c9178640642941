// SPDX-License-Identifier: Apache-2.0
/** What execution promises: the work on documents. */
export * from './contract/acquaintance.ts';
export * from './contract/approval.ts';
export * from './contract/desk.ts';
export * from './contract/discipline.ts';
export * from './contract/resolutions.ts';
export * from './contract/shapes.ts';
export * from './contract/imports.ts';
