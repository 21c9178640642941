// SPDX-License-Identifier: Apache-2.0
/** What papers promises: what is printed, previewed, made from templates and taken out of lists. */
export * from './contract/lists.ts';
export * from './contract/views.ts';
export * from './contract/dispatches.ts';
export * from './contract/stamps.ts';
export * from './contract/templates.ts';
export * from './contract/previews.ts';
export * from './contract/imports.ts';
