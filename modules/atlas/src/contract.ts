// SPDX-License-Identifier: Apache-2.0
/** What atlas promises: the register of architecture as files. */
import { CalendarDate, languages, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Language = Type.Enum([...languages]);
const OrganisationId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' });
const query = (asked: Readonly<Record<string, string | undefined>>) =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : [])),
  );

/** Rows of one list at most. */
export const mostRows = 10_000;
export const ListAsked = Type.Object(
  {
    kind: Code,
    as: Type.Enum(['csv', 'xlsx']),
    language: Type.Optional(Language),
    ownerId: Type.Optional(OrganisationId),
    search: Type.Optional(Type.String({ maxLength: 200 })),
    fact: Type.Optional(Type.String({ maxLength: 240 })),
    on: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
);
export type ListAsked = Static<typeof ListAsked>;
/** `GET` elements of a kind as a file. */
export const listPath = (kind: string, asked: Readonly<Record<string, string>>): string =>
  `/api/atlas/lists/${kind}?${query(asked)}`;

export const pictureNames = [
  ...['landscape', 'impact', 'quadrants', 'costs', 'support', 'loads', 'roadmap', 'radar', 'distributions', 'model'],
] as const;
export const pictureForms = ['svg', 'png', 'csv', 'xlsx'] as const;
export type PictureForm = (typeof pictureForms)[number];
export const PictureAsked = Type.Object(
  {
    name: Type.Enum([...pictureNames]),
    as: Type.Enum([...pictureForms]),
    language: Type.Optional(Language),
    ownerId: Type.Optional(OrganisationId),
    on: Type.Optional(CalendarDate),
    /** By what a landscape is coloured. */
    by: Type.Optional(Type.Enum(['stage', 'cost', 'risk', 'score'])),
    /** The element whose impact it is, how far and which way. */
    id: Type.Optional(Uuid),
    hops: Type.Optional(Type.Enum(['1', '2', '3', '4'])),
    direction: Type.Optional(Type.Enum(['up', 'down'])),
    /** The reference model, and its version. */
    model: Type.Optional(Code),
    version: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{0,3}$' })),
  },
  { additionalProperties: false },
);
export type PictureAsked = Static<typeof PictureAsked>;
/** `GET` a picture of the register, or the table beside it. */
export const picturePath = (name: string, asked: Readonly<Record<string, string | undefined>>): string =>
  `/api/atlas/pictures/${name}?${query(asked)}`;

export const ReportAsked = Type.Object(
  {
    as: Type.Enum(['pdf', 'xlsx']),
    language: Type.Optional(Language),
    ownerId: Type.Optional(OrganisationId),
    /** A domain of activity, such as `D1`: its areas and what automates them. */
    domain: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$' })),
    on: Type.Optional(CalendarDate),
  },
  { additionalProperties: false },
);
export type ReportAsked = Static<typeof ReportAsked>;
/** `GET` the report on all, a body or a domain. */
export const reportPath = (asked: Readonly<Record<string, string | undefined>>): string =>
  `/api/atlas/report?${query(asked)}`;
