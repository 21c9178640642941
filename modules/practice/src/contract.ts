// SPDX-License-Identifier: Apache-2.0
/** What practice promises: a room to learn the chancery's work in. */
export * from './contract/room.ts';
export * from './contract/tasks.ts';
export * from './contract/demo.ts';
export * from './contract/readiness.ts';
