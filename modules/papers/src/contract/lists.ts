// SPDX-License-Identifier: Apache-2.0
/** Lists taken out as files, within what whoever asks may see. */
import { Filter } from '@stoa/documents/contract';
import { CalendarDate, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { InstitutionId, PaperLanguage } from './shapes.ts';

export const listForms = ['csv', 'xlsx', 'pdf'] as const;
export type ListForm = (typeof listForms)[number];
/** Rows of one file at most; it says so where there are more. */
export const mostRows = { csv: 10_000, xlsx: 10_000, pdf: 2000 } as const;

const made = { as: Type.Enum([...listForms]), language: PaperLanguage };
export const DocumentsAsked = Type.Object({ ...Filter, ...made }, { additionalProperties: false });
export const JournalAsked = Type.Object({ id: Uuid, ...made }, { additionalProperties: false });
export const DisciplineAsked = Type.Object(
  { institutionId: InstitutionId, from: Type.Optional(CalendarDate), to: Type.Optional(CalendarDate), ...made },
  { additionalProperties: false },
);

const words = (asked: Record<string, unknown>) =>
  new URLSearchParams(
    Object.entries(asked).flatMap(([name, value]): [string, string][] => (value ? [[name, String(value)]] : [])),
  ).toString();
/** `GET` the list of documents with its filter. */
export const documentsListPath = (asked: Record<string, unknown>): string =>
  `/api/papers/lists/documents?${words(asked)}`;
/** `GET` a register, the newest number first. */
export const journalListPath = (id: string, asked: Record<string, unknown>): string =>
  `/api/papers/lists/journals/${id}?${words(asked)}`;
/** `GET` how an institution keeps its terms. */
export const disciplineListPath = (institutionId: string, asked: Record<string, unknown>): string =>
  `/api/papers/lists/discipline/${institutionId}?${words(asked)}`;
