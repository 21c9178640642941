// SPDX-License-Identifier: Apache-2.0
/** Kinds of elements, their facts and relations (types of ArchiMate 3.2), as data: a law that renames them changes no code. */
import { LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const layers = ['motivation', 'activity', 'data', 'systems', 'infrastructure'] as const;
export const duties = { integrator: 'architecture.integrator', owner: 'architecture.owner' } as const;
export const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' });

export const FactField = Type.Object({
  /** `money` in minor units a year or in all, `number` without a unit but that of its title, `flag` true or missing. */
  type: Type.Enum(['text', 'number', 'money', 'date', 'choice', 'flag']),
  title: LocalText,
  choices: Type.Optional(Type.Record(Type.String(), LocalText)),
});
export type FactField = Static<typeof FactField>;
export const Kind = Type.Object({
  archimate: Type.String(),
  layer: Type.Enum([...layers]),
  title: LocalText,
  fields: Type.Array(Code),
});
export type Kind = Static<typeof Kind>;
export const RelationKind = Type.Object({
  archimate: Type.String(),
  title: LocalText,
  from: Type.Array(Code),
  to: Type.Array(Code),
  fields: Type.Array(Code),
});
export type RelationKind = Static<typeof RelationKind>;
export const Vocabulary = Type.Object({
  fields: Type.Record(Type.String(), FactField),
  kinds: Type.Record(Type.String(), Kind),
  relations: Type.Record(Type.String(), RelationKind),
  layers: Type.Record(Type.String(), LocalText),
});
export type Vocabulary = Static<typeof Vocabulary>;

export const getVocabulary = operation({
  name: 'architecture.get-vocabulary',
  method: 'GET',
  path: '/architecture/vocabulary',
  summary: 'Kinds of elements, what is known of each, and how they relate',
  input: Type.Object({}),
  output: Vocabulary,
  permission: 'public',
  audit: 'none',
});
