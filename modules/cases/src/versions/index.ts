// SPDX-License-Identifier: Apache-2.0
/** A new version of a service beside the cases of the earlier ones: which could move, and what its tables would have said. */
export { planMoves } from './moves.ts';
export { replayRules } from './replay.ts';
