// SPDX-License-Identifier: Apache-2.0
/** The form of a case as a person meets it: the pages asked, with values and where each came from. */
import {
  type Asked,
  askedOf,
  attachedTo,
  entriesOf,
  type Entry,
  type EntryList,
  type Field,
  type Given,
  registerPath,
  type ServicePackage,
} from '@stoa/catalogue/contract';
import { choicesOf } from '@stoa/kernel/text';
import type { CaseFile, Scalar } from '../case/index.ts';
import type { CaseForm, FieldError, FormField, Provenance, ShownList } from '../contract.ts';
import type { Reading } from '../registers/index.ts';
import type { Answer } from './store.ts';
import { errorsIn } from './validation.ts';

export interface Form extends Asked {
  readonly asked: readonly Field[];
  readonly errors: readonly FieldError[];
}

/** The same, with what is wrong with the answers. */
export function formOf(pkg: ServicePackage, given: readonly Given[], today: string): Form {
  const { pages, answers } = askedOf(pkg, given);
  const asked = pages.flatMap(({ fields }) => fields);
  return { pages, asked, answers, errors: errorsIn(pkg, asked, answers, today) };
}

/** An error shows only where something was answered: an untouched question is not a mistake yet. */
export function caseForm(
  file: CaseFile,
  pkg: ServicePackage,
  answers: readonly Answer[],
  readings: readonly Reading[],
  today: string,
): CaseForm {
  const form = formOf(pkg, answers, today);
  const wrong = new Map(form.errors.map((error) => [error.field, error]));
  const pages = form.pages.map(({ page, fields }) => ({
    id: page.id,
    title: page.title,
    ...(page.lead ? { lead: page.lead } : {}),
    fields: fields.map((field) =>
      formField(
        pkg,
        field,
        answers.find((answer) => answer.field === field.name),
        wrong.get(field.name),
      ),
    ),
    complete: !fields.some((field) => wrong.has(field.name)),
  }));
  const nextPage = pages.find((page) => !page.complete)?.id;
  return {
    ...{ id: file.id, serviceId: file.serviceId, title: file.title, applicantName: file.applicantName },
    ...{ state: file.state, revision: file.revision, savedAt: file.changedAt.toISOString() },
    pages,
    registers: pkg.registers.map((register) => registerState(file, pkg, register.name, form, readings)),
    ...(nextPage ? { nextPage } : {}),
    complete: !nextPage,
  };
}

export function registerState(
  file: CaseFile,
  pkg: ServicePackage,
  name: string,
  form: Form,
  readings: readonly Reading[],
): CaseForm['registers'][number] {
  const register = pkg.registers.find((candidate) => candidate.name === name);
  if (!register) throw new Error(`the package has no register ${name}`);
  const path = registerPath(register, file, form);
  const reading = readings.find((candidate) => candidate.register === name && candidate.path === path);
  return {
    ...{ name, title: register.title, purpose: register.purpose },
    ...(register.consent ? { consent: register.consent } : {}),
    state: reading?.state ?? (path === undefined ? 'waiting' : 'failed'),
    ...(reading ? { at: reading.at.toISOString() } : {}),
    ...(reading?.messageId ? { messageId: reading.messageId } : {}),
  };
}

export function formField(
  pkg: ServicePackage,
  field: Field,
  answer: Answer | undefined,
  error?: FieldError,
): FormField {
  return {
    ...questionOf(field, answer?.value),
    type: field.type,
    locked: field.source.kind !== 'typed',
    ...(answer && field.type !== 'array' ? { value: answer.value as Scalar } : {}),
    ...(field.list ? { list: listOf(field.list, entriesOf(answer)) } : {}),
    ...(field.files ? { files: { ...field.files, attached: attachedTo(answer) } } : {}),
    source: provenance(pkg, field, answer),
    ...(error && answer ? { error: { code: error.code, message: error.message } } : {}),
  };
}

/** Entries shown where a form is: the first ones; a list has a page for all. */
const shownEntries = 20;

export const listOf = ({ entry, least, most, columns }: EntryList, entries: readonly Entry[]): ShownList => ({
  ...{ entry, least, most, count: entries.length },
  columns: columns.map((column) => ({ ...questionOf(column, null), type: column.type })),
  entries: entries.slice(0, shownEntries),
});

function questionOf(field: Field, value: unknown) {
  const choices = choicesOf(field, value);
  return {
    ...{ name: field.name, label: field.label, widget: field.widget, required: field.required },
    ...(field.hint ? { hint: field.hint } : {}),
    ...(choices ? { choices } : {}),
    ...(field.autocomplete ? { autocomplete: field.autocomplete } : {}),
    ...(field.maxLength ? { maxLength: field.maxLength } : {}),
  };
}

function provenance(pkg: ServicePackage, field: Field, answer: Answer | undefined): Provenance {
  const { source } = field;
  const register =
    source.kind === 'register' ? pkg.registers.find((candidate) => candidate.name === source.register) : undefined;
  return {
    kind: source.kind,
    ...(answer ? { at: answer.at.toISOString() } : {}),
    ...(register ? { register: { name: register.name, title: register.title, service: register.service } } : {}),
    ...(answer?.messageId ? { messageId: answer.messageId } : {}),
  };
}
