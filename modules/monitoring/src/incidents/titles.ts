// SPDX-License-Identifier: Apache-2.0
import { inLanguage, languages, type LocalText } from '@stoa/kernel/contract';
import type { Condition } from '../alarms/conditions.ts';
import texts from '../texts.json' with { type: 'json' };

/** The text in each language, with what stands in its places there. */
export const inEach = (text: LocalText, values: (language: string) => Readonly<Record<string, string>>): LocalText =>
  Object.fromEntries(
    languages.map((language) => {
      const own = values(language);
      return [language, inLanguage(text, language).replace(/\{(\w+)\}/g, (place, name: string) => own[name] ?? place)];
    }),
  ) as unknown as LocalText;

const mostNamed = 3;

/** Named by the services concerned; by the source where nobody's service is. */
export function titleOf(one: Condition, services: readonly { code: string; name: LocalText }[]): LocalText {
  const concerned = services.filter(({ code }) => one.services.includes(code));
  return inEach(texts[one.kind], (language) => {
    const names = concerned.slice(0, mostNamed).map(({ name }) => inLanguage(name, language));
    const more = concerned.length > mostNamed ? ` +${concerned.length - mostNamed}` : '';
    return { what: names.length > 0 ? names.join(', ') + more : one.subject };
  });
}
