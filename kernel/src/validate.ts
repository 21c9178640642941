// SPDX-License-Identifier: Apache-2.0
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import { RE2JS } from 're2js';
import type { TSchema } from 'typebox';
import { notBlank } from './contract.ts';
import { type FieldError, refuse } from './refusal.ts';
import { isCalendarDate, isInstant } from './text/date.ts';
import { asciiEmail, isEmail } from './text/email.ts';
import { hiddenCharacter } from './text/typed.ts';
import { codePoints, unprintable } from './typeset/printable.ts';

export type { FieldError };

const addFormats = addFormatsModule as unknown as FormatsPlugin;
const strict = new Ajv2020({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  removeAdditional: false,
  strict: false,
});
/** Values of a query string are text: numbers and booleans are read out of it. */
const coercing = new Ajv2020({
  allErrors: true,
  verbose: true,
  useDefaults: true,
  coerceTypes: 'array',
  strict: false,
});
/**
 * For schemas that others wrote: their patterns run in linear time, by the syntax of RE2 (no look-around, no references), and what
 * they check stays as it was sent.
 */
const foreign = new Ajv2020({ allErrors: true, strict: false, code: { regExp: linearPattern() } });
/** As PostgreSQL takes it, without the `urn:uuid:` that the package would let pass. */
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
for (const ajv of [strict, coercing, foreign]) addFormats(ajv).addFormat('uuid', uuid);
for (const ajv of [strict, coercing])
  ajv
    .addFormat('email', isEmail)
    .addFormat('date-time', isInstant)
    // The day before and the day after are days as well: time zones and terms reach there.
    .addFormat('date', (date: string) => isCalendarDate(date) && date > '0001-01-01' && date < '9999-12-31')
    .addFormat('visible-text', (text: string) => hiddenCharacter(text) === undefined)
    .addFormat('printable', (text: string) => (hiddenCharacter(text) ?? unprintable(text)) === undefined);

const compiled = new Map<Ajv2020, WeakMap<TSchema, ValidateFunction>>([
  [strict, new WeakMap()],
  [coercing, new WeakMap()],
  [foreign, new WeakMap()],
]);

function linearPattern() {
  const compile = (pattern: string) => RE2JS.compile(RE2JS.translateRegExp(pattern));
  return Object.assign(compile, { code: 'linearPattern' });
}

function validator(ajv: Ajv2020, schema: TSchema): ValidateFunction {
  const cache = compiled.get(ajv);
  let validate = cache?.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    cache?.set(schema, validate);
  }
  return validate;
}

/** An operation's input closed to unknown fields, whatever its author wrote. */
const closed = new WeakMap<TSchema, TSchema>();
function closedForm(schema: TSchema): TSchema {
  let form = closed.get(schema);
  if (!form) {
    form = 'additionalProperties' in schema ? schema : ({ ...schema, additionalProperties: false } as TSchema);
    closed.set(schema, form);
  }
  return form;
}

/** Refuses `kernel.input-invalid` with one entry a field; fills defaults in place. */
export function validateInput(schema: TSchema, input: unknown, fromText: boolean): void {
  if (!isStorableText(input))
    refuse(
      'invalid',
      'kernel.text-malformed',
      `The input holds characters that are no text (U+0000 or half a surrogate pair) or is nested deeper than ${deepest} levels.`,
    );
  const validate = validator(fromText ? coercing : strict, closedForm(schema));
  if (validate(input)) return;
  const errors = (validate.errors ?? []).slice(0, 20).map(fieldError);
  refuse(
    'invalid',
    'kernel.input-invalid',
    `Please correct: ${errors.map((e) => `${e.pointer || 'the input'} ${e.message}`).join('; ')}.`,
    { errors },
  );
}

/** Levels of lists and objects that a value from outside may have: code that follows more inwards runs out of stack. */
export const deepest = 200;

export const isTooDeep = (value: unknown, level = 0): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (level === deepest || Object.values(value).some((item) => isTooDeep(item, level + 1)));

/** Whether it is not too deep and all strings in it are well-formed Unicode without U+0000, which PostgreSQL cannot store. */
export function isStorableText(value: unknown, level = 0): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  if (level === deepest) return false;
  return Object.entries(value).every(([key, item]) => isStorableText(key) && isStorableText(item, level + 1));
}

/** The schema's complaints about a value, empty when it fits. */
export const complaints = (schema: TSchema, value: unknown): FieldError[] => complaintsOf(strict, schema, value);

/** The same for a schema that was not written here; its patterns cannot take for ever. */
export function foreignComplaints(schema: object, value: unknown): FieldError[] {
  try {
    return complaintsOf(foreign, schema as TSchema, value);
  } catch (error) {
    return [
      {
        pointer: '',
        code: 'schema',
        message: `has a schema that cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      },
    ];
  }
}

/** Throws with what is wrong when it is no JSON Schema 2020-12, or has a pattern that RE2 does not know. */
export function compileForeign(schema: object): void {
  new Ajv2020({ strict: false, validateFormats: false, code: { regExp: linearPattern() } }).compile(schema);
}

function complaintsOf(ajv: Ajv2020, schema: TSchema, value: unknown): FieldError[] {
  const validate = validator(ajv, schema);
  return validate(value) ? [] : (validate.errors ?? []).slice(0, 20).map(fieldError);
}

function fieldError(error: ErrorObject): FieldError {
  const hidden = ['visible-text', 'printable'].includes(error.params.format) ? hiddenCharacter(String(error.data)) : '';
  if (hidden) return { pointer: error.instancePath, code: 'visible-text', message: cannotBeSeen(hidden) };
  if (error.params.format === 'printable') return notPrintable(error.instancePath, String(error.data));
  if (error.params.pattern === notBlank)
    return { pointer: error.instancePath, code: 'blank', message: 'holds blanks alone: write it in words' };
  const field =
    error.keyword === 'required'
      ? `/${error.params.missingProperty}`
      : error.keyword === 'additionalProperties'
        ? `/${error.params.additionalProperty}`
        : '';
  const message =
    error.keyword === 'required'
      ? 'is missing'
      : error.keyword === 'additionalProperties'
        ? 'is not known'
        : (ofEmail(error) ?? error.message ?? 'is wrong');
  return { pointer: error.instancePath + field, code: error.keyword, message };
}

const cannotBeSeen = (code: string): string => `holds a character that cannot be seen (${code}): type it again`;

/** What is wrong with an address, as somebody can mend it. */
function ofEmail({ params, data }: ErrorObject): string | undefined {
  const email = params.format === 'email' && typeof data === 'string' ? asciiEmail(data) : undefined;
  if (!email || !('fault' in email)) return undefined;
  return email.fault === 'local-part'
    ? 'must have only Latin letters, digits and signs before the @'
    : 'must be an e-mail address such as name@example.org';
}

function notPrintable(pointer: string, text: string): FieldError {
  const character = unprintable(text) ?? '';
  const params = { character, code: codePoints(character) };
  const message = `has a character that cannot be printed: ${character} (${params.code}). Write it in another way.`;
  return { pointer, code: 'unprintable', message, params };
}
