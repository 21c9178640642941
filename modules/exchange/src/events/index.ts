// SPDX-License-Identifier: Apache-2.0
/** Event types, publications, subscriptions, reading and pushing. */
export type { DeliveryParts } from './attempt.ts';
export { eventRequest, isEventPath } from './endpoint.ts';
export { startDeliveries } from './push.ts';
export { eventSettings } from './settings.ts';
export { sweepEvents } from './sweep.ts';
export { publishEventType } from './types.ts';
export {
  listEventDeadLetters,
  listEventSubscriptions,
  listEventTypes,
  replayEvent,
  replayEvents,
} from './oversight.ts';
