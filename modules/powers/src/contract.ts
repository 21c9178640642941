// SPDX-License-Identifier: Apache-2.0
/** What powers promises. */
export * from './contract/demo.ts';
export * from './contract/paper.ts';
export * from './contract/power.ts';
export * from './contract/registers.ts';
export * from './contract/software.ts';
