// SPDX-License-Identifier: Apache-2.0
import { soundnessFaults } from '@stoa/process';
import type { ServicePackage } from './package-model.ts';
import type { PackageProblem } from './package-reader.ts';
import type { ProcessModel, ProcessNode } from './process-model.ts';

const problem = (message: string): PackageProblem => ({ file: 'process.bpmn', message });

export function lintProcess(pkg: ServicePackage): PackageProblem[] {
  const { process } = pkg;
  const starts = process.nodes.filter((node) => node.kind === 'start' && !node.within);
  if (starts.length !== 1) return [problem(`there must be one start event, not ${starts.length}`)];
  const found = [...reachability(process), ...process.nodes.flatMap((node) => lintNode(pkg, node))];
  return (found.length > 0 ? found : soundnessFaults(process)).map(problem);
}

/** Every node can be reached from the start, and from every node an end can be reached. */
function reachability(process: ProcessModel): string[] {
  const of = (is: (node: ProcessNode) => unknown) => process.nodes.filter(is).map((node) => node.id);
  const steps = [
    ...process.edges.map(({ from, to }) => ({ from, to })),
    ...process.nodes.flatMap(({ id, attachedTo, within, kind, compensates }) => [
      ...(attachedTo ? [{ from: attachedTo, to: id }] : []),
      ...(compensates ? [{ from: id, to: compensates }] : []),
      ...(kind === 'start' && within ? [{ from: within, to: id }] : []),
    ]),
  ];
  const closure = (seeds: string[], next: (id: string) => string[]) => {
    const found = new Set(seeds);
    for (const id of found) for (const other of next(id)) found.add(other);
    return found;
  };
  const begins = of(({ kind, within, triggered }) => (kind === 'start' && !within) || triggered);
  const reached = closure(begins, (id) => steps.filter((step) => step.from === id).map((step) => step.to));
  const ending = closure(of(endsItself), (id) => steps.filter((step) => step.to === id).map((step) => step.from));
  return process.nodes.flatMap(({ id }) => [
    ...(reached.has(id) ? [] : [`"${id}" cannot be reached from the start`]),
    ...(ending.has(id) ? [] : [`"${id}" leads to no end event: a case would stay there for ever`]),
  ]);
}

/** What no flow leaves: ends, what undoes something, and what an event starts. */
const endsItself = ({ kind, compensationOf, triggered, event }: ProcessNode): boolean =>
  kind === 'end' ||
  compensationOf !== undefined ||
  triggered === true ||
  (kind === 'compensation' && event !== undefined);

const gateways = ['exclusive', 'parallel', 'inclusive', 'event-based'];

function lintNode(pkg: ServicePackage, node: ProcessNode): string[] {
  const outgoing = pkg.process.edges.filter((edge) => edge.from === node.id);
  const incoming = pkg.process.edges.filter((edge) => edge.to === node.id);
  const many = gateways.includes(node.kind) || endsItself(node) || node.compensates !== undefined;
  return [
    ...(!many && outgoing.length !== 1 ? [`"${node.id}" must have one sequence flow out, not ${outgoing.length}`] : []),
    ...(incoming.length > 1 && !gateways.includes(node.kind) && node.kind !== 'end'
      ? [`several flows lead to "${node.id}": join them in a gateway first`]
      : []),
    ...(pkg.nodeTitles[node.id] ? [] : [`texts.yaml has no words under nodes for ${called(node)}`]),
    ...notRun(pkg, node),
    ...lintSettings(pkg, node),
  ];
}

const called = ({ id, name }: ProcessNode) => `"${name}" (${id})`;

/** What the engine plays, and a case cannot mean. */
function notRun({ process }: ServicePackage, node: ProcessNode): string[] {
  const { kind, event, within, attachedTo, settings } = node;
  if (kind === 'start' && event && !within)
    return [
      `${called(node)} waits for an event, but a case begins when an application is sent: draw a start without a trigger`,
    ];
  if (kind === 'task') return [`${called(node)} does not say who does it: make it a user, service or manual task`];
  if (kind === 'end' && event?.kind === 'message')
    return [`${called(node)} sends a message as it ends: draw a send task before an end without a message`];
  if (attachedTo && (kind === 'boundary-timer' || event?.kind !== 'compensation')) {
    const on = process.nodes.find(({ id }) => id === attachedTo);
    if (on && !['user', 'receive', 'sub-process', 'call'].includes(on.kind))
      return [`${called(node)} must be attached to a user task, a receive task or a sub-process`];
  }
  if (['invoice', 'output', 'revoke'].includes(settings.action ?? '') && isRepeated(process, node))
    return [
      `${called(node)} is done several times, but a case asks one fee and issues one paper at a step: draw it outside`,
    ];
  if (kind === 'user' && !settings.result && isRepeated(process, node))
    return [
      `${called(node)} decides several times, but a case is decided once: keep what it finds (stoa:result) and decide after it`,
    ];
  const asks = process.nodes.find(({ id }) => id === settings.of);
  if (settings.waitsFor === 'payment' && asks && !comesAfter(process, asks, node))
    return [`${called(node)} waits for a fee that is asked for later, or beside it: draw it after ${called(asks)}`];
  return [];
}

