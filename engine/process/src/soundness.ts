// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a plan can always come to its end: every marking that its tokens can reach is looked at, with every answer to
 * every condition, up to a bound. What is wrong is said with the steps that lead there.
 */
import type { Plan } from './plan.ts';
import { advance, indexProcess, type ProcessIndex, type Token } from './stepper.ts';

/** Markings looked at before the plan is called too tangled to be checked. */
const mostMarkings = 20_000;

interface Marking {
  readonly tokens: readonly Token[];
  readonly key: string;
  /** The marking it came from, and what happened. */
  readonly before?: Marking;
  readonly step: string;
}

/** Nothing, or the first faults found: each a sentence with the way that leads to it. */
export function soundnessFaults(plan: Plan): string[] {
  try {
    return faultsOf(indexProcess(plan));
  } catch (error) {
    // The stepper could not go on: no flow may be taken, or flows run in a circle.
    return [error instanceof Error ? error.message : String(error)];
  }
}

function faultsOf(index: ProcessIndex): string[] {
  const seen = new Map<string, Marking>();
  const cameFrom = new Map<string, string[]>();
  const waiting: Marking[] = [];
  const reach = (marking: Marking) => {
    cameFrom.set(marking.key, [...(cameFrom.get(marking.key) ?? []), marking.before?.key ?? '']);
    if (seen.has(marking.key)) return;
    seen.set(marking.key, marking);
    waiting.push(marking);
  };
  for (const tokens of outcomes(index, [], index.start.id))
    reach(markingOf(tokens, undefined, named(index, index.start.id)));
  for (const marking of waiting) {
    const twice = openedTwice(index, marking);
    if (twice) return [twice];
    if (seen.size > mostMarkings)
      return [
        `the process has more than ${mostMarkings} states, too many to be checked: draw parts of it as processes`,
      ];
    for (const token of marking.tokens.filter(({ arrivedBy }) => !arrivedBy))
      for (const from of [token.node, ...index.boundaryOf(token.node).map(({ id }) => id)]) {
        const others = marking.tokens.filter((other) => other !== token);
        for (const tokens of outcomes(index, others, from)) reach(markingOf(tokens, marking, named(index, from)));
      }
  }
  return deadEnds(index, seen, cameFrom);
}

const named = (index: ProcessIndex, id: string): string => {
  const { name } = index.node(id);
  return name === id ? `"${id}"` : `"${name}" (${id})`;
};

function markingOf(tokens: readonly Token[], before: Marking | undefined, step: string): Marking {
  const key = tokens
    .map(({ node, arrivedBy = '' }) => `${node} ${arrivedBy}`)
    .sort()
    .join('|');
  return { tokens, key, step, ...(before ? { before } : {}) };
}

/** What leaving `from` can come to, over all answers to the conditions on the way. */
function* outcomes(index: ProcessIndex, tokens: readonly Token[], from: string): Generator<readonly Token[]> {
  const scripts: boolean[][] = [[]];
  let made = 0;
  for (let script = scripts.pop(); script; script = scripts.pop()) {
    const given = [...script];
    let asked = 0;
    const test = () => {
      if (asked === given.length) {
        scripts.push([...given, true]);
        given.push(false);
      }
      return given[asked++] === true;
    };
    const step = advance(index, tokens, from, test, () => `${from} ${tokens.length} ${made++}`);
    yield [...tokens.filter((token) => !step.removed.includes(token)), ...step.added];
  }
}

const wayTo = (marking: Marking): string => {
  const steps: string[] = [];
  for (let at: Marking | undefined = marking; at; at = at.before) steps.unshift(at.step);
  return steps.join(' → ');
};

/** Two tokens where one should be: a task is done twice, a join opens twice. */
function openedTwice(index: ProcessIndex, marking: Marking): string | undefined {
  const at = marking.tokens.map(({ node, arrivedBy = '' }) => `${node} ${arrivedBy}`);
  const twice = marking.tokens.find((_, position) => at.indexOf(at[position] ?? '') !== position);
  if (!twice) return undefined;
  return (
    `${named(index, twice.node)} opens twice: ${wayTo(marking)}. ` +
    'Branches that run side by side must meet in a parallel gateway before it.'
  );
}

/** Markings from which the end cannot be reached any more; the nearest to the start speaks for them. */
function deadEnds(index: ProcessIndex, seen: Map<string, Marking>, cameFrom: Map<string, string[]>): string[] {
  const ending = new Set(['']);
  for (const key of ending) for (const before of cameFrom.get(key) ?? []) ending.add(before);
  const stuck = [...seen.values()].filter(({ key }) => !ending.has(key));
  const dead = stuck.find(({ tokens }) => tokens.every(({ arrivedBy }) => arrivedBy)) ?? stuck[0];
  if (!dead) return [];
  const joins = dead.tokens.filter(({ arrivedBy }) => arrivedBy);
  const place = (joins.length > 0 ? joins : dead.tokens).map(({ node }) => named(index, node));
  return [
    `a token waits for ever at ${[...new Set(place)].join(' and ')}: ${wayTo(dead)}. ` +
      'The branches that meet there must all come: join what an exclusive gateway has split, or a timer has left, in an exclusive one.',
  ];
}
