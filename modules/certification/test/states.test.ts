// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  candidateAfter,
  candidateMoves,
  releaseAfter,
  releaseMoves,
  runAfter,
  runMoves,
} from '../src/candidates/states.ts';
import type { CandidateState, RunState } from '../src/contract/candidates.ts';
import type { ReleaseStage } from '../src/contract/releases.ts';

test('a candidate is certified only while it is under way, and what is withdrawn stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...candidateMoves), { maxLength: 30 }), (moves) => {
      let state: CandidateState = 'submitted';
      for (const move of moves) {
        const next = candidateAfter(state, move);
        if (next === 'certified') expect(state).toBe('submitted');
        if (state === 'withdrawn') expect(next).toBeUndefined();
        // Open again is only what was decided, by its own way.
        if (next === 'submitted')
          expect([state, move]).toEqual(state === 'refused' ? ['refused', 'appeal'] : ['certified', 'reopen']);
        state = next ?? state;
      }
    }),
  );
});

test('a run ends once, and only what was taken passes or fails', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...runMoves), { maxLength: 20 }), (moves) => {
      const seen: RunState[] = ['queued'];
      for (const move of moves) seen.push(runAfter(seen.at(-1) ?? 'queued', move) ?? seen.at(-1) ?? 'queued');
      const end = seen.findIndex((state) => ['passed', 'failed', 'stopped'].includes(state));
      if (end < 0) return;
      expect(new Set(seen.slice(end)).size).toBe(1);
      if (seen[end] !== 'stopped') expect(seen.slice(0, end)).toContain('running');
    }),
  );
});

test('everybody gets a version only after some had it, and what was taken back stays so', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...releaseMoves), { maxLength: 20 }), (moves) => {
      const seen: ReleaseStage[] = ['pilot'];
      for (const move of moves) seen.push(releaseAfter(seen.at(-1) ?? 'pilot', move) ?? seen.at(-1) ?? 'pilot');
      const all = seen.indexOf('released');
      if (all >= 0) expect(seen.slice(0, all)).toContain('canary');
      for (const end of ['returned', 'ended'] as const)
        if (seen.includes(end)) expect(new Set(seen.slice(seen.indexOf(end)))).toEqual(new Set([end]));
    }),
  );
});
