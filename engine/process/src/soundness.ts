// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a plan can always come to its end: every marking that its tokens can reach is looked at, with every answer to
 * every condition, up to a bound. What is wrong is said with the steps that lead there.
 */
import { occasions } from './events.ts';
import type { Plan, PlanNode } from './plan.ts';
import { fail, indexProcess, type ProcessIndex } from './plan-index.ts';
import { type Move, play, type Token } from './stepper.ts';

/** Markings looked at before the plan is called too tangled to be checked. */
const mostMarkings = 10_000;
/** Tokens looked at on the way, with something for each move. */
const mostWork = 1_000_000;
const perMove = 10;

/** With the boundary events that have occurred at it: one that interrupts nothing is looked at once. */
type Seen = Token & { readonly occurred?: readonly string[] };

const tooMany = `the process has more than ${mostMarkings} states, too many to be checked: draw parts of it as processes`;

interface Marking {
  readonly tokens: readonly Seen[];
  readonly key: string;
  /** The marking it came from, and what happened. */
  readonly before?: Marking;
  readonly step: string;
}

/** Nothing, or the first faults found: each a sentence with the way that leads to it. */
export function soundnessFaults(plan: Plan): string[] {
  try {
    const unclear = choiceFaults(plan);
    return unclear.length > 0 ? unclear : faultsOf(indexProcess(plan));
  } catch (error) {
    return [stuck(error)];
  }
}

/** Whether what stands can still come to its end, whatever happens: nothing, or the first fault found. */
export function endingFaults(plan: Plan, tokens: readonly Token[]): string[] {
  try {
    return faultsOf(indexProcess(plan), tokens);
  } catch (error) {
    return [stuck(error)];
  }
}

/** The stepper could not go on: no flow may be taken, or flows run in a circle. */
const stuck = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** From the start, or from what stands: there an event that interrupts nothing may have occurred several times. */
function faultsOf(index: ProcessIndex, standing?: readonly Token[]): string[] {
  const seen = new Map<string, Marking>();
  const cameFrom = new Map<string, string[]>();
  const waiting: Marking[] = [];
  const budget = { work: mostWork };
  const reach = (marking: Marking) => {
    cameFrom.set(marking.key, [...(cameFrom.get(marking.key) ?? []), marking.before?.key ?? '']);
    if (seen.has(marking.key)) return;
    seen.set(marking.key, marking);
    waiting.push(marking);
  };
  if (standing) reach(markingOf(standing, undefined, 'now'));
  for (const { id } of standing ? [] : index.startsOf(undefined))
    for (const tokens of outcomes(index, [], { start: id }, budget))
      reach(markingOf(tokens, undefined, named(index, id)));
  for (const marking of waiting) {
    const twice = standing ? undefined : openedTwice(index, marking);
    if (twice) return [twice];
    if (seen.size > mostMarkings) fail(tooMany);
    for (const { move, tokens, step } of movesAt(index, marking))
      for (const after of outcomes(index, tokens, move, budget)) reach(markingOf(after, marking, step));
  }
  return deadEnds(index, seen, cameFrom);
}

/** Choices whose flows are not told apart: without conditions nobody can choose. */
function choiceFaults(plan: Plan): string[] {
  const index = indexProcess(plan);
  return plan.nodes
    .filter(({ kind }) => kind === 'exclusive' || kind === 'inclusive')
    .filter(({ id, defaultFlow }) => {
      const out = index.outgoing(id);
      return out.length > 1 && (!defaultFlow || out.some((flow) => !flow.condition && flow.id !== defaultFlow));
    })
    .map(({ id }) => `${named(index, id)} needs a condition on every flow but its default one, and a default flow`);
}

const named = (index: ProcessIndex, id: string): string => {
  const { name } = index.node(id);
  return name === id ? `"${id}"` : `"${name}" (${id})`;
};

let made = 0;
const newId = () => `t${made++}`;

interface Next {
  readonly move: Move;
  readonly tokens: readonly Seen[];
  readonly step: string;
}

/** Everything that may happen next: work is done, or an event occurs. */
function* movesAt(index: ProcessIndex, { tokens }: Marking): Generator<Next> {
  const events = Map.groupBy(occasions(index, tokens), ({ at }) => at?.id);
  for (const token of tokens) {
    if (isWork(index, token)) yield { move: { complete: token }, tokens, step: named(index, token.node) };
    for (const { event } of events.get(token.id) ?? []) yield* occurring(index, tokens, event, token);
  }
  for (const { event } of events.get(undefined) ?? []) yield* occurring(index, tokens, event, undefined);
}

