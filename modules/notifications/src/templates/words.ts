// SPDX-License-Identifier: Apache-2.0
/** What a template says with somebody's data, and whether it may be published. Pure but for refusals. */
import { refuse } from '@stoa/kernel';
import { inLanguage, type Language, languages, type LocalText } from '@stoa/kernel/contract';
import type { TemplateContent } from '../contract/templates.ts';
import { asHtml, asText, type Block, mapTexts, readMarkdown } from './markdown.ts';

const placeholder = /\(\(([^()]*)\)\)/g;
export type Values = Readonly<Record<string, string | LocalText>>;

export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name = '']) => name.trim())),
];

const textsOf = (text: LocalText | undefined): [Language, string][] =>
  languages.flatMap((language) => (text?.[language] ? [[language, text[language]]] : []));

/**
 * Refuses what must not be published: notifications.markdown-wrong, notifications.placeholder-undeclared,
 * notifications.personal-in-short.
 */
export function checkContent({ subject, body, short, fields, class: personal }: TemplateContent): void {
  for (const [language, text] of textsOf(body)) {
    const [fault] = readMarkdown(text).faults;
    if (fault)
      refuse(
        'invalid',
        'notifications.markdown-wrong',
        `Line ${fault.line} (${language}): ${fault.what} is not possible here.`,
        {
          errors: [
            {
              ...{ pointer: `/content/body/${language}`, code: 'notifications.markdown-wrong' },
              ...{ message: fault.what, params: { line: String(fault.line), what: fault.what } },
            },
          ],
        },
      );
  }
  const declared = new Map(fields.map((field) => [field.name, field]));
  const all: [string, LocalText | undefined][] = [
    ['subject', subject],
    ['body', body],
    ['short', short],
  ];
  for (const [where, text] of all)
    for (const [language, words] of textsOf(text))
      for (const name of placeholdersIn(words)) {
        const field = declared.get(name);
        const wrong = (code: string, detail: string) =>
          refuse('invalid', code, detail, {
            errors: [{ pointer: `/content/${where}/${language}`, code, message: detail, params: { name } }],
          });
        if (!field)
          wrong('notifications.placeholder-undeclared', `((${name})) is not among the declared placeholders.`);
        else if (where === 'short' && field.personal && personal !== 'everywhere')
          wrong(
            'notifications.personal-in-short',
            `((${name})) is personal: an SMS or push of this class must not say it.`,
          );
        else if (field.personal && personal === 'open')
          wrong('notifications.personal-in-short', `((${name})) is personal, and the class of the template is open.`);
      }
}

/** The first value that is needed and not given. */
export const missingValue = ({ subject, body, short }: TemplateContent, values: Values): string | undefined =>
  [subject, body, short]
    .flatMap((text) => textsOf(text).flatMap(([, words]) => placeholdersIn(words)))
    .find((name) => values[name] === undefined);

/** Refuses notifications.placeholder-missing, which names it. */
export function demandValues(content: TemplateContent, values: Values): void {
  const missing = missingValue(content, values);
  if (missing !== undefined)
    refuse('invalid', 'notifications.placeholder-missing', `Missing personalisation: ${missing}.`, {
      errors: [
        {
          ...{ pointer: `/personalisation/${missing}`, code: 'notifications.placeholder-missing' },
          ...{ message: `Missing personalisation: ${missing}`, params: { name: missing } },
        },
      ],
    });
}

const filled = (text: LocalText | string, values: Values, language: Language): string =>
  (typeof text === 'string' ? text : inLanguage(text, language)).replace(placeholder, (_, name: string) => {
    const value = values[name.trim()] ?? '';
    return typeof value === 'string' ? value : inLanguage(value, language);
  });

export interface Said {
  readonly subject: string;
  readonly blocks: readonly Block[];
  readonly short: string | undefined;
}

/** In the language, or English where the template has none. */
export function say(content: TemplateContent, values: Values, language: Language): Said {
  return {
    subject: filled(content.subject, values, language)
      .replace(/[\r\n]+/g, ' ')
      .slice(0, 200),
    blocks: mapTexts(readMarkdown(inLanguage(content.body, language)).blocks, (text) => filled(text, values, language)),
    short: content.short && filled(content.short, values, language),
  };
}

/** Subject and words in every language the template has, as the inbox shows them. */
export function sayInAll(
  content: TemplateContent,
  values: Values,
  publicUrl: string,
): { subject: LocalText; body: LocalText } {
  const written = languages.filter((language) => language === 'en' || content.body[language]);
  const each = written.map((language) => [language, say(content, values, language)] as const);
  return {
    subject: Object.fromEntries(each.map(([language, { subject }]) => [language, subject])) as LocalText,
    body: Object.fromEntries(each.map(([language, { blocks }]) => [language, asText(blocks, publicUrl)])) as LocalText,
  };
}

export const samplesOf = ({ fields }: TemplateContent): Record<string, string> =>
  Object.fromEntries(fields.map(({ name, sample }) => [name, sample]));

export { asHtml, asText };

export interface Change {
  readonly kind: 'same' | 'added' | 'removed';
  /** Such as `body, en`. */
  readonly where: string;
  readonly text: string;
}

/** Line by line: what stays is the longest run of lines that both have in order. */
export function changesBetween(before: TemplateContent | undefined, after: TemplateContent): Change[] {
  const facts = (content: TemplateContent | undefined): LocalText => ({
    en: content
      ? [
          ...[content.title, content.matter, content.class],
          ...content.fields.map(({ name, sample, personal }) => `((${name})) ${sample}${personal ? ', personal' : ''}`),
        ].join('\n')
      : '',
  });
  const parts: [string, LocalText | undefined, LocalText | undefined][] = [
    ['facts', facts(before), facts(after)],
    ['subject', before?.subject, after.subject],
    ['body', before?.body, after.body],
    ['short', before?.short, after.short],
  ];
  return parts.flatMap(([where, old, now]) =>
    languages.flatMap((language) => {
      if ((old?.[language] ?? '') === (now?.[language] ?? '')) return [];
      return linesChanged(linesOf(old?.[language]), linesOf(now?.[language])).map((change) => ({
        ...change,
        where: where === 'facts' ? where : `${where}, ${language}`,
      }));
    }),
  );
}

const linesOf = (text: string | undefined) => (text ? text.split('\n') : []);

function linesChanged(before: readonly string[], after: readonly string[]): Omit<Change, 'where'>[] {
  const common = Array.from({ length: before.length + 1 }, () =>
    Array.from<number>({ length: after.length + 1 }).fill(0),
  );
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      (common[i] as number[])[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const out: Omit<Change, 'where'>[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      out.push({ kind: 'same', text: before[i] ?? '' });
      i += 1;
      j += 1;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1)))
      out.push({ kind: 'removed', text: before[i++] ?? '' });
    else out.push({ kind: 'added', text: after[j++] ?? '' });
  }
  return out;
}
