// SPDX-License-Identifier: Apache-2.0
export * from './contract/cabinet.ts';
export * from './contract/live.ts';
export * from './contract/published.ts';
