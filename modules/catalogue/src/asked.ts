// SPDX-License-Identifier: Apache-2.0
/** What a form asks over the answers given so far, and what was given. Pure. */
import { type Entry, filledEntries } from './answers.ts';
import { isAsked } from './feel.ts';
import type { Field, ServicePackage } from './package-model.ts';

/** An answer as far as a form needs it. */
export interface Given {
  readonly field: string;
  readonly value: unknown;
}
/** A file that is attached; `size` is in bytes. */
interface AttachedFile {
  readonly id: string;
  readonly name: string;
  /** By its content. */
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
}

export const entriesOf = (answer: Given | undefined): readonly Entry[] =>
  Array.isArray(answer?.value) ? (answer.value as Entry[]) : [];
export const attachedTo = (answer: Given | undefined): AttachedFile[] =>
  Array.isArray(answer?.value) ? (answer.value as AttachedFile[]) : [];

/** Answers by field; null where there is none. A list has all columns of its entries, files are without their ids. */
export function answerValues(pkg: ServicePackage, answers: readonly Given[]): Record<string, unknown> {
  const given = new Map(answers.map((answer) => [answer.field, answer.value]));
  return Object.fromEntries(
    pkg.fields.map((field) => {
      const value = given.get(field.name) ?? null;
      const attached = () => attachedTo({ field: field.name, value }).map(({ id: _, ...file }) => file);
      return [field.name, field.list ? filledEntries(field, value) : field.files ? attached() : value];
    }),
  );
}

export interface Asked {
  readonly pages: readonly { readonly page: ServicePackage['pages'][number]; readonly fields: readonly Field[] }[];
  readonly answers: Record<string, unknown>;
}

/** Pages and fields whose conditions hold over the answers. */
export function askedOf(pkg: ServicePackage, given: readonly Given[]): Asked {
  const answers = answerValues(pkg, given);
  const byName = new Map(pkg.fields.map((field) => [field.name, field]));
  const pages = pkg.pages
    .filter((page) => isAsked(page.askedWhen, { answers }))
    .map((page) => ({
      page,
      fields: page.fields
        .flatMap((name) => byName.get(name) ?? [])
        .filter((field) => isAsked(field.askedWhen, { answers })),
    }))
    .filter(({ fields }) => fields.length > 0);
  return { pages, answers };
}
