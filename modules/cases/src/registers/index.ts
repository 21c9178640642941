// SPDX-License-Identifier: Apache-2.0
/** What registers say: asked as soon as the question is complete, kept with source, time and message id. */
export { ask, askAll, keepReplies, openQuestions } from './registers.ts';
export { putReading, type Reading, readingsOf } from './store.ts';
