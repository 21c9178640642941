// SPDX-License-Identifier: Apache-2.0
/** Messages, answers and refusals as all of the hub sees them. */
export { type Answer, answerWith, json } from './answer.ts';
export type { Message, Request } from './message.ts';
export { fitting, readJson } from './read-json.ts';
export { HubRefusal } from './refusal.ts';
