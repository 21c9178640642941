// SPDX-License-Identifier: Apache-2.0
/** What monitoring promises: how every system and service stands, what was aimed at, what went wrong, what everybody may know. */
export * from './contract/capacity.ts';
export * from './contract/demo.ts';
export * from './contract/incidents.ts';
export * from './contract/maintenance.ts';
export * from './contract/services.ts';
export * from './contract/sources.ts';
export * from './contract/status.ts';
