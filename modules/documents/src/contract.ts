// SPDX-License-Identifier: Apache-2.0
/** What documents promises: the register of an institution's documents. */
export * from './contract/access.ts';
export * from './contract/documents.ts';
export * from './contract/files.ts';
export * from './contract/imports.ts';
export * from './contract/journals.ts';
export * from './contract/norms.ts';
export * from './contract/peers.ts';
export * from './contract/shapes.ts';
export * from './contract/signatures.ts';
