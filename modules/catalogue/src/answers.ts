// SPDX-License-Identifier: Apache-2.0
/** What was typed as the package wants it, and what does not fit. The same for forms, interfaces and scenarios. */
import type { LocalText } from '@stoa/kernel/contract';
import {
  asciiEmail,
  codeText,
  dateOfBound,
  dateText,
  digitsText,
  emailText,
  hiddenCharacter,
  identifierText,
  isCalendarDate,
  isEmail,
  nameText,
  numberText,
  phoneText,
} from '@stoa/kernel/text';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import {
  foreignLocalPart,
  hidden,
  inEntry,
  missing,
  mistyped,
  noDate,
  notReceived,
  outOfRange,
  registerDate,
  tooFew,
  tooMany,
  wrong,
} from './answer-texts.ts';
import type { DataSchema } from './form-reader.ts';
import { namesIdentifier } from './identifier-formats.ts';
import type { EntryList, Field, ServicePackage } from './package-model.ts';

export type Answer = string | number | boolean | null;
/** One of a list: what is given of its columns. */
export type Entry = Readonly<Record<string, Answer>>;

/** What does not fit in one field, or in one column of an entry of a list; entries are counted from 1. */
interface AnswerError {
  readonly field: string;
  readonly entry?: number;
  readonly column?: string;
  readonly code: string;
  readonly message: LocalText;
}

type Formats = Readonly<Record<string, (value: string) => boolean>>;

/** Rules for answers, with the identifiers of one country. */
export interface AnswerRules {
  /** One error a field, of a list the first few, in the order of the fields. `today` is `YYYY-MM-DD` where the service is given. */
  errorsIn(
    pkg: ServicePackage,
    asked: readonly Field[],
    answers: Readonly<Record<string, unknown>>,
    today: string,
  ): AnswerError[];
  /** What does not fit in one entry of a list; `field` is the name of the column. */
  entryErrorsIn(pkg: ServicePackage, list: Field, entry: Entry, today: string): AnswerError[];
}

/** More than these nobody puts right from one page. */
const mostEntryErrors = 20;

export function answerRules(identifiers: Formats): AnswerRules {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  (addFormatsModule as unknown as FormatsPlugin)(ajv);
  // Nobody types what is attached: its content was looked at when it came.
  ajv.addFormat('attachment', true).addFormat('email', isEmail).addFormat('date', isCalendarDate);
  for (const [format, check] of Object.entries(identifiers)) ajv.addFormat(format, check);
  const compiled = new Map<string, ValidateFunction>();
  const validatorOf = (name: string, { $id: _, ...schema }: ServicePackage['schema']): ValidateFunction => {
    // Two versions of a service have the same $id, which Ajv takes once.
    const validate = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, validate);
    return validate;
  };
  const entryErrorsIn: AnswerRules['entryErrorsIn'] = (pkg, { name, list }, entry, today) => {
    const { items = {} } = (pkg.schema as DataSchema).properties?.[name] ?? {};
    const validate = validatorOf(`${pkg.version} ${name}`, items as ServicePackage['schema']);
    return errorsOf(validate, list?.columns ?? [], entry, today);
  };
  const entriesErrors = (pkg: ServicePackage, field: Field, entries: readonly Entry[], today: string) => {
    const found: AnswerError[] = [];
    for (const [at, entry] of entries.entries()) {
      if (found.length >= mostEntryErrors) break;
      for (const { field: column, code, message } of entryErrorsIn(pkg, field, entry, today)) {
        const label = field.list?.columns.find(({ name }) => name === column)?.label ?? { en: column };
        found.push({ field: field.name, entry: at + 1, column, code, message: inEntry(at + 1, label, message) });
      }
    }
    return found.slice(0, mostEntryErrors);
  };
  return {
    entryErrorsIn,
    errorsIn(pkg, asked, answers, today) {
      const found = errorsOf(validatorOf(pkg.version, pkg.schema), asked, answers, today);
      return asked.flatMap((field) => {
        const own = found.filter((error) => error.field === field.name);
        const entries = answers[field.name];
        return own.length > 0 || !field.list || !Array.isArray(entries)
          ? own
          : entriesErrors(pkg, field, entries as Entry[], today);
      });
    },
  };
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** One error a field, in the order of the fields. */
function errorsOf(
  validate: ValidateFunction,
  asked: readonly Field[],
  answers: Readonly<Record<string, unknown>>,
  today: string,
): AnswerError[] {
  const given = Object.fromEntries(
    asked.flatMap(({ name }) => (isNothing(answers[name]) ? [] : [[name, answers[name]]])),
  );
  const bySchema = validate(given) ? new Map<string, ErrorObject>() : firstByField(validate.errors ?? []);
  return asked.flatMap((field) => {
    const error = bySchema.get(field.name);
    const found = error ? ofSchema(field, error, given[field.name]) : beyondSchema(field, given[field.name], today);
    return found ? [{ field: field.name, ...found }] : [];
  });
}

