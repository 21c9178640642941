// SPDX-License-Identifier: Apache-2.0
/** The register row by row, for programs that keep a copy. */
import { Instant, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Element } from './elements.ts';

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
