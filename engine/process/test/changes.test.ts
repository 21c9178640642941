// SPDX-License-Identifier: Apache-2.0
/** An instance's own plan, and tokens that move into another one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changePlan,
  indexProcess,
  migrateTokens,
  type Plan,
  type PlanChange,
  type PlanNode,
  play,
  ProcessFault,
  readProcess,
  soundnessFaults,
  type Token,
} from '../src/index.ts';
import { block, planOf } from './blocks.ts';
import { drawn, event, sub, timer, undone, user } from './drawings.ts';

const read = (...lines: string[]) => readProcess(drawn(user('a') + user('b'), ...lines));
const step = (id: string) => ({ id, name: `Step ${id}`, settings: { duty: 'head' } });

/** Plays a plan to its end, always completing what stands first; answers the steps in order. */
function steps(plan: Plan, tokens: readonly Token[] = [], answers: () => boolean = () => false): string[] {
  const index = indexProcess(plan);
  let made = 0;
  const host = { test: answers, count: () => 2, newId: () => `n${made++}` };
  const done: string[] = [];
  let standing = [...tokens];
  const move = (what: Parameters<typeof play>[2]) => {
    const { removed, added } = play(index, standing, what, host);
    const gone = new Set(removed.map(({ id }) => id));
    standing = [...standing.filter(({ id }) => !gone.has(id)), ...added];
  };
  if (tokens.length === 0) move({ start: index.start.id });
  while (standing.length > 0) {
    const next = standing.find(
      (token) =>
        !token.arrivedBy &&
        token.done === undefined &&
        token.items === undefined &&
        index.node(token.node).kind === 'user',
    );
    if (!next) return [...done, 'stuck'];
    done.push(next.node);
    move({ complete: next });
  }
  return done;
}

const refusal = (plan: Plan, change: PlanChange): string => {
  try {
    changePlan(plan, [change]);
    return '';
  } catch (error) {
    if (error instanceof ProcessFault) return error.message;
    throw error;
  }
};

