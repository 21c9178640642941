// SPDX-License-Identifier: Apache-2.0
/** The form of a case in the language of the page, and what a sent page means in answers. */
import type { CaseForm, FieldError as CaseFieldError, FormField, savePage } from '@stoa/cases/contract';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import { dateFromParts } from '@stoa/kernel/text';
import type { FieldError, Form } from '../../server/page.ts';

type Text = (text: LocalText) => string;

export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly widget: string;
  readonly choices?: readonly { value: string; text: string }[] | undefined;
  readonly autocomplete?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly required: boolean;
  readonly locked: boolean;
  readonly value: string;
  /** The value in words: the label of the choice, yes or no left to the page. */
  readonly shown: string;
  readonly source?:
    | { readonly register: string; readonly at?: string | undefined; readonly messageId?: string | undefined }
    | undefined;
}

export function showField(field: FormField, text: Text): ShownField {
  const value = field.value === undefined || field.value === null ? '' : String(field.value);
  const choices = field.choices?.map((choice) => ({ value: String(choice.value), text: text(choice.label) }));
  return {
    name: field.name,
    label: text(field.label),
    hint: field.hint && text(field.hint),
    widget: field.type === 'boolean' ? 'yes-no' : field.widget,
    choices,
    autocomplete: field.autocomplete,
    maxLength: field.maxLength,
    required: field.required,
    locked: field.locked,
    value,
    shown: choices?.find((choice) => choice.value === value)?.text ?? value,
    source: field.source.register && {
      register: text(field.source.register.title),
      at: field.source.at,
      messageId: field.source.messageId,
    },
  };
}

/**
 * The answers a page was sent with, as they were typed, a date joined from its three parts: the operation reads them, and
 * refuses by name what it does not ask. A choice that was only looked for is none.
 */
export function typedAnswers(form: Form): Record<string, string> {
  const answers = new Map(form.searches.map((search) => [search.slice('_find.'.length), '']));
  for (const name of form.names) {
    const [, date] = /^(.*)\.(?:day|month|year)$/.exec(name) ?? [];
    answers.set(date ?? name, date === undefined ? form.get(name) : dateOf(date, form));
  }
  return Object.fromEntries(answers);
}

function dateOf(field: string, form: Form): string {
  const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) => form.get(`${field}.${part}`));
  return year || month || day ? dateFromParts(year, month, day) : '';
}

export const shownErrors = (errors: readonly CaseFieldError[], text: Text): FieldError[] =>
  errors.map((error) => ({ field: error.field, code: error.code, message: text(error.message) }));

type SaveError = OutputOf<typeof savePage>['errors'][number];

/** Errors of one page; those of register values have no input to lead to and are said once for the page. */
export function pageErrors(errors: readonly SaveError[], text: Text): FieldError[] {
  const shown = shownErrors(
    errors.map((error) => (error.typed === undefined ? { ...error, field: '' } : error)),
    text,
  );
  return shown.filter(
    (error, index) => shown.findIndex((one) => one.field === error.field && one.message === error.message) === index,
  );
}

export const registerNotes = (form: CaseForm, text: Text) =>
  form.registers.map((register) => ({
    name: register.name,
    title: text(register.title),
    purpose: text(register.purpose),
    state: register.state,
  }));
