// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';
import { DeadlineMs, Url } from './fields.ts';

export const EventSettings = Type.Object(
  {
    /** Where events go whose subscription names no address. */
    url: Type.Optional(Url),
    /**
     * Addresses inside the perimeter that subscriptions may name: origin and beginning of the path. Others must be https
     * and public; `url` is allowed as it is.
     */
    allow: Type.Optional(Type.Array(Url, { maxItems: 100 })),
    /** Longest time to the receiver's answer; 10 s when missing. */
    deadlineMs: Type.Optional(Type.Intersect([DeadlineMs, Type.Integer({ maximum: 12_000 })])),
  },
  { additionalProperties: false },
);
export type EventSettings = Static<typeof EventSettings>;
