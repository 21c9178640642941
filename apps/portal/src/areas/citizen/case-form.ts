// SPDX-License-Identifier: Apache-2.0
/** The form of a case in the language of the page, and what a sent page means in answers. */
import type { CaseForm, FieldError as CaseFieldError, FormField } from '@stoa/cases/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { dateFromParts, numberText } from '@stoa/kernel/text';
import type { FieldError, Form } from '../../server/page.ts';

type Text = (text: LocalText) => string;
export type Value = string | number | boolean | null;

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

/** What one field's input means: numbers and booleans by type, a date from its three parts, null when left empty. */
export function readAnswer(field: FormField, form: Form): Value {
  if (field.widget === 'date') {
    const [year, month, day] = ['year', 'month', 'day'].map((part) => form.get(`${field.name}.${part}`));
    return year || month || day ? dateFromParts(year ?? '', month ?? '', day ?? '') : null;
  }
  const typed = form.get(field.name);
  if (typed === '') return null;
  const choice = field.choices?.find((one) => String(one.value) === typed);
  if (choice) return choice.value;
  if (field.type === 'boolean' && (typed === 'true' || typed === 'false')) return typed === 'true';
  if (field.type === 'integer' || field.type === 'number') return numberText(typed) ?? typed;
  return typed;
}

/**
 * The answers a page was sent with. Fields the page does not ask are passed on as they came: the operation refuses
 * them by name, and nothing is dropped in silence.
 */
export function readAnswers(fields: readonly FormField[], form: Form): Record<string, Value> {
  const asked = fields.filter((field) => !field.locked);
  const own = new Set(
    asked.flatMap((field) => [field.name, ...['day', 'month', 'year'].map((part) => `${field.name}.${part}`)]),
  );
  const strange = form.names.filter((name) => !own.has(name)).map((name) => [name, form.get(name)] as const);
  return {
    ...Object.fromEntries(asked.map((field) => [field.name, readAnswer(field, form)])),
    ...Object.fromEntries(strange),
  };
}

export const shownErrors = (errors: readonly CaseFieldError[], text: Text): FieldError[] =>
  errors.map((error) => ({ field: error.field, code: error.code, message: text(error.message) }));

/** Errors of one page; those of register values have no input to lead to and are said once for the page. */
export function pageErrors(errors: readonly CaseFieldError[], fields: readonly FormField[], text: Text): FieldError[] {
  const typed = new Set(fields.filter((field) => !field.locked).map((field) => field.name));
  const shown = shownErrors(errors, text).map((error) => (typed.has(error.field) ? error : { ...error, field: '' }));
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
