// SPDX-License-Identifier: Apache-2.0
/** What support promises: whoever meets a problem reports it, three lines answer by terms, and what is known is told to everybody. */
export * from './contract/demo.ts';
export * from './contract/known-errors.ts';
export * from './contract/own.ts';
export * from './contract/tickets.ts';
