// SPDX-License-Identifier: Apache-2.0
/** What is most like something that is planned or kept, and why. */
import { LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Element, times } from './elements.ts';
import { Code } from './vocabulary.ts';

/** Kinds that may be used instead of something new. */
export const reusable = ['object', 'solution', 'ict-service'] as const;
const Shared = Type.Object({ id: Uuid, name: LocalText });
export const Alike = Type.Object({
  element: Type.Pick(Element, ['id', 'kind', 'code', 'name', 'ownerId', 'facts']),
  /** From 0 to 1: the parts, each with its weight. */
  score: Type.Number(),
  parts: Type.Array(
    Type.Object({
      part: Type.Enum(['functions', 'entities', 'text', 'class']),
      weight: Type.Number(),
      score: Type.Number(),
    }),
  ),
  sharedFunctions: Type.Array(Shared),
  sharedEntities: Type.Array(Shared),
});
export type Alike = Static<typeof Alike>;

export const findSimilar = operation({
  name: 'architecture.find-similar',
  method: 'POST',
  path: '/architecture/similar',
  summary:
    'Objects, standard solutions and ICT services most like an element, or like what is described by functions, data, words and class',
  input: Type.Object({
    elementId: Type.Optional(Uuid),
    functions: Type.Optional(Type.Array(Uuid, { maxItems: 100 })),
    entities: Type.Optional(Type.Array(Uuid, { maxItems: 100 })),
    /** In the languages it is known in. */
    text: Type.Optional(Type.Partial(LocalText)),
    class: Type.Optional(Code),
    kinds: Type.Optional(Type.Array(Type.Enum([...reusable]), { minItems: 1, maxItems: 3 })),
    from: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    ...times,
  }),
  output: Type.Object({ items: Type.Array(Alike) }),
  permission: 'public',
  audit: 'none',
  refusals: ['architecture.element-unknown', 'architecture.nothing-to-compare'],
});