/** What stands around a node, from the node itself outwards. */
function around({ nodes }: ProcessModel, node: ProcessNode): ProcessNode[] {
  const found = [node];
  for (const { within } of found) found.push(...nodes.filter(({ id }) => id === within));
  return found;
}

/** What flows, and events at what they lead to, come to from a node. */
function after({ nodes, edges }: ProcessModel, { id }: ProcessNode): Set<string> {
  const next = (from: string) => [
    ...edges.flatMap((edge) => (edge.from === from ? [edge.to] : [])),
    ...nodes.flatMap((node) => (node.attachedTo === from ? [node.id] : [])),
  ];
  const found = new Set(next(id));
  for (const step of found) for (const to of next(step)) found.add(to);
  return found;
}

/** By a marker, or because the way leads back. */
const isRepeated = (process: ProcessModel, node: ProcessNode): boolean =>
  around(process, node).some((one) => one.each !== undefined || after(process, one).has(one.id));

/** In the scope both stand in; what an event starts may come at any time. */
const comesAfter = (process: ProcessModel, first: ProcessNode, second: ProcessNode): boolean =>
  around(process, second).some(
    (late) =>
      late.triggered === true ||
      around(process, first).some((early) => early.within === late.within && after(process, early).has(late.id)),
  );

function lintSettings(pkg: ServicePackage, node: ProcessNode): string[] {
  const { settings, id, kind } = node;
  const needs = (name: string) => (settings[name] ? [] : [`"${id}" needs stoa:${name}`]);
  const decision = () =>
    settings.decision && !pkg.decisions[settings.decision]
      ? [`"${id}" names decision "${settings.decision}", but there is no ${settings.decision}.dmn`]
      : [];
  const request = () => [...(settings.kind === 'card' ? [] : needs('name')), ...needs('type'), ...needs('content')];
  if (kind === 'end') return node.within ? [] : needs('outcome');
  if (kind === 'user') {
    const outcomes = settings.outcomes?.split(' ') ?? [];
    return [
      ...needs('duty'),
      // One that keeps its result advises, and another one decides the case.
      ...(settings.result ? [] : needs('decision')),
      ...needs('outcomes'),
      ...decision(),
      ...outcomes
        .filter((code) => !pkg.outcomes[code])
        .map((code) => `texts.yaml has no words under outcomes for "${code}"`),
      ...(settings.secondEyes?.split(' ') ?? [])
        .filter((code) => !outcomes.includes(code))
        .map((code) => `"${id}" wants a second officer for "${code}", which is none of its outcomes`),
    ];
  }
  if (kind === 'rule') return [...needs('decision'), ...decision()];
  if (kind === 'send' || (kind === 'throw' && node.event?.kind === 'message')) return request();
  if (kind === 'receive' || (node.event?.kind === 'message' && kind !== 'throw')) return lintConnection(pkg, node);
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
      return request();
    case 'revoke':
      return needs('content');
    default:
      return [`"${id}" needs stoa:action="invoice", "request", "output" or "revoke", not "${settings.action ?? ''}"`];
  }
}

/** What waits for a message names the step whose answer it is. */
function lintConnection(pkg: ServicePackage, { id, settings }: ProcessNode): string[] {
  if (settings.on === 'withdrawn') return [];
  const asked = pkg.process.nodes.find((other) => other.id === settings.of);
  const expected = { payment: ['invoice'], answer: ['request', 'send', 'throw'] }[settings.waitsFor ?? ''];
  if (!expected) return [`"${id}" needs stoa:waitsFor="payment" or "answer", or stoa:on="withdrawn"`];
  if (asked && expected.includes(asked.settings.action ?? asked.kind)) return [];
  return [`"${id}" needs stoa:of with the id of the step whose ${settings.waitsFor} it waits for`];
}
