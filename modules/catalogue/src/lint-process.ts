// SPDX-License-Identifier: Apache-2.0
import { type Plan, soundnessFaults } from '@stoa/process';
import type { ProcessModel, ProcessNode, ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';

const problem = (message: string): PackageProblem => ({ file: 'process.bpmn', message });

export function lintProcess(pkg: ServicePackage): PackageProblem[] {
  const { process } = pkg;
  const starts = process.nodes.filter((node) => node.kind === 'start');
  if (starts.length !== 1) return [problem(`there must be one start event, not ${starts.length}`)];
  const found = [...reachability(process), ...process.nodes.flatMap((node) => lintNode(pkg, node))];
  return (found.length > 0 ? found : soundnessFaults(process)).map(problem);
}

const runByCases = ['start', 'end', 'user', 'service', 'receive', 'exclusive', 'parallel', 'timer', 'boundary-timer'];

/** What the engine plays and cases do not store yet. */
export const notYetRun = ({ nodes }: Plan): string[] =>
  nodes
    .filter(
      ({ kind, each, event, within, interrupts }) =>
        !runByCases.includes(kind) || each || event || within || interrupts === false,
    )
    .map(
      ({ id, name, kind, each }) =>
        `"${name}" (${id}) is read but not yet run by cases (${each ? 'multi-instance' : kind}): use user, service and receive tasks, exclusive and parallel gateways and interrupting timers`,
    );

/** Every node can be reached from the start, and from every node an end can be reached. */
function reachability(process: ProcessModel): string[] {
  const steps = [
    ...process.edges.map(({ from, to }) => ({ from, to })),
    ...process.nodes.flatMap((node) => (node.attachedTo ? [{ from: node.attachedTo, to: node.id }] : [])),
  ];
  const closure = (seeds: string[], next: (id: string) => string[]) => {
    const found = new Set(seeds);
    for (const id of found) for (const other of next(id)) found.add(other);
    return found;
  };
  const of = (kind: ProcessNode['kind']) => process.nodes.filter((node) => node.kind === kind).map((node) => node.id);
  const reached = closure(of('start'), (id) => steps.filter((step) => step.from === id).map((step) => step.to));
  const ending = closure(of('end'), (id) => steps.filter((step) => step.to === id).map((step) => step.from));
  return process.nodes.flatMap(({ id }) => [
    ...(reached.has(id) ? [] : [`"${id}" cannot be reached from the start`]),
    ...(ending.has(id) ? [] : [`"${id}" leads to no end event: a case would stay there for ever`]),
  ]);
}

function lintNode(pkg: ServicePackage, node: ProcessNode): string[] {
  const outgoing = pkg.process.edges.filter((edge) => edge.from === node.id);
  const incoming = pkg.process.edges.filter((edge) => edge.to === node.id);
  const loose = outgoing.filter((edge) => !edge.condition && edge.id !== node.defaultFlow);
  const single = !['exclusive', 'parallel', 'end'].includes(node.kind) && outgoing.length !== 1;
  return [
    ...(single ? [`"${node.id}" must have one sequence flow out, not ${outgoing.length}`] : []),
    ...(node.kind === 'exclusive' && outgoing.length > 1 && (loose.length > 0 || !node.defaultFlow)
      ? [`"${node.id}" needs a condition on every flow but its default one, and a default flow`]
      : []),
    ...(incoming.length > 1 && !['exclusive', 'parallel', 'end'].includes(node.kind)
      ? [`several flows lead to "${node.id}": join them in a gateway first`]
      : []),
    ...(pkg.nodeTitles[node.id] ? [] : [`texts.yaml has no title for "${node.id}"`]),
    ...lintSettings(pkg, node),
  ];
}

function lintSettings(pkg: ServicePackage, node: ProcessNode): string[] {
  const { settings, id, kind } = node;
  const needs = (name: string) => (settings[name] ? [] : [`"${id}" needs stoa:${name}`]);
  const decision = () =>
    settings.decision && !pkg.decisions[settings.decision]
      ? [`"${id}" names decision "${settings.decision}", but there is no ${settings.decision}.dmn`]
      : [];
  if (kind === 'end') return needs('outcome');
  if (kind === 'user') {
    const outcomes = settings.outcomes?.split(' ') ?? [];
    return [
      ...needs('duty'),
      ...needs('decision'),
      ...needs('outcomes'),
      ...decision(),
      ...outcomes.filter((code) => !pkg.outcomes[code]).map((code) => `texts.yaml has no words for outcome "${code}"`),
    ];
  }
  if (kind === 'receive' || kind === 'boundary-timer') return lintConnection(pkg, node);
  if (kind !== 'service') return [];
  switch (settings.action) {
    case 'invoice':
      return [
        ...needs('decision'),
        ...decision(),
        ...(pkg.facts.currency ? [] : ['service.yaml needs the currency of the fee']),
      ];
    case 'output':
      return pkg.outputs[settings.output ?? '']
        ? []
        : [`"${id}" makes output "${settings.output ?? ''}", which outputs.yaml does not have`];
    case 'request':
      return [...(settings.kind === 'card' ? [] : needs('name')), ...needs('type'), ...needs('content')];
    default:
      return [`"${id}" needs stoa:action="invoice", "request" or "output", not "${settings.action ?? ''}"`];
  }
}

/** A receive task names the step whose answer it waits for, a boundary timer the task it interrupts. */
function lintConnection(pkg: ServicePackage, { id, kind, settings, attachedTo }: ProcessNode): string[] {
  if (kind === 'boundary-timer') {
    const task = pkg.process.nodes.find((other) => other.id === attachedTo);
    return task?.kind === 'receive' || task?.kind === 'user'
      ? []
      : [`"${id}" must be attached to a user or receive task`];
  }
  const asked = pkg.process.nodes.find((other) => other.id === settings.of);
  const expected = { payment: 'invoice', answer: 'request' }[settings.waitsFor ?? ''];
  if (!expected) return [`"${id}" needs stoa:waitsFor="payment" or "answer"`];
  if (asked?.settings.action === expected) return [];
  return [`"${id}" needs stoa:of with the id of the step whose ${settings.waitsFor} it waits for`];
}
