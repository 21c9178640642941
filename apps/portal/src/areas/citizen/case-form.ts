// SPDX-License-Identifier: Apache-2.0
/** The form of a case in the language of the page, and what a sent page means in answers. */
import {
  attachmentPath,
  type CaseForm,
  type FieldError as CaseFieldError,
  type FormField,
  type savePage,
  type ShownList,
} from '@stoa/cases/contract';
import type { LocalText, OutputOf } from '@stoa/kernel/contract';
import { dateFromParts } from '@stoa/kernel/text';
import type { FieldError, Form } from '../../server/page.ts';

type Text = (text: LocalText) => string;

/** What is asked, and how. */
interface ShownQuestion {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly widget: string;
  readonly choices?: readonly { value: string; text: string }[] | undefined;
  readonly autocomplete?: string | undefined;
  readonly maxLength?: number | undefined;
  readonly required: boolean;
}
interface ShownValue {
  readonly widget: string;
  readonly value: string;
  /** The value in words: the label of the choice, yes or no left to the page. */
  readonly shown: string;
}
export interface ShownEntries {
  readonly entry: string;
  readonly least: number;
  readonly most: number;
  readonly count: number;
  readonly columns: readonly ShownQuestion[];
  /** Some of them, with their place counted from 1. */
  readonly entries: readonly { readonly at: number; readonly cells: readonly ShownValue[] }[];
}
export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly href: string;
  /** A browser shows it by itself. */
  readonly inline: boolean;
}
export interface ShownFiles {
  readonly accept: readonly string[];
  readonly maxBytes: number;
  readonly most: number;
  readonly attached: readonly ShownFile[];
}
export interface ShownField extends ShownQuestion, ShownValue {
  readonly locked: boolean;
  readonly files?: ShownFiles | undefined;
  readonly list?: ShownEntries | undefined;
  readonly source?:
    | { readonly register: string; readonly at?: string | undefined; readonly messageId?: string | undefined }
    | undefined;
}

type Question = Omit<ShownList['columns'][number], 'type'> & { type: FormField['type'] };
type Value = FormField['value'];

const showQuestion = (question: Question, text: Text): ShownQuestion => ({
  name: question.name,
  label: text(question.label),
  hint: question.hint && text(question.hint),
  widget: question.type === 'boolean' ? 'yes-no' : question.widget,
  choices: question.choices?.map((choice) => ({ value: String(choice.value), text: text(choice.label) })),
  autocomplete: question.autocomplete,
  maxLength: question.maxLength,
  required: question.required,
});

function showValue({ widget, choices }: ShownQuestion, given: Value): ShownValue {
  const value = given === undefined || given === null ? '' : String(given);
  return { widget, value, shown: choices?.find((choice) => choice.value === value)?.text ?? value };
}

/** @param after how many entries stand before the first one shown */
export function showList(list: ShownList, text: Text, after = 0): ShownEntries {
  const columns = list.columns.map((column) => showQuestion(column, text));
  const entries = list.entries.map((entry, index) => ({
    at: after + index + 1,
    cells: columns.map((column) => showValue(column, entry[column.name])),
  }));
  return { ...list, entry: text(list.entry), columns, entries };
}

/** The questions of one entry, with what it has, or with nothing. */
export const entryFields = ({ columns, entries }: ShownEntries, at?: number): ShownField[] => {
  const cells = entries.find((entry) => entry.at === at)?.cells;
  return columns.map((column, index) => ({
    ...column,
    ...(cells?.[index] ?? showValue(column, undefined)),
    locked: false,
  }));
};

const inlineTypes: readonly string[] = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'];

const showFiles = ({ attached, ...files }: NonNullable<FormField['files']>, caseId: string): ShownFiles => ({
  ...files,
  attached: attached.map(({ contentType, ...file }) => ({
    ...{ ...file, href: attachmentPath(caseId, file.id), inline: inlineTypes.includes(contentType) },
  })),
});

/** @param caseId where files that are attached are served */
export function showField(field: FormField, text: Text, caseId = ''): ShownField {
  const question = showQuestion(field, text);
  return {
    ...question,
    ...showValue(question, field.value),
    locked: field.locked,
    list: field.list && showList(field.list, text),
    files: field.files && showFiles(field.files, caseId),
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
