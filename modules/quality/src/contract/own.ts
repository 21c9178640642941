// SPDX-License-Identifier: Apache-2.0
/** What a citizen sees of the cards about them. */
import { CalendarDate, Instant, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

export const listOwnCards = operation({
  name: 'quality.list-own-cards',
  method: 'GET',
  path: '/quality/own-cards',
  summary: 'Services about which I am asked, or about those of a child in my care; and whether I object',
  input: Type.Object({}),
  output: Type.Object({
    /** Since when nobody asks me. */
    objectsSince: Type.Optional(Instant),
    /** The newest 100. */
    items: Type.Array(
      Type.Object({
        id: Uuid,
        organisationName: LocalText,
        renderedOn: CalendarDate,
        /** About a child in my care. */
        ofChild: Type.Boolean(),
        state: Type.Enum(['waiting', 'invited', 'answered', 'not-asked', 'over']),
        answerBy: Type.Optional(Instant),
      }),
    ),
  }),
  permission: 'quality:own',
  audit: 'none',
});

/** Saying the same again changes nothing. */
export const setObjection = operation({
  name: 'quality.set-objection',
  method: 'PUT',
  path: '/quality/own-objection',
  summary: 'Object to being asked about services, or take it back; holds for services taken in from now on',
  input: Type.Object({ objects: Type.Boolean() }),
  output: Type.Object({ objects: Type.Boolean() }),
  permission: 'quality:own',
  audit: 'quality.objection-set',
});
