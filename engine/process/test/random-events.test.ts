// SPDX-License-Identifier: Apache-2.0
/**
 * Random processes with boundary events, event sub-processes and compensation, played in random order against a model that
 * knows no tokens, with everything but the tokens forgotten after each step.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexProcess, occasions, play, soundnessFaults, type Token } from '../src/index.ts';
import { clear, type Part, planOf, root, type Scope } from './event-blocks.ts';

/** What is under way in the model, and what was done in a scope, in order. */
type Log = { seq: number; name: string }[];
type Live =
  | { kind: 'task'; name: string; undo?: string; remind?: string }
  | { kind: 'turn'; now: Live; rest: Part[] }
  | { kind: 'beside'; parts: Live[] }
  | { kind: 'undoing'; name: string }
  | { kind: 'scope'; part: Scope; main: Live | undefined; extras: Live[]; stopped: boolean; log: Log };

let seq = 0;
const undoing = (log: Log): Live | undefined => {
  const last = log.sort((a, b) => a.seq - b.seq).pop();
  return last && { kind: 'undoing', name: last.name };
};
function begin(one: Part, log: Log): Live | undefined {
  switch (one.kind) {
    case 'task':
      return {
        kind: 'task',
        name: one.id,
        ...(one.undoable ? { undo: `undo-${one.id}` } : {}),
        ...(one.reminded ? { remind: `remind-${one.id}` } : {}),
      };
    case 'undo':
      return undoing(log);
    case 'fork':
      return beside(one.branches.map((branch) => turn(branch, log)));
    case 'scope':
      return scopeOf(one, log);
  }
}
const beside = (parts: (Live | undefined)[]): Live | undefined => {
  const left = parts.filter((one) => one !== undefined);
  return left.length > 0 ? { kind: 'beside', parts: left } : undefined;
};
function turn(parts: Part[], log: Log): Live | undefined {
  const [first, ...rest] = parts;
  if (!first) return undefined;
  const now = begin(first, log);
  return now ? { kind: 'turn', now, rest } : turn(rest, log);
}
function scopeOf(one: Scope, outer: Log): Live | undefined {
  const log: Log = [];
  return settled({ kind: 'scope', part: one, main: turn(one.parts, log), extras: [], stopped: false, log }, outer);
}
function settled(scope: Extract<Live, { kind: 'scope' }>, outer: Log): Live | undefined {
  if (scope.main ?? scope.extras[0]) return scope;
  outer.push(...scope.log);
  return undefined;
}
const task = (name: string): Live => ({ kind: 'task', name });

/** Everything of the model that answers to a name: what becomes of it, and what starts beside it in its scope. */
type Change = (live: Live, log: Log, extras: Live[]) => Live | undefined;
function done(name: string): Change {
  // Of several that an event has started, one.
  let isDone = false;
  return (live, log) => {
    if (isDone || !('name' in live) || live.name !== name) return live;
    isDone = true;
    if (live.kind === 'undoing') return undoing(log);
    if (live.undo) log.push({ seq: ++seq, name: live.undo });
    return undefined;
  };
}
const occurring: (name: string) => Change = (name) => (live, _, extras) => {
  if (live.kind === 'task' && live.remind === name) extras.push(task(name.replace('remind', 'do')));
  if (live.kind !== 'scope') return live;
  if (name === `late-${live.part.id}`) return task(name.replace('late', 'after'));
  if (name !== `on-${live.part.id || 'undefined'}`) return live;
  const own = task(name.replace('on', 'do'));
  return live.part.triggered === 'stops'
    ? { ...live, main: undefined, extras: [own], stopped: true }
    : { ...live, extras: [...live.extras, own] };
};
function changed(live: Live | undefined, change: Change, log: Log, extras: Live[]): Live | undefined {
  if (!live) return undefined;
  if (live.kind === 'turn') {
    const now = changed(live.now, change, log, extras);
    return now ? { ...live, now } : turn(live.rest, log);
  }
  if (live.kind === 'beside') return beside(live.parts.map((one) => changed(one, change, log, extras)));
  const own = change(live, log, extras);
  if (own !== live || live.kind !== 'scope') return own;
  const more: Live[] = [];
  const main = changed(live.main, change, live.log, more);
  const left = live.extras.map((one) => changed(one, change, live.log, more)).filter((one) => one !== undefined);
  return settled({ ...live, main, extras: [...left, ...more] }, log);
}
function standing(live: Live | undefined): string[] {
  if (!live) return [];
  if (live.kind === 'turn') return standing(live.now);
  if (live.kind === 'beside') return live.parts.flatMap(standing);
  if (live.kind === 'scope') return [live.main, ...live.extras].flatMap(standing);
  return [live.name];
}
function awaited(live: Live | undefined): string[] {
  if (!live) return [];
  if (live.kind === 'turn') return awaited(live.now);
  if (live.kind === 'beside') return live.parts.flatMap(awaited);
  if (live.kind === 'task') return live.remind ? [live.remind] : [];
  if (live.kind === 'undoing') return [];
  const own = [
    ...(live.part.guarded ? [`late-${live.part.id}`] : []),
    ...(live.part.triggered !== 'no' && !live.stopped ? [`on-${live.part.id || 'undefined'}`] : []),
  ];
  return [...own, ...[live.main, ...live.extras].flatMap(awaited)];
}

test('whatever occurs and is done in whatever order, what stands, may occur and is undone is what the drawing says', () => {
  fc.assert(
    fc.property(root, fc.infiniteStream(fc.nat(1000)), (drawn, choices) => {
      const process = { ...drawn, parts: clear(drawn.parts, false) };
      const plan = planOf(process);
      const next = () => choices.next().value ?? 0;
      let model = scopeOf({ ...process, id: '' }, []);
      let kept = '[]';
      let made = 0;
      const move = (what: Parameters<typeof play>[2]) => {
        const tokens = JSON.parse(kept) as Token[];
        const restarted = indexProcess(structuredClone(plan));
        const step = play(restarted, tokens, what, { test: () => false, count: () => 1, newId: () => `t${made++}` });
        const gone = new Set(step.removed.map(({ id }) => id));
        kept = JSON.stringify([...tokens.filter(({ id }) => !gone.has(id)), ...step.added]);
      };
      move({ start: 'start-undefined' });
      const index = indexProcess(plan);
      for (let moves = 0; ; moves++) {
        const tokens = JSON.parse(kept) as Token[];
        const work = tokens.filter(
          ({ node, done: undoable }) => index.node(node).kind === 'user' && undoable === undefined,
        );
        const events = occasions(index, tokens);
        expect(work.map(({ node }) => node).sort()).toEqual(standing(model).sort());
        expect(events.map(({ event }) => event.id).sort()).toEqual(awaited(model).sort());
        if (work.length === 0) break;
        const event = moves < 20 && next() % 3 === 0 ? events[next() % events.length] : undefined;
        const chosen = work[next() % work.length] as Token;
        const change = event ? occurring(event.event.id) : done(chosen.node);
        model = changed(model, change, [], []);
        move(event ? { occurs: event.event.id, at: event.at } : { complete: chosen });
      }
      expect(kept).toBe('[]');
    }),
    { numRuns: 300 },
  );
});

test('what is drawn so is found sound', () => {
  fc.assert(
    fc.property(root, (process) => {
      const faults = soundnessFaults(planOf(process)).filter((fault) => !fault.includes('too many to be checked'));
      expect(faults).toEqual([]);
    }),
    { numRuns: 15 },
  );
});
