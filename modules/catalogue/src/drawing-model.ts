// SPDX-License-Identifier: Apache-2.0
/** All that is drawn of a process, executed or not, as `@stoa/process` reads it. */
import { Type } from 'typebox';

const place = { x: Type.Number(), y: Type.Number(), width: Type.Number(), height: Type.Number() };
const yes = Type.Optional(Type.Literal(true));

export const Drawing = Type.Object({
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      ...place,
      event: Type.Optional(Type.String()),
      attachedTo: Type.Optional(Type.String()),
      within: Type.Optional(Type.String()),
      lane: Type.Optional(Type.String()),
      interrupts: Type.Optional(Type.Literal(false)),
      each: Type.Optional(Type.Union([Type.Literal('parallel'), Type.Literal('sequential'), Type.Literal('loop')])),
      compensation: yes,
      triggered: yes,
      transaction: yes,
      collapsed: yes,
    }),
  ),
  flows: Type.Array(
    Type.Object({
      id: Type.String(),
      kind: Type.Union([Type.Literal('sequence'), Type.Literal('message'), Type.Literal('association')]),
      from: Type.String(),
      to: Type.String(),
      name: Type.Optional(Type.String()),
      condition: Type.Optional(Type.String()),
      default: yes,
      points: Type.Array(Type.Object({ x: Type.Number(), y: Type.Number() })),
    }),
  ),
  lanes: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      ...place,
      pool: yes,
      within: Type.Optional(Type.String()),
    }),
  ),
});
