// SPDX-License-Identifier: Apache-2.0
/** What consent promises: purposes, what people agreed to, corrections they ask for. */
export * from './contract/purposes.ts';
export * from './contract/acts.ts';
export * from './contract/corrections.ts';
export * from './contract/demo.ts';