function* occurring(
  index: ProcessIndex,
  tokens: readonly Seen[],
  event: PlanNode,
  at: Seen | undefined,
): Generator<Next> {
  const step = named(index, event.id);
  const isUnderWay = (node: string) => tokens.some((token) => token.node === node && token.within === at?.id);
  if (isRaisedInside(index, event)) return;
  if (event.kind === 'start') {
    if (!isUnderWay(event.within ?? '')) yield { move: { occurs: event.id, at }, tokens, step };
    return;
  }
  if (!at || at.occurred?.includes(event.id)) return;
  if (!event.attachedTo) return yield { move: { occurs: event.id, at }, tokens, step };
  const seen = { ...at, occurred: [...(at.occurred ?? []), event.id].sort() };
  yield {
    move: { occurs: event.id, at: seen },
    tokens: tokens.map((other) => (other === at ? seen : other)),
    step,
  };
}

/** Whether an escalation is thrown in the drawing itself: what interrupts nothing occurs where that is reached. */
function isRaisedInside(index: ProcessIndex, { event, interrupts, attachedTo, within }: PlanNode): boolean {
  if (event?.kind !== 'escalation' || interrupts !== false) return false;
  // That of an event sub-process is what stands around it, without itself.
  const own = attachedTo === undefined ? (within ?? '') : '';
  const scope = attachedTo ?? index.node(own).within;
  return index.escalations.some(({ id, event: raised }) => {
    const around = index.around(id).map((outer) => outer.id);
    const isInside = scope === undefined || around.slice(1).includes(scope);
    return isInside && !around.includes(own) && (event.code === undefined || event.code === raised?.code);
  });
}

/** Whether somebody, or the host, is to do something at a token. */
function isWork(index: ProcessIndex, { node, arrivedBy, items, done }: Token): boolean {
  if (arrivedBy || items !== undefined || done !== undefined) return false;
  const found = index.node(node);
  return found.kind !== 'event-based' && found.kind !== 'compensation' && !index.isScope(found);
}

function markingOf(all: readonly Seen[], before: Marking | undefined, step: string): Marking {
  // In which order things are undone, and how often, changes nothing about whether the process ends.
  const undoable = new Set<string>();
  const tokens = all.filter((token) => {
    const place = `${token.within ?? ''} ${placeOf(token)}`;
    return token.done === undefined || (!undoable.has(place) && undoable.add(place));
  });
  const within = Map.groupBy(tokens, (token) => token.within);
  const keyOf = (holder: string | undefined): string =>
    (within.get(holder) ?? [])
      .map((token) => `${placeOf(token)} ${token.occurred ?? ''}(${keyOf(token.id)})`)
      .sort()
      .join('|');
  return { tokens, key: keyOf(undefined), step, ...(before ? { before } : {}) };
}

const placeOf = ({ node, arrivedBy, item, done }: Token): string =>
  `${node} ${arrivedBy ?? ''} ${item ?? ''}${done === undefined ? '' : ' done'}`;

/** What a move can come to, over all answers to the conditions on the way; what is done several times is done twice. */
function* outcomes(
  index: ProcessIndex,
  tokens: readonly Seen[],
  move: Move,
  budget: { work: number },
): Generator<readonly Seen[]> {
  const scripts: boolean[][] = [[]];
  let looked = 0;
  for (let script = scripts.pop(); script; script = scripts.pop()) {
    budget.work -= tokens.length + perMove;
    if (++looked > mostMarkings || budget.work < 0) fail(tooMany);
    const given = [...script];
    let asked = 0;
    const test = () => {
      if (asked === given.length) {
        scripts.push([...given, true]);
        given.push(false);
      }
      return given[asked++] === true;
    };
    const step = play(index, tokens, move, { test, count: () => 2, newId });
    const gone = new Set(step.removed.map(({ id }) => id));
    yield [...tokens.filter(({ id }) => !gone.has(id)), ...step.added];
  }
}

const wayTo = (marking: Marking): string => {
  const steps: string[] = [];
  for (let at: Marking | undefined = marking; at; at = at.before) steps.unshift(at.step);
  return steps.join(' → ');
};

/** Two tokens where one should be: a task is done twice, a join opens twice. */
function openedTwice(index: ProcessIndex, marking: Marking): string | undefined {
  const at = marking.tokens.map((token) => `${token.within ?? ''} ${placeOf(token)}`);
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
  const left = [...seen.values()].filter(({ key }) => !ending.has(key));
  const dead = left.find(({ tokens }) => tokens.every(({ arrivedBy }) => arrivedBy)) ?? left[0];
  if (!dead) return [];
  const joins = dead.tokens.filter(({ arrivedBy }) => arrivedBy);
  const place = (joins.length > 0 ? joins : dead.tokens).map(({ node }) => named(index, node));
  return [
    `a token waits for ever at ${[...new Set(place)].join(' and ')}: ${wayTo(dead)}. ` +
      'The branches that meet there must all come: join what an exclusive gateway has split, or a timer has left, in an exclusive one.',
  ];
}
