// SPDX-License-Identifier: Apache-2.0
/** Places of what is limited: granted by a department, taken by cases, given back. Never more are taken than were granted. */
import { CalendarDate, IdPageInput, Instant, LocalText, operation, pageOf, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Key = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9 .:/_-]{0,79}$' });
const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
const Outcome = Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 30 });
/** What the places are for (`foreign-workers`), and which of them (an occupation, an hour at a clinic). */
const kind = Type.String({ pattern: '^[a-z][a-z-]{1,39}$' });
const code = Key;
/** Taxpayer number of the organisation whose places they are; null: whoever comes takes one. */
const holder = Type.Union([Type.String({ pattern: '^[0-9]{6,20}$' }), Type.Null()]);
const until = Type.Union([CalendarDate, Type.Null()]);

export const Grant = Type.Object({
  do: Type.Literal('grant'),
  /** Of the application: the same key grants once. */
  key: Key,
  ...{ kind, code, holder },
  service: ServiceId,
  /** The code in words. */
  title: LocalText,
  places: Type.Integer({ minimum: 1, maximum: 100_000 }),
  /** How many the holder may have over all codes of the kind; null: as many as asked. */
  most: Type.Union([Type.Integer(), Type.Null()]),
  /** Last day: what nobody holds then lapses, what is held lapses as it is given back. */
  until,
});
export const Take = Type.Object({
  do: Type.Literal('take'),
  /** Of what needs the place, as a permit: it has one place. Under another code it moves, under the same it stays longer. */
  key: Key,
  ...{ kind, code, holder },
  caseId: Uuid,
  /** How the case must end for the place to stay taken; any other end gives it back. */
  keptBy: Type.Array(Outcome, { maxItems: 10 }),
  /** Last day of the need. */
  until,
  /** Where none is left: stand in the line, and be answered when one is there. */
  waits: Type.Boolean(),
});
export const Release = Type.Object({ do: Type.Literal('release'), key: Key, kind, holder });
export const Look = Type.Object({ do: Type.Literal('look'), kind, holder });
/** What a department's case asks of the portal: the content of the request on the exchange. */
export const PlacesRequest = Type.Union([Grant, Take, Release, Look]);
export type PlacesRequest = Static<typeof PlacesRequest>;

/** What the case is answered. */
export const PlacesAnswer = Type.Object({
  /** Whether there is what was asked for: false where no place is left, or none was held. */
  done: Type.Boolean(),
  /** Granted, taken or given back by this key. */
  places: Type.Integer(),
  /** Of the pool; of `look` over all codes of the kind. */
  granted: Type.Integer(),
  taken: Type.Integer(),
  left: Type.Integer(),
});
export type PlacesAnswer = Static<typeof PlacesAnswer>;

export const listPlaces = operation({
  name: 'places.list-places',
  method: 'GET',
  path: '/places',
  summary: 'Places of the organisation I act for: granted, used, left',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(
    Type.Object({
      id: Uuid,
      serviceId: ServiceId,
      kind,
      code,
      title: LocalText,
      granted: Type.Integer(),
      taken: Type.Integer(),
      left: Type.Integer(),
      /** Cases that stand in the line. */
      waiting: Type.Integer(),
      /** Day on which the first of the grants ends. */
      until: Type.Optional(CalendarDate),
      /** What holds a place, newest first; at most 100. */
      uses: Type.Array(
        Type.Object({ key: Key, state: Type.Enum(['held', 'kept']), until: Type.Optional(CalendarDate) }),
      ),
    }),
  ),
  permission: 'places:own',
  audit: 'none',
});

/** For `labour`: what was granted and taken beyond what was given back, by month and code, over all holders. */
export const countPlaces = operation({
  name: 'places.count-places',
  method: 'GET',
  path: '/places/counts',
  summary: 'How places moved, by month and code',
  input: Type.Object({ kind }),
  output: Type.Object({
    items: Type.Array(
      Type.Object({
        month: Type.String({ pattern: '^[0-9]{4}-[0-9]{2}$' }),
        code,
        granted: Type.Integer(),
        taken: Type.Integer(),
      }),
    ),
  }),
  permission: 'places:count',
  audit: 'none',
});

export const enterDemoPlaces = operation({
  name: 'places.enter-demo-places',
  method: 'PUT',
  path: '/places/demo',
  summary: 'Enter places of the demo country',
  input: Type.Object({
    /** Subsystem in whose name they are entered. */
    keeper: Type.String({ maxLength: 200 }),
    at: Instant,
    items: Type.Array(Type.Union([Grant, Take]), { maxItems: 2000 }),
  }),
  output: Type.Object({ entered: Type.Integer({ description: 'granted or taken; what was there before, too' }) }),
  permission: 'places:enter-demo',
  bodyMiB: 2,
  audit: 'places.demo-entered',
  refusals: ['places.demo-off'],
});