describe('a plan of its own', () => {
  test('a step is inserted after another, and has its place in the picture', async () => {
    const plan = await read('start > a > b > end');
    const changed = changePlan(plan, [{ insert: { after: 'a', node: step('n') } }]);
    expect(steps(changed)).toEqual(['a', 'n', 'b']);
    const node = indexProcess(changed).node('n');
    expect([node.kind, node.name, node.settings, node.width, node.height]).toEqual([
      'user',
      'Step n',
      { duty: 'head' },
      100,
      80,
    ]);
    expect(indexProcess(changed).outgoing('n')[0]?.points.length).toBe(2);
    expect(steps(plan)).toEqual(['a', 'b']);
  });

  test('a step is inserted beside another: both must be done', async () => {
    const changed = changePlan(await read('start > a > b > end'), [{ insert: { beside: 'a', node: step('n') } }]);
    expect(steps(changed)).toEqual(['a', 'n', 'b']);
  });

  test('a step is skipped with its boundary, given to another duty, and all that in one go', async () => {
    const plan = await readProcess(
      drawn(
        `${user('a')}${timer('late', 'a')}${user('b')}${user('c')}<exclusiveGateway id="x"/>`,
        'start > a > x > b > end',
        'late > c > x',
      ),
    );
    const changed = changePlan(plan, [
      { skip: 'a' },
      { replace: 'b', settings: { duty: 'deputy' } },
      { insert: { after: 'b', node: step('n') } },
      { insert: { after: 'n', node: step('m') } },
    ]);
    expect(steps(changed)).toEqual(['b', 'n', 'm']);
    expect(indexProcess(changed).node('b').settings).toEqual({ duty: 'deputy' });
    expect(indexProcess(changed).node('a').name).toBe('Task a');
    expect(indexProcess(changed).find('late')).toBeUndefined();
  });

  test('a sub-process is skipped with all that is inside', async () => {
    const plan = await readProcess(
      drawn(`${sub('s', `${user('a')}${undone('a')}`, 's-i > a > s-o')}${user('b')}`, 'start > s > b > end'),
    );
    const changed = changePlan(plan, [{ skip: 's' }]);
    expect(steps(changed)).toEqual(['b']);
    expect(changed.nodes.map(({ id }) => id).sort()).toEqual(['b', 'end', 's', 'start']);
  });

  test.each<[string, string, PlanChange, string]>([
    ['what is not there', '', { skip: 'z' }, '"z": the plan has no such step: name one of its steps'],
    ['a gateway', '', { skip: 'x' }, '"x": no single flow leaves it'],
    ['a start', '', { skip: 'start' }, '"start": it is no step to skip'],
    ['an end', '', { insert: { after: 'end', node: step('n') } }, '"end": no single flow leaves it'],
    [
      'an id that is there',
      '',
      { insert: { after: 'a', node: step('b') } },
      '"Step b" (b): the plan has a step of this id',
    ],
    ['settings of a gateway', '', { replace: 'x', settings: {} }, '"x": only activities have settings'],
    ['what undoes another', '', { skip: 'undo-b' }, '"undo-b": no single flow leaves it'],
    ['what is undone by name', '', { skip: 'b' }, '"Task b" (b): a compensation undoes it by name'],
    ['beside what is left by a timer', '', { insert: { beside: 'a', node: step('n') } }, 'a token waits for ever at'],
    ['beside a start', '', { insert: { beside: 'start', node: step('n') } }, '"start": not one flow leads to it'],
  ])('%s is refused', async (_, __, change, fault) => {
    const plan = await readProcess(
      drawn(
        `${user('a')}${timer('late', 'a')}${user('b')}${undone('b')}<exclusiveGateway id="x" default="x-y"/><exclusiveGateway id="y"/><exclusiveGateway id="w"/>${user('c')}${event('intermediateThrowEvent', 'back', 'compensate', '', 'activityRef="b"')}`,
        'start > x >[old] a > y > b > back > w > end',
        'x > y',
        'late > c > w',
      ),
    );
    expect(soundnessFaults(plan)).toEqual([]);
    expect(refusal(plan, change)).toContain(fault);
  });

  test('any change that is allowed leaves a sound plan', () => {
    fc.assert(
      fc.property(block, fc.nat(), fc.constantFrom('after', 'beside', 'skip', 'replace'), (root, pick, kind) => {
        const { names: _, counts: __, ...plan } = planOf(root);
        if (soundnessFaults(plan).length > 0) return;
        const nodes = plan.nodes.filter((node) => ['user', 'sub-process'].includes(node.kind));
        const { id } = nodes[pick % nodes.length] as PlanNode;
        const change = {
          after: { insert: { after: id, node: step('new') } },
          beside: { insert: { beside: id, node: step('new') } },
          skip: { skip: id },
          replace: { replace: id, settings: { duty: 'head' } },
        }[kind] as PlanChange;
        const refused = refusal(plan, change);
        // In a structured plan each change can be made, unless there is too much to look at.
        if (refused) expect(refused).toContain('too many');
        else expect(soundnessFaults(changePlan(plan, [change]))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('tokens in another plan', () => {
  const at = (node: string, more: Partial<Token> = {}): Token => ({ id: `at-${node}`, node, ...more });

  test('stand where they stood, or where they are mapped to', async () => {
    const from = await read('start > a > b > end');
    const to = changePlan(from, [{ insert: { after: 'a', node: step('n') } }]);
    expect(migrateTokens(from, to, [at('a')])).toEqual({ tokens: [at('a')], problems: [] });
    expect(steps(to, [at('a')])).toEqual(['a', 'n', 'b']);
    expect(migrateTokens(from, to, [at('b')], { b: 'n' }).tokens).toEqual([at('b', { node: 'n' })]);
  });

  test.each<[string, string[], Token, string]>([
    [
      'a step that is gone',
      [user('b'), 'start > b > end'],
      at('a'),
      '"Task a" (a): the new plan has no "a": map it to a step of its kind: b',
    ],
    [
      'a step of another kind',
      ['<serviceTask id="a"/>', 'start > a > end'],
      at('a'),
      '"a" is a service in the new plan and was a user: there is no other user there',
    ],
    [
      'a step in another scope',
      [sub('s', user('a'), 's-i > a > s-o'), 'start > s > end'],
      at('a'),
      'stands in s in the new plan and stood in the process',
    ],
    [
      'a step done several times',
      [user('a', '<multiInstanceLoopCharacteristics stoa:items="x"/>'), 'start > a > end'],
      at('a'),
      'is done several times in the new plan',
    ],
    [
      'what can no longer be undone',
      [user('a'), 'start > a > end'],
      at('a', { done: 1 }),
      'nothing undoes "Task a" (a) in the new plan',
    ],
  ])('%s is a problem', async (_, [elements = '', line = ''], token, problem) => {
    const from = await readProcess(drawn(`${user('a')}${user('b')}${undone('a')}`, 'start > a > b > end'));
    const to = await readProcess(drawn(elements, line));
    expect(migrateTokens(from, to, [token]).problems.join()).toContain(problem);
  });

  test('that wait in a join for what never comes again are a problem', async () => {
    const join = '<parallelGateway id="g"/><parallelGateway id="j"/>';
    const both = await readProcess(drawn(user('a') + user('b') + join, 'start > g > a > j > end', 'g > b > j'));
    const waiting = [at('j', { arrivedBy: 'a-j' }), at('b')];
    expect(migrateTokens(both, both, waiting).problems).toEqual([]);
    const single = await readProcess(drawn(user('a') + user('b') + join, 'start > g > a > end', 'g > b > j > end'));
    expect(migrateTokens(both, single, waiting).problems.join()).toContain(
      'having come by "a-j", which leads there no more',
    );
    const split = changePlan(both, [{ insert: { beside: 'b', node: step('n') } }]);
    expect(migrateTokens(both, split, waiting).problems.join()).toContain(
      'a token waits for ever at "j" and "n-join": now',
    );
  });

  test('without a problem always come to the end, wherever they stood and whatever was changed', () => {
    fc.assert(
      fc.property(
        block,
        fc.infiniteStream(fc.nat(1000)),
        fc.constantFrom('after', 'beside', 'skip'),
        (root, choices, kind) => {
          const { names: _, counts: __, ...plan } = planOf(root);
          const next = () => choices.next().value ?? 0;
          const index = indexProcess(plan);
          let made = 0;
          const host = { test: () => next() % 2 === 0, count: () => next() % 3, newId: () => `t${made++}` };
          let tokens: Token[] = [];
          const move = (what: Parameters<typeof play>[2]) => {
            const { removed, added } = play(index, tokens, what, host);
            const gone = new Set(removed.map(({ id }) => id));
            tokens = [...tokens.filter(({ id }) => !gone.has(id)), ...added];
          };
          move({ start: index.start.id });
          for (let left = next() % 6; left > 0; left--) {
            const work = tokens.filter((token) => index.node(token.node).kind === 'user');
            if (work.length > 0) move({ complete: work[next() % work.length] as Token });
          }
          const steppable = plan.nodes.filter((node) => ['user', 'sub-process'].includes(node.kind));
          const { id } = steppable[next() % steppable.length] as PlanNode;
          const change: PlanChange =
            kind === 'skip'
              ? { skip: id }
              : ({ insert: { [kind]: id, node: step('user-new') } } as unknown as PlanChange);
          if (refusal(plan, change)) return;
          const to = changePlan(plan, [change]);
          const { tokens: moved, problems } = migrateTokens(plan, to, tokens);
          if (problems.length > 0 || moved.length === 0) return;
          expect(steps(to, moved, host.test)).not.toContain('stuck');
        },
      ),
      { numRuns: 200 },
    );
  });
});
