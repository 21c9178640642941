// SPDX-License-Identifier: Apache-2.0
/** The life of a candidate, of a run and of a release. Pure. */
import type { CandidateState, RunState } from '../contract/candidates.ts';
import type { ReleaseStage } from '../contract/releases.ts';

/** `reopen`: an article that its certificate rests on has ended (clause 9.3). */
export const candidateMoves = ['certify', 'refuse', 'withdraw', 'appeal', 'reopen'] as const;
export type CandidateMove = (typeof candidateMoves)[number];
const candidates: Readonly<Record<CandidateState, Partial<Record<CandidateMove, CandidateState>>>> = {
  submitted: { certify: 'certified', refuse: 'refused', withdraw: 'withdrawn' },
  refused: { appeal: 'submitted' },
  certified: { reopen: 'submitted' },
  withdrawn: {},
};
/** Undefined where it cannot be done in this state. */
export const candidateAfter = (state: CandidateState, move: CandidateMove): CandidateState | undefined =>
  candidates[state][move];

export const runMoves = ['take', 'pass', 'fail', 'stop'] as const;
export type RunMove = (typeof runMoves)[number];
const runs: Readonly<Record<RunState, Partial<Record<RunMove, RunState>>>> = {
  queued: { take: 'running', stop: 'stopped' },
  // What was begun and never ended is taken over.
  running: { take: 'running', pass: 'passed', fail: 'failed', stop: 'stopped' },
  passed: {},
  failed: {},
  stopped: {},
};
export const runAfter = (state: RunState, move: RunMove): RunState | undefined => runs[state][move];

export const releaseMoves = ['canary', 'release', 'return', 'end'] as const;
export type ReleaseMove = (typeof releaseMoves)[number];
const releases: Readonly<Record<ReleaseStage, Partial<Record<ReleaseMove, ReleaseStage>>>> = {
  pilot: { canary: 'canary', return: 'returned', end: 'ended' },
  canary: { canary: 'canary', release: 'released', return: 'returned' },
  released: { return: 'returned' },
  returned: {},
  ended: {},
};
export const releaseAfter = (stage: ReleaseStage, move: ReleaseMove): ReleaseStage | undefined => releases[stage][move];
