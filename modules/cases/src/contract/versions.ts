// SPDX-License-Identifier: Apache-2.0
/** A new version of a service beside the cases of the earlier ones. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const ServiceId = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 });
const Version = Type.String({ pattern: '^sha256:[0-9a-f]{64}$' });

/** Open cases that are on another version, two hundred at a time, in the order of their ids; nothing is written. */
export const planMoves = operation({
  name: 'cases.plan-moves',
  method: 'GET',
  path: '/cases/services/:serviceId/moves',
  summary: 'Which open cases could move to a version of their service, and why others could not',
  input: Type.Object({
    serviceId: ServiceId,
    version: Type.Optional(Version),
    after: Type.Optional(Uuid),
  }),
  output: Type.Object({
    version: Version,
    items: Type.Array(
      Type.Object({
        id: Uuid,
        number: Type.String(),
        from: Version,
        faults: Type.Array(Type.String(), { description: 'none where it can move' }),
      }),
    ),
  }),
  permission: 'cases:steer',
  audit: 'cases.moves-planned',
  about: { type: 'service', id: 'serviceId', facts: ['version'] },
  refusals: ['catalogue.service-unknown', 'catalogue.version-unknown'],
});

const Replayed = Type.Object({
  was: Type.String(),
  would: Type.String(),
  count: Type.Integer(),
  /** Of the first few. */
  numbers: Type.Array(Type.String()),
});

/** The newest decided cases of a service, looked at once more by tables that are not published. */
export const ReplayedRules = Type.Object({
  looked: Type.Integer(),
  against: Type.Integer({ description: 'an officer decided otherwise than their own tables advised' }),
  unanswered: Type.Integer({ description: 'a table misses what it asks, or has no row for it' }),
  outcomes: Type.Array(Replayed),
  fees: Type.Array(Replayed),
});
export type ReplayedRules = Static<typeof ReplayedRules>;

export const replayRules = operation({
  name: 'cases.replay-rules',
  method: 'POST',
  path: '/cases/services/:serviceId/replays',
  summary: 'Say what the tables of a draft would have decided of past cases; nothing of a person is answered',
  input: Type.Object({
    serviceId: ServiceId,
    decisions: Type.Record(Type.String({ maxLength: 64 }), Type.String(), { description: 'DMN, by name' }),
    cases: Type.Integer({ minimum: 1, maximum: 5000 }),
  }),
  output: ReplayedRules,
  permission: 'cases:replay',
  bodyMiB: 8,
  audit: 'cases.rules-replayed',
  about: { type: 'service', id: 'serviceId', facts: ['cases', 'looked'] },
});
