// SPDX-License-Identifier: Apache-2.0
/** Stamps and labels of registered documents; a code on them leads to the document's page by its number. */
import { Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { PaperLanguage } from './shapes.ts';

export const StampAsked = Type.Object({ id: Uuid, language: PaperLanguage }, { additionalProperties: false });
/** Labels of one sheet. */
export const labelsOnSheet = 24;
export const LabelsAsked = Type.Object(
  {
    /** With commas between them, those of at most ten sheets. */
    ids: Type.String({
      pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}){0,239}$',
    }),
    language: PaperLanguage,
  },
  { additionalProperties: false },
);

/** `GET` the registration stamp of a document as PDF. */
export const stampPath = (id: string, language: string): string => `/api/papers/stamps/${id}?language=${language}`;
/** `GET` a sheet of labels as PDF. */
export const labelsPath = (ids: readonly string[], language: string): string =>
  `/api/papers/labels?ids=${ids.join(',')}&language=${language}`;
/** The portal's page that leads on to a document by the number that stands on it. */
export const byNumberPath = (institutionId: string, number: string): string =>
  `/documents/by-number?${new URLSearchParams({ institution: institutionId, number })}`;
