// SPDX-License-Identifier: Apache-2.0
/** What keeps somebody from using a page, told to those who run the platform. */
import { IdPageInput, Instant, operation, pageOf, Uuid, visibleText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Email } from './shared.ts';

export const reportBarrier = operation({
  name: 'accounts.report-barrier',
  method: 'POST',
  path: '/accounts/barriers',
  summary: 'Report what keeps me from using a page; answers the number of the report',
  input: Type.Object({
    page: Type.Optional(visibleText(500, 1)),
    text: visibleText(4000, 1),
    email: Type.Optional(Email),
  }),
  output: Type.Object({ number: Type.String() }),
  permission: 'public',
  limit: 10,
  audit: 'accounts.barrier-reported',
  about: { type: 'barrier', id: 'number', facts: [] },
});

export const Barrier = Type.Object({
  id: Uuid,
  number: Type.String(),
  page: Type.Optional(Type.String()),
  text: Type.String(),
  email: Type.Optional(Type.String()),
  reportedAt: Instant,
});
export type Barrier = Static<typeof Barrier>;

export const listBarriers = operation({
  name: 'accounts.list-barriers',
  method: 'GET',
  path: '/accounts/barriers',
  summary: 'Barriers people reported, newest first',
  input: Type.Object({ ...IdPageInput }),
  output: pageOf(Barrier),
  permission: 'accounts:operate',
  audit: 'accounts.barriers-read',
});
