// SPDX-License-Identifier: Apache-2.0
/** Lists of what an institution hands to the post. */
import { CalendarDate, IdPageInput, Instant, operation, pageOf, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId, PaperLanguage } from './shapes.ts';

export const postKinds = ['ordinary', 'registered'] as const;
const PostKind = Type.Enum([...postKinds]);
const Copies = Type.Integer({ minimum: 1, maximum: 999 });
const Tracking = Type.String({ pattern: '^[A-Za-z0-9 -]{0,40}$' });

export const DispatchRow = Type.Object({
  place: Type.Integer({ minimum: 1 }),
  documentId: Uuid,
  /** What follows is missing where the document is not for whoever asks to see. */
  number: Type.Optional(Type.String()),
  numberedOn: Type.Optional(CalendarDate),
  addressee: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  post: PostKind,
  copies: Copies,
  tracking: Type.Optional(Type.String()),
});
export type DispatchRow = Static<typeof DispatchRow>;
const summary = {
  id: Uuid,
  institutionId: InstitutionId,
  year: Type.Integer(),
  n: Type.Integer(),
  on: CalendarDate,
  byName: Type.String(),
  at: Instant,
  printedAt: Type.Optional(Instant),
};
export const Dispatch = Type.Object({
  ...summary,
  rows: Type.Array(DispatchRow),
  /** Documents, pieces of post and copies, by kind of post and together. */
  sums: Type.Array(
    Type.Object({
      post: Type.Optional(PostKind),
      documents: Type.Integer(),
      pieces: Type.Integer(),
      copies: Type.Integer(),
    }),
  ),
  prints: Type.Array(Type.Object({ id: Uuid, byName: Type.String(), at: Instant })),
});
export type Dispatch = Static<typeof Dispatch>;

const register = { permission: 'papers:register', check: 'resource' } as const;
const about = { type: 'dispatch', id: 'id' } as const;

export const listDispatches = operation({
  ...register,
  name: 'papers.list-dispatches',
  method: 'GET',
  path: '/papers/institutions/:institutionId/dispatches',
  summary: 'Postal dispatch lists of an institution, the newest first',
  input: Type.Object({ institutionId: InstitutionId, ...IdPageInput }),
  output: pageOf(Type.Object({ ...summary, pieces: Type.Integer() })),
  audit: 'none',
});

export const makeDispatch = operation({
  ...register,
  name: 'papers.make-dispatch',
  method: 'POST',
  path: '/papers/institutions/:institutionId/dispatches',
  summary: 'Make the postal dispatch list of a day: a row for each addressee of each document',
  input: Type.Object({
    institutionId: InstitutionId,
    on: CalendarDate,
    /** Of addresses in the directory. */
    language: PaperLanguage,
    documents: Type.Array(Uuid, { minItems: 1, maxItems: 100, uniqueItems: true }),
  }),
  output: Type.Object({ id: Uuid }),
  audit: 'papers.dispatch-made',
  about: { ...about, facts: ['institutionId', 'on', 'documents'] },
  refusals: ['papers.document-unknown', 'papers.not-outgoing', 'papers.nobody-addressed', 'papers.dispatch-too-long'],
});

export const getDispatch = operation({
  ...register,
  name: 'papers.get-dispatch',
  method: 'GET',
  path: '/papers/dispatches/:id',
  summary: 'A postal dispatch list with its rows and when it was printed',
  input: Type.Object({ id: Uuid }),
  output: Dispatch,
  audit: 'papers.dispatch-read',
  about: { ...about, facts: [] },
  refusals: ['papers.dispatch-unknown'],
});

export const changeDispatchRow = operation({
  ...register,
  name: 'papers.change-dispatch-row',
  method: 'PUT',
  path: '/papers/dispatches/:id/rows/:place',
  summary: 'Say how a row goes and to which address; once printed, its postal number alone',
  input: Type.Object({
    id: Uuid,
    place: Type.Integer({ minimum: 1 }),
    address: Type.Optional(PrintableText(300)),
    post: Type.Optional(PostKind),
    copies: Type.Optional(Copies),
    tracking: Type.Optional(Tracking),
  }),
  output: Type.Object({ id: Uuid }),
  audit: 'papers.dispatch-row-changed',
  about: { ...about, facts: ['place', 'post', 'copies', 'tracking'] },
  refusals: ['papers.dispatch-unknown', 'papers.dispatch-printed'],
});

export const printDispatch = operation({
  ...register,
  name: 'papers.print-dispatch',
  method: 'POST',
  path: '/papers/dispatches/:id/prints',
  summary: 'Print a dispatch list: who did, and when, stays; what is printed no longer changes',
  input: Type.Object({ id: Uuid }),
  output: Type.Object({ id: Uuid, printId: Uuid }),
  audit: 'papers.dispatch-printed',
  about: { ...about, facts: ['printId'] },
  refusals: ['papers.dispatch-unknown', 'papers.address-missing'],
});
/** `GET` what was printed as PDF. */
export const dispatchPrintPath = (id: string, printId: string, language: string): string =>
  `/api/papers/dispatches/${id}/prints/${printId}?language=${language}`;
export const PrintAsked = Type.Object(
  { id: Uuid, printId: Uuid, language: PaperLanguage },
  { additionalProperties: false },
);
