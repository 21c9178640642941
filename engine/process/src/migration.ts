// SPDX-License-Identifier: Apache-2.0
/** Which tokens of a running instance may stand in another plan: a new version, or one changed for it alone. */
import { called } from './elements.ts';
import type { Plan, PlanNode } from './plan.ts';
import { indexProcess, type ProcessIndex } from './plan-index.ts';
import { endingFaults } from './soundness.ts';
import type { Token } from './stepper.ts';

export interface Migration {
  readonly tokens: readonly Token[];
  /** A sentence for each token that cannot stand there; the tokens are of use only where there is none. */
  readonly problems: readonly string[];
}

/** `mapping` says by id where steps, and flows into joins, have gone. */
export function migrateTokens(
  from: Plan,
  to: Plan,
  tokens: readonly Token[],
  mapping: Readonly<Record<string, string>> = {},
): Migration {
  const [old, next] = [indexProcess(from), indexProcess(to)];
  const mapped = (id: string): string => (Object.hasOwn(mapping, id) ? (mapping[id] as string) : id);
  const problems = new Set<string>();
  const moved = tokens.map((token): Token => {
    const step = old.find(token.node);
    const fault = step ? faultOf(token, step, old, next, mapped) : 'the plan it comes from has no such step';
    if (fault) problems.add(`${called(step ?? { id: token.node })}: ${fault}`);
    return {
      ...token,
      node: mapped(token.node),
      ...(token.arrivedBy === undefined ? {} : { arrivedBy: mapped(token.arrivedBy) }),
      ...(token.of === undefined ? {} : { of: mapped(token.of) }),
    };
  });
  if (problems.size === 0) for (const fault of endingFaults(to, moved)) problems.add(fault);
  return { tokens: moved, problems: [...problems] };
}

function faultOf(
  token: Token,
  step: PlanNode,
  old: ProcessIndex,
  next: ProcessIndex,
  mapped: (id: string) => string,
): string | undefined {
  const target = next.find(mapped(step.id));
  if (!target) return `the new plan has no "${mapped(step.id)}": ${cure(step, next, mapped)}`;
  if (target.kind !== step.kind)
    return `${called(target)} is a ${target.kind} in the new plan and was a ${step.kind}: ${cure(step, next, mapped)}`;
  const scopes = [
    old
      .around(step.id)
      .slice(1)
      .map(({ id }) => mapped(id)),
    next
      .around(target.id)
      .slice(1)
      .map(({ id }) => id),
  ];
  if (String(scopes[0]) !== String(scopes[1]))
    return `${called(target)} stands in ${scopes[1]?.[0] ?? 'the process'} in the new plan and stood in ${step.within ?? 'the process'}: ${cure(step, next, mapped)}`;
  if ((token.items !== undefined || token.item !== undefined) && step.each?.sequential !== target.each?.sequential)
    return `${called(target)} is done several times in another way: keep its loop marker`;
  if (token.items === undefined && token.item === undefined && target.each)
    return `${called(target)} is done several times in the new plan: take its loop marker away, or let this instance end`;
  if (token.arrivedBy !== undefined && !next.incoming(target.id).some(({ id }) => id === mapped(token.arrivedBy ?? '')))
    return `it waits there, having come by "${token.arrivedBy}", which leads there no more: map that flow to one of ${listed(next.incoming(target.id).map(({ id }) => id))}`;
  if (token.done !== undefined && !next.handlerOf(target.id))
    return `it is done and can be undone, and nothing undoes ${called(target)} in the new plan: keep its compensation event`;
  return undefined;
}

const listed = (ids: readonly string[]) => ids.slice(0, 5).join(', ') || 'none';

/** Where it may go: steps of the same kind in the same scope. */
function cure(step: PlanNode, next: ProcessIndex, mapped: (id: string) => string): string {
  const within = step.within === undefined ? undefined : mapped(step.within);
  const same = next.plan.nodes.filter((node) => node.kind === step.kind && node.within === within);
  return same.length > 0
    ? `map it to a step of its kind: ${listed(same.map(({ id }) => id))}`
    : `there is no other ${step.kind} there: let this instance end as it is`;
}
