// SPDX-License-Identifier: Apache-2.0
/** A register in the making: what is drawn for it, from a fixed seed. */
import type { LocalText } from '../local-text.ts';
import { inEachLanguage } from '../local-text.ts';
import { Draw } from '../random.ts';
import { architectureSubjects } from './subjects.ts';

export type Facts = Readonly<Record<string, string | number | boolean>>;
export type Place = readonly [kind: string, code: string];
export interface RegisteredElement {
  readonly kind: string;
  readonly code: string;
  readonly name: LocalText;
  readonly ownerId?: string;
  readonly facts: Facts;
  readonly from: string;
  readonly level?: number;
}
export interface RegisteredRelation {
  readonly kind: string;
  readonly from: { readonly kind: string; readonly code: string };
  readonly to: { readonly kind: string; readonly code: string };
  readonly since: string;
  readonly facts?: Facts;
}
/** How something came to be known, as the register says it. */
export type Source = 'declared' | 'imported' | 'attested';

export const began = '2012-01-01';
/** Collects what is drawn. */
export class Register {
  readonly draw = new Draw(20_261_201);
  readonly subjects = architectureSubjects;
  readonly elements: (RegisteredElement & { readonly source: Source })[] = [];
  readonly relations: RegisteredRelation[] = [];

  add(element: RegisteredElement, source: Source = 'imported'): Place {
    this.elements.push({ ...element, source });
    return [element.kind, element.code];
  }
  relate(kind: string, from: Place, to: Place, since = began, facts?: Facts): void {
    this.relations.push({
      ...{ kind, from: { kind: from[0], code: from[1] }, to: { kind: to[0], code: to[1] }, since },
      ...(facts ? { facts } : {}),
    });
  }
}
export const numbered = (prefix: string, at: number, width = 4): string =>
  `${prefix}-${String(at + 1).padStart(width, '0')}`;
/** `Register: Forests`, and a number where there are several. */
export const titled = (what: LocalText, of: LocalText, number?: number): LocalText =>
  inEachLanguage((language) => `${what[language]}: ${of[language]}${number && number > 1 ? ` ${number}` : ''}`);