function firstByField(errors: readonly ErrorObject[]): Map<string, ErrorObject> {
  const byField = new Map<string, ErrorObject>();
  for (const error of errors) {
    const field = error.keyword === 'required' ? String(error.params.missingProperty) : error.instancePath.slice(1);
    // Check digits say something only about a number that has the right form.
    if (!byField.has(field) || byField.get(field)?.keyword === 'format') byField.set(field, error);
  }
  return byField;
}

type Found = Pick<AnswerError, 'code' | 'message'>;

function ofSchema(field: Field, error: ErrorObject, value: unknown): Found {
  const format = error.keyword === 'format' ? String(error.params.format) : '';
  if (namesIdentifier(format)) return { code: 'check-digits', message: mistyped };
  if (format === 'date') return { code: 'date', message: field.error ?? noDate };
  const email = format === 'email' && typeof value === 'string' ? asciiEmail(value) : undefined;
  if (email && 'fault' in email && email.fault === 'local-part') return { code: 'email', message: foreignLocalPart };
  if (error.keyword === 'minItems') return { code: 'minItems', message: field.error ?? tooFew(field.list?.least ?? 1) };
  if (error.keyword === 'maxItems') return { code: 'maxItems', message: tooMany(field.list?.most ?? 1) };
  if (error.keyword !== 'required') return { code: error.keyword, message: field.error ?? wrong };
  return field.source.kind === 'register'
    ? { code: 'register', message: notReceived }
    : { code: 'required', message: missing };
}

/** What a schema cannot say: days that move with today, and characters that nobody sees. */
function beyondSchema(field: Field, value: unknown, today: string): Found | undefined {
  if (typeof value !== 'string') return undefined;
  const fromRegister = field.source.kind === 'register';
  const character = fromRegister ? undefined : hiddenCharacter(value);
  if (character) return { code: 'hidden-character', message: hidden(character) };
  if (!field.earliest || !field.latest) return undefined;
  const [from, until] = [dateOfBound(field.earliest, today), dateOfBound(field.latest, today)];
  if (value >= from && value <= until) return undefined;
  return { code: 'date-range', message: fromRegister ? registerDate : outOfRange(from, until) };
}

const readers: Readonly<Record<NonNullable<Field['normalise']>, (text: string) => string>> = {
  digits: digitsText,
  identifier: identifierText,
  phone: phoneText,
  code: codeText,
};

/**
 * A value as the schema wants it: forms send text, so numbers, dates and booleans are read out of it; empty text is no
 * answer. What cannot be read stays as it was typed and is found wrong.
 */
export function normalised(field: Field, value: Answer): Answer {
  if (typeof value !== 'string') return value;
  if (field.choices?.some((choice) => choice.value === value)) return value;
  const text = nameText(value);
  if (text === '') return null;
  if (field.normalise) return readers[field.normalise](text);
  if (field.type === 'integer' || field.type === 'number') return numberText(text) ?? text;
  if (field.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (field.format === 'date') return dateText(text) ?? text;
  if (field.format === 'email') return emailText(text);
  return field.format && namesIdentifier(field.format) ? identifierText(text) : text;
}

/** An entry as the schema wants it, from what was typed in its columns. */
export const readEntry = (list: EntryList, typed: Readonly<Record<string, Answer>>): Entry =>
  Object.fromEntries(
    list.columns.flatMap((column): [string, Answer][] => {
      const value = normalised(column, typed[column.name] ?? null);
      return value === null ? [] : [[column.name, value]];
    }),
  );

/** The entries as expressions see them: every column is there, null where nothing was given. */
export const filledEntries = ({ list }: Field, value: unknown): Entry[] =>
  ((value ?? []) as readonly Entry[]).map((entry) =>
    Object.fromEntries((list?.columns ?? []).map(({ name }) => [name, entry[name] ?? null])),
  );
