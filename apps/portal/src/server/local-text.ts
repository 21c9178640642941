// SPDX-License-Identifier: Apache-2.0
import { type LocalText, languages } from '@stoa/kernel/contract';
import type { Form } from './page.ts';

/** What a `LocalTextInput` sends: English, empty where nothing was typed, and the other languages that were. */
export function localText(form: Form, name: string): LocalText {
  const given = languages.map((language) => [language, form.get(`${name}.${language}`)] as const);
  return { en: '', ...Object.fromEntries(given.filter(([, text]) => text !== '')) };
}
