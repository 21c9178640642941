// SPDX-License-Identifier: Apache-2.0
/** The register taken out: as files for people, row by row for programs that keep a copy. */
import { Instant, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Element, OrganisationId, times } from './elements.ts';
import { Code } from './vocabulary.ts';

export const listForms = ['csv', 'xlsx'] as const;
export type ListForm = (typeof listForms)[number];
/** Rows of one file at most; it says so where there are more. */
export const mostRows = 10_000;
export const ListAsked = Type.Object(
  {
    kind: Code,
    as: Type.Enum([...listForms]),
    language: Type.Optional(Type.Enum(['en', 'ru', 'kk', 'uk', 'ar'])),
    ownerId: Type.Optional(OrganisationId),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    fact: Type.Optional(Type.String({ maxLength: 240 })),
    on: times.on,
  },
  { additionalProperties: false },
);
/** `GET` elements of a kind as a file. */
export const listPath = (kind: string, asked: Readonly<Record<string, string>>): string =>
  `/api/architecture/lists/${kind}?${new URLSearchParams(asked)}`;

export const readFeed = operation({
  name: 'architecture.read-feed',
  method: 'GET',
  path: '/architecture/feed',
  summary:
    'Everything that came to be known of elements, in that order, up to a minute ago; the cursor of the last page goes on later',
  input: Type.Object({
    after: Type.Optional(Type.String({ maxLength: 300, description: 'the `next` of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: Type.Object({
    items: Type.Array(Type.Object({ ...Element.properties, knownUntil: Type.Optional(Instant) })),
    next: Type.Optional(Type.String()),
  }),
  permission: 'public',
  audit: 'none',
});
