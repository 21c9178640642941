// SPDX-License-Identifier: Apache-2.0
/** Languages of Meridia (BCP 47), the official one first. */
export const languages = ['en', 'ru', 'kk', 'uk', 'ar'] as const;
export type Language = (typeof languages)[number];

/** A text in every language of the country; fits the kernel's `LocalText`. */
export type LocalText = { readonly [L in Language]: string };

/** One text made of a text in each language. */
export const inEachLanguage = (make: (language: Language) => string): LocalText => ({
  en: make('en'),
  ru: make('ru'),
  kk: make('kk'),
  uk: make('uk'),
  ar: make('ar'),
});
