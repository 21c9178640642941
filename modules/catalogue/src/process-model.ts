// SPDX-License-Identifier: Apache-2.0
/** A process as it is executed and drawn: the plan of `@stoa/process` as other modules and editors get it. */
import { type Static, Type } from 'typebox';

const Text = Type.String();
/** FEEL expression (DMN 1.5, clause 10). */
const Feel = Type.String({ maxLength: 4000 });
const ProcessEvent = Type.Object({
  kind: Type.Enum([
    'message',
    'timer',
    'signal',
    'conditional',
    'error',
    'escalation',
    'terminate',
    'compensation',
    'cancel',
  ]),
  activity: Type.Optional(Text),
  code: Type.Optional(Text),
  condition: Type.Optional(Feel),
});

/** An activity that is done several times. */
const ProcessEach = Type.Object({
  sequential: Type.Boolean(),
  count: Type.Optional(Feel),
  list: Type.Optional(Feel),
  item: Type.Optional(Text),
  until: Type.Optional(Feel),
});

export const ProcessNode = Type.Object({
  id: Text,
  kind: Type.Enum([
    'start',
    'end',
    'task',
    'user',
    'manual',
    'service',
    'send',
    'receive',
    'rule',
    'script',
    'call',
    'sub-process',
    'exclusive',
    'parallel',
    'inclusive',
    'event-based',
    'timer',
    'catch',
    'throw',
    'compensation',
    'boundary-timer',
    'boundary',
  ]),
  name: Text,
  /** Values of the attributes `stoa:*`: action, decision, duty, waitsFor, of, type, content, outcome, result, … */
  settings: Type.Record(Text, Text),
  /** When a timer fires: ISO 8601, or FEEL that begins with `=`; `P10WD` counts working days. */
  duration: Type.Optional(Text),
  date: Type.Optional(Text),
  cycle: Type.Optional(Text),
  script: Type.Optional(Feel),
  result: Type.Optional(Text),
  inputs: Type.Optional(Type.Record(Text, Feel)),
  outputs: Type.Optional(Type.Record(Text, Feel)),
  triggered: Type.Optional(Type.Literal(true)),
  transaction: Type.Optional(Type.Literal(true)),
  compensates: Type.Optional(Text),
  compensationOf: Type.Optional(Text),
  /** The activity a boundary event stands on, and the sub-process a node stands in. */
  attachedTo: Type.Optional(Text),
  within: Type.Optional(Text),
  defaultFlow: Type.Optional(Text),
  event: Type.Optional(ProcessEvent),
  /** `false`: what the event stands on goes on beside what it starts. */
  interrupts: Type.Optional(Type.Literal(false)),
  each: Type.Optional(ProcessEach),
  x: Type.Number(),
  y: Type.Number(),
  width: Type.Number(),
  height: Type.Number(),
});
export type ProcessNode = Static<typeof ProcessNode>;

export const ProcessEdge = Type.Object({
  id: Text,
  from: Text,
  to: Text,
  name: Type.Optional(Text),
  condition: Type.Optional(Feel),
  points: Type.Array(Type.Object({ x: Type.Number(), y: Type.Number() })),
});
export type ProcessEdge = Static<typeof ProcessEdge>;

export const ProcessModel = Type.Object({
  id: Text,
  nodes: Type.Array(ProcessNode),
  edges: Type.Array(ProcessEdge),
});
export type ProcessModel = Static<typeof ProcessModel>;
