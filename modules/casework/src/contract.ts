// SPDX-License-Identifier: Apache-2.0
/** What the officers' desk promises: what is written beside a case, second looks, views of the queue, and how the office goes. */
export * from './contract/board.ts';
export * from './contract/demo.ts';
export * from './contract/desk.ts';
export * from './contract/notes.ts';
export * from './contract/reviews.ts';
export * from './contract/views.ts';
