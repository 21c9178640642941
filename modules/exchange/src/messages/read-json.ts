// SPDX-License-Identifier: Apache-2.0
import { complaints, deepest, type FieldError, isStorableText, refuse } from '@stoa/kernel';
import type { Static, TSchema } from 'typebox';

/** Refuses what does not fit; `what` says where and why. */
type Misfit = (what: string, errors: readonly FieldError[]) => never;
const messageInvalid: Misfit = (what, errors) =>
  refuse('invalid', 'exchange.message-invalid', `Please correct: ${what}.`, { errors });

/** What a body holds, once it fits the schema. Refuses what is no JSON, and what `fitting` refuses. */
export function readJson<S extends TSchema>(schema: S, body: Buffer | undefined, misfit = messageInvalid): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse((body ?? '').toString());
  } catch {
    refuse('invalid', 'exchange.body-malformed', 'The body is not JSON.');
  }
  return fitting(schema, value, misfit);
}

/** The value, once it fits the schema. Refuses text that cannot be stored, too. */
export function fitting<S extends TSchema>(schema: S, value: unknown, misfit = messageInvalid): Static<S> {
  if (!isStorableText(value))
    refuse(
      'invalid',
      'exchange.text-malformed',
      `The message holds characters that are no text (U+0000 or half a surrogate pair) or is nested deeper than ${deepest} levels.`,
    );
  const errors = complaints(schema, value);
  if (errors.length > 0) misfit(errors.map((e) => `${e.pointer || '/'} ${e.message}`).join('; '), errors);
  return value as Static<S>;
}
