// SPDX-License-Identifier: Apache-2.0
/**
 * Blind answers: a ballot is made over a number that its holder alone keeps, is cast into a box that knows no time, and is
 * counted together with others of its cell. Decision 43 says what that hides, and from whom.
 */
import { operation, RegionCode, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Code, ScaleAnswers } from './codes.ts';

/** The finest that is known of a blind answer: region, sphere, service and questionnaire; with others of a month. */
const cell = {
  regionCode: RegionCode,
  sector: Code,
  serviceCode: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
};
export const Ballot = Type.Object({
  ...{ templateVersionId: Uuid, ...cell },
  /** MAC over all of this and the seed. */
  seal: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
});
export type Ballot = Static<typeof Ballot>;
/** 128 random bits of the holder; no table, log or answer has them. */
export const BallotSeed = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' });
const { seal: _seal, ...unsealed } = Ballot.properties;

export const issueBallot = operation({
  name: 'surveys.issue-ballot',
  method: 'PUT',
  path: '/surveys/ballots',
  summary: 'Make a ballot for who used up a survey link',
  /** `again`: for the same link and seed, so that it is not counted twice. */
  input: Type.Object({ ...unsealed, seed: BallotSeed, again: Type.Boolean() }),
  output: Ballot,
  permission: 'surveys:record',
  audit: 'none',
});

/** The same answers again get the same receipt. PUT, so that nobody keeps a request of it to be repeated. */
export const castBallot = operation({
  name: 'surveys.cast-ballot',
  method: 'PUT',
  path: '/surveys/ballot-box',
  summary: 'Answer a blind survey; nothing says who did',
  input: Type.Object({ ...Ballot.properties, seed: BallotSeed, answers: ScaleAnswers }),
  output: Type.Object({ receipt: Type.String() }),
  permission: 'public',
  limit: 60,
  audit: 'none',
  refusals: ['surveys.ballot-unknown', 'surveys.ballot-cast', 'surveys.version-unknown', 'surveys.answers-incomplete'],
});

export const findReceipt = operation({
  name: 'surveys.find-receipt',
  // A receipt stands in no address.
  method: 'POST',
  path: '/surveys/ballot-receipts',
  summary: 'Whether the ballot of a receipt was counted, and with which cell and month',
  input: Type.Object({ receipt: Type.String({ maxLength: 100 }) }),
  output: Type.Object({
    state: Type.Enum(['counted', 'waiting', 'unknown']),
    regionCode: Type.Optional(RegionCode),
    sector: Type.Optional(Code),
    serviceCode: Type.Optional(Type.String()),
    month: Type.Optional(Type.String({ description: 'with which it was counted, YYYY-MM' })),
  }),
  permission: 'public',
  limit: 60,
  audit: 'none',
});

/** More cast than issued in a cell would be ballots that no link was used up for. */
export const tallyBallots = operation({
  name: 'surveys.tally-ballots',
  method: 'GET',
  path: '/surveys/ballot-tally',
  summary: 'How many ballots of each cell were issued, were cast, and are counted',
  input: Type.Object({}),
  output: Type.Object({
    items: Type.Array(Type.Object({ ...cell, issued: Type.Integer(), cast: Type.Integer(), counted: Type.Integer() })),
  }),
  permission: 'surveys:read',
  audit: 'none',
});
