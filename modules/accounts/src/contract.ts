// SPDX-License-Identifier: Apache-2.0
/** What accounts promises. */
export * from './contract/barriers.ts';
export * from './contract/closing.ts';
export * from './contract/names.ts';
export * from './contract/office.ts';
export * from './contract/recovery.ts';
export * from './contract/registering.ts';
export * from './contract/sponsors.ts';
