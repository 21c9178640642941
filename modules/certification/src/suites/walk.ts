// SPDX-License-Identifier: Apache-2.0
/** Which branches of a process a case takes that its tables and conditions see in one way. Pure. */
import { decisionFile, evaluateFile, knownValueOf, type ServicePackage } from '@stoa/catalogue/contract';

type Context = Record<string, unknown>;
type Process = ServicePackage['process'];
const gateways = ['exclusive', 'inclusive'];

/** Flows that a choice is made between. */
export const branchesOf = ({ nodes, edges }: Process): string[] => {
  const choices = nodes.filter(({ kind }) => gateways.includes(kind)).map(({ id }) => id);
  return edges
    .filter(({ from }) => choices.includes(from) && edges.filter((one) => one.from === from).length > 1)
    .map(({ id }) => id);
};

/** What a decision comes to, and the rules behind it; nothing where it cannot be made with these values. */
export function tried(
  pkg: ServicePackage,
  name: string,
  context: Context,
): { row: Record<string, unknown>; rules: string[] } | undefined {
  try {
    const file = decisionFile(pkg, name);
    if (!file) return undefined;
    const { outputs, matched } = evaluateFile(file, context);
    return { row: outputs[0] ?? {}, rules: matched.map(({ rule }) => rule.id) };
  } catch {
    return undefined;
  }
}

/** Outcomes that people of the process choose from. */
const outcomesOf = ({ nodes }: Process): (string | undefined)[] => {
  const named = nodes.flatMap(({ settings }) => settings.outcomes?.split(/\s+/) ?? []);
  return named.length > 0 ? [...new Set(named)] : [undefined];
};

/** Flows taken, whatever people choose. What waits goes on: answers come, and so do terms. */
export function branchesTaken(pkg: ServicePackage, context: Context): Set<string> {
  const taken = new Set<string>();
  for (const outcome of outcomesOf(pkg.process))
    for (const computed of [true, false]) walk(pkg, { ...context, decision: { outcome } }, computed, taken);
  return taken;
}

function walk(pkg: ServicePackage, given: Context, computed: boolean, taken: Set<string>): void {
  const { nodes, edges } = pkg.process;
  const context = { ...given, results: { ...(given.results as Context | undefined) } };
  const seen = new Set<string>();
  const waiting = nodes.filter(({ kind, attachedTo }) => kind === 'start' || attachedTo).map(({ id }) => id);
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    const node = nodes.find((one) => one.id === id);
    if (!node || seen.has(id)) continue;
    seen.add(id);
    const { decision } = node.settings;
    if (computed && decision) {
      const found = tried(pkg, decision, context);
      if (found) context.results[node.result ?? node.settings.result ?? node.id] = found.row;
    }
    const out = edges.filter(({ from }) => from === id);
    const chosen = gateways.includes(node.kind) && out.length > 1 ? choose(node, out, context) : out;
    for (const { id: flow, to } of chosen) {
      taken.add(flow);
      waiting.push(to);
    }
  }
}

function choose({ kind, defaultFlow }: Process['nodes'][number], out: Process['edges'], context: Context) {
  const fits = out.filter(({ condition }) => condition && knownValueOf(condition, context) === true);
  if (fits.length > 0) return kind === 'exclusive' ? fits.slice(0, 1) : fits;
  return out.filter(({ id }) => id === defaultFlow);
}
