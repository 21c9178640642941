// SPDX-License-Identifier: Apache-2.0
/** The server's own rules for answers, with the identifiers of the country and the fonts of documents. */
import { answerRules, type AnswerRules } from '@stoa/catalogue/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { codePoints, unprintable } from '@stoa/kernel/typeset';

let rules = answerRules({});

/** Takes the checks by format, such as `xm-snils`; packages are validated with them from then on. */
export function takeIdentifiers(checks: Record<string, (value: string) => boolean>): void {
  rules = answerRules(checks);
}

const notPrintable = (sign: string): LocalText => ({
  en: `This answer has a character that cannot be printed on a document: ${sign}. Write it in another way.`,
  ru: `В ответе есть знак, который нельзя напечатать в документе: ${sign}. Напишите это иначе.`,
  kk: `Жауапта құжатқа басып шығаруға болмайтын таңба бар: ${sign}. Оны басқаша жазыңыз.`,
  uk: `У відповіді є знак, який неможливо надрукувати в документі: ${sign}. Напишіть це інакше.`,
  ar: `في هذه الإجابة رمز لا يمكن طباعته في الوثيقة: ${sign}. اكتبه بطريقة أخرى.`,
});

/** What does not fit among the answers asked for, one error a field, in the order of the fields. */
export const errorsIn: AnswerRules['errorsIn'] = (pkg, asked, answers, today) => {
  const found = rules.errorsIn(pkg, asked, answers, today);
  return asked.flatMap((field) => {
    const errors = found.filter((error) => error.field === field.name);
    if (errors.length > 0 || field.type === 'array') return errors;
    const sign = field.source.kind === 'typed' ? unprintable(String(answers[field.name] ?? '')) : undefined;
    if (sign === undefined) return [];
    return [{ field: field.name, code: 'unprintable', message: notPrintable(`${sign} (${codePoints(sign)})`) }];
  });
};

/** The same of the columns of one entry of a list. */
const entryErrorsIn: AnswerRules['entryErrorsIn'] = (pkg, list, entry, today) => {
  const found = rules.entryErrorsIn(pkg, list, entry, today);
  const signs = (list.list?.columns ?? []).flatMap(({ name }) => {
    const sign = unprintable(String(entry[name] ?? ''));
    if (sign === undefined || found.some(({ field }) => field === name)) return [];
    return [{ field: name, code: 'unprintable', message: notPrintable(`${sign} (${codePoints(sign)})`) }];
  });
  return [...found, ...signs];
};

export const formRules: AnswerRules = { errorsIn, entryErrorsIn };
