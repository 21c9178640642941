// SPDX-License-Identifier: Apache-2.0
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';
import texts from './invitation-texts.json' with { type: 'json' };

export const invitationSubject: LocalText = texts.subject;

const written = (language: Language, day: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

const inAll = (say: (language: Language) => string) =>
  Object.fromEntries(languages.map((language) => [language, say(language)])) as LocalText;

/** What an invitation says, in all languages. @param lastDay on which an answer is possible */
export const invitationFacts = (organisation: LocalText, renderedOn: string, lastDay: string) => ({
  organisation,
  served: inAll((language) => written(language, renderedOn)),
  until: inAll((language) => written(language, lastDay)),
});

/** @param about `child`: a parent or guardian is asked */
export const invitationBody = (said: ReturnType<typeof invitationFacts>, about: 'self' | 'child' = 'self'): LocalText =>
  inAll((language) =>
    texts[about][language].replace(/\{(organisation|served|until)\}/g, (_, name: keyof typeof said) =>
      inLanguage(said[name], language),
    ),
  );
