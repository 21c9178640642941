// SPDX-License-Identifier: Apache-2.0
/** An instance's own plan: steps inserted, skipped and given to somebody else. */
import { called, ProcessFault } from './elements.ts';
import type { Plan, PlanEdge, PlanNode } from './plan.ts';
import { indexProcess, type ProcessIndex } from './plan-index.ts';
import { soundnessFaults } from './soundness.ts';

/** A user task that the drawing does not have. */
export type NewStep = Pick<PlanNode, 'id' | 'name' | 'settings'>;

export type PlanChange =
  | { readonly insert: { readonly after: string; readonly node: NewStep } }
  | { readonly insert: { readonly beside: string; readonly node: NewStep } }
  | { readonly skip: string }
  | { readonly replace: string; readonly settings: Readonly<Record<string, string>> };

const tasks = ['task', 'user', 'manual', 'service', 'send', 'receive', 'rule', 'script'];
const activities = [...tasks, 'call', 'sub-process'];
const passedOn = [...activities, 'start', 'timer', 'catch', 'throw', 'compensation'];
const size = { width: 100, height: 80 };

/** The plan with the changes, one after the other. Throws ProcessFault where one cannot be made: the plan is as sound as before. */
export function changePlan(plan: Plan, changes: readonly PlanChange[]): Plan {
  const changed = changes.reduce(changeOf, plan);
  const faults = changes.length > 0 ? soundnessFaults(changed) : [];
  if (faults.length > 0) throw new ProcessFault(faults);
  return changed;
}

function changeOf(plan: Plan, change: PlanChange): Plan {
  const index = indexProcess(plan);
  if ('skip' in change) return skipped(index, stepOf(index, change.skip));
  if ('replace' in change) {
    const step = stepOf(index, change.replace);
    if (!activities.includes(step.kind)) refuse(step, 'only activities have settings: name a task or sub-process');
    const settings = { ...step.settings, ...change.settings };
    return { ...plan, nodes: plan.nodes.map((node) => (node === step ? { ...node, settings } : node)) };
  }
  const { node } = change.insert;
  if (!node.id || index.find(node.id)) refuse(node, 'the plan has a step of this id: give the new one another');
  return 'after' in change.insert
    ? insertedAfter(index, stepOf(index, change.insert.after), node)
    : insertedBeside(index, stepOf(index, change.insert.beside), node);
}

function refuse(step: Pick<PlanNode, 'id' | 'name'>, why: string): never {
  throw new ProcessFault([`${called(step)}: ${why}`]);
}

const stepOf = (index: ProcessIndex, id: string): PlanNode =>
  index.find(id) ?? refuse({ id, name: '' }, 'the plan has no such step: name one of its steps');

/** The one flow out of a step that flows lead through. */
function flowOut(index: ProcessIndex, step: PlanNode): PlanEdge {
  const [flow, second] = index.outgoing(step.id);
  if (!flow || second || !(passedOn.includes(step.kind) || step.attachedTo))
    refuse(step, 'no single flow leaves it: name a task, sub-process or event before or after it');
  return flow;
}

const made = (node: NewStep, place: { readonly x: number; readonly y: number }, { within }: PlanNode): PlanNode => ({
  ...node,
  kind: 'user',
  ...size,
  ...place,
  ...(within === undefined ? {} : { within }),
});

const centre = ({ x, y, width, height }: PlanNode) => ({ x: x + width / 2, y: y + height / 2 });

const line = (id: string, from: PlanNode, to: PlanNode): PlanEdge => ({
  id,
  from: from.id,
  to: to.id,
  points: [centre(from), centre(to)],
});

/** The flow that led on leads from the new step: whatever came by it elsewhere has still come by it. */
function insertedAfter(index: ProcessIndex, step: PlanNode, node: NewStep): Plan {
  const flow = flowOut(index, step);
  const [a, b] = [centre(step), centre(index.node(flow.to))];
  const place = { x: (a.x + b.x - size.width) / 2, y: (a.y + b.y - size.height) / 2 };
  const inserted = made(node, place, step);
  const { plan } = index;
  return {
    ...plan,
    nodes: [...plan.nodes, inserted],
    edges: [
      ...plan.edges.map((edge) =>
        edge === flow ? { ...edge, ...line(edge.id, inserted, index.node(edge.to)) } : edge,
      ),
      line(`${node.id}-before`, step, inserted),
    ],
  };
}

function insertedBeside(index: ProcessIndex, step: PlanNode, node: NewStep): Plan {
  const flow = flowOut(index, step);
  const [into, second] = index.incoming(step.id);
  if (!into || second || !activities.includes(step.kind))
    refuse(step, 'not one flow leads to it: insert the step after it, or beside another activity');
  const inserted = made(node, { x: step.x, y: step.y + step.height + 20 }, step);
  const gateway = (id: string, x: number): PlanNode => ({
    ...made({ id, name: id, settings: {} }, { x, y: centre(step).y - 25 }, step),
    kind: 'parallel',
    width: 50,
    height: 50,
  });
  const split = gateway(`${node.id}-split`, step.x - 60);
  const join = gateway(`${node.id}-join`, step.x + step.width + 10);
  const { plan } = index;
  const led = (edge: PlanEdge): PlanEdge => ({
    ...edge,
    ...(edge === into ? { to: split.id } : {}),
    ...(edge === flow ? { from: join.id } : {}),
  });
  return {
    ...plan,
    nodes: [...plan.nodes, split, inserted, join],
    edges: [
      ...plan.edges.map(led),
      line(`${node.id}-1`, split, step),
      line(`${node.id}-2`, split, inserted),
      line(`${node.id}-3`, step, join),
      line(`${node.id}-4`, inserted, join),
    ],
  };
}

/** A step that is skipped stays where it is drawn, and is passed by. */
function skipped(index: ProcessIndex, step: PlanNode): Plan {
  flowOut(index, step);
  const { plan } = index;
  if (![...activities, 'timer', 'catch'].includes(step.kind))
    refuse(step, 'it is no step to skip: name a task, sub-process or event');
  if (step.compensationOf !== undefined) refuse(step, 'it undoes another and is entered by no flow: skip that one');
  if (plan.nodes.some(({ event }) => event?.activity === step.id))
    refuse(step, 'a compensation undoes it by name: skip that one first');
  if (index.incoming(step.id).some(({ from }) => index.node(from).kind === 'event-based'))
    refuse(step, 'it is one of a choice of events: skip a step after it');
  const gone = new Set([
    ...plan.nodes.filter(({ id }) => id !== step.id && index.around(id).includes(step)).map(({ id }) => id),
    ...index.boundaryOf(step.id).flatMap(({ id, compensates }) => [id, ...(compensates ? [compensates] : [])]),
  ]);
  for (const { id } of plan.nodes) if (index.around(id).some((outer) => gone.has(outer.id))) gone.add(id);
  const { id, name, settings, x, y, width, height, within } = step;
  const passed: PlanNode = {
    id,
    name,
    settings,
    x,
    y,
    width,
    height,
    kind: 'throw',
    ...(within === undefined ? {} : { within }),
  };
  return {
    ...plan,
    nodes: plan.nodes.filter((node) => !gone.has(node.id)).map((node) => (node === step ? passed : node)),
    edges: plan.edges.filter(({ from, to }) => !gone.has(from) && !gone.has(to)),
  };
}
