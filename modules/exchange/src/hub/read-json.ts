// SPDX-License-Identifier: Apache-2.0
import { complaints, deepest, isStorableText, refuse } from '@stoa/kernel';
import type { Static, TSchema } from 'typebox';
import type { Message } from './incoming.ts';

/** What the body holds, once it fits the schema. Refuses what is no JSON, no text that can be stored, or does not fit. */
export function readJson<S extends TSchema>(schema: S, incoming: Message): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse((incoming.body.bytes ?? '').toString());
  } catch {
    refuse('invalid', 'exchange.body-malformed', 'The body is not JSON.');
  }
  if (!isStorableText(value))
    refuse(
      'invalid',
      'exchange.text-malformed',
      `The message holds characters that are no text (U+0000 or half a surrogate pair) or is nested deeper than ${deepest} levels.`,
    );
  const wrong = complaints(schema, value);
  if (wrong.length > 0)
    refuse(
      'invalid',
      'exchange.message-invalid',
      `Please correct: ${wrong.map((w) => `${w.pointer || '/'} ${w.message}`).join('; ')}.`,
      { errors: wrong },
    );
  return value as Static<S>;
}
