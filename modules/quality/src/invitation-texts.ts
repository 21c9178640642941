// SPDX-License-Identifier: Apache-2.0
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';
import texts from './invitation-texts.json' with { type: 'json' };

export const invitationSubject: LocalText = texts.subject;

const written = (language: Language, day: string) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

/**
 * @param lastDay on which an answer is possible
 * @param about `child`: a parent or guardian is asked
 */
export function invitationBody(
  organisation: LocalText,
  renderedOn: string,
  lastDay: string,
  about: 'self' | 'child' = 'self',
): LocalText {
  const bodies = languages.map((language) => {
    const said = {
      organisation: inLanguage(organisation, language),
      served: written(language, renderedOn),
      until: written(language, lastDay),
    };
    return [
      language,
      texts[about][language].replace(/\{(organisation|served|until)\}/g, (_, name: keyof typeof said) => said[name]),
    ];
  });
  return Object.fromEntries(bodies) as LocalText;
}
