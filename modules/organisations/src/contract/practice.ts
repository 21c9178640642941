// SPDX-License-Identifier: Apache-2.0
/** Institutions in which people only practise: in no list of the directory, and their duties count for nothing elsewhere. */
import { LocalText, operation, practicePrefix, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { DutyCode } from './structure.ts';

const Post = Type.Object({ key: Type.String({ maxLength: 40 }), title: LocalText, duties: Type.Array(DutyCode) });

export const enterPractice = operation({
  name: 'organisations.enter-practice',
  ...({ method: 'PUT', path: '/organisations/practice/:id' } as const),
  summary: 'Enter a practice institution with its posts, all held by the one who practises there',
  input: Type.Object({
    id: Type.String({ pattern: `^${practicePrefix}[A-Z0-9-]{1,55}$` }),
    name: LocalText,
    posts: Type.Array(Post, { maxItems: 20 }),
    holder: Type.Optional(Type.Object({ personId: Uuid, name: Type.String({ maxLength: 200 }) })),
  }),
  output: Type.Object({ id: Type.String(), posts: Type.Array(Type.Object({ key: Type.String(), id: Uuid })) }),
  ...({ permission: 'organisations:enter-practice', audit: 'organisations.practice-entered' } as const),
  about: { type: 'organisation', id: 'id', facts: [] },
});
