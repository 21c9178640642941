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
  const found = new Map(rules.errorsIn(pkg, asked, answers, today).map((error) => [error.field, error]));
  return asked.flatMap((field) => {
    const error = found.get(field.name);
    if (error) return [error];
    const sign = field.source.kind === 'typed' ? unprintable(String(answers[field.name] ?? '')) : undefined;
    if (sign === undefined) return [];
    return [{ field: field.name, code: 'unprintable', message: notPrintable(`${sign} (${codePoints(sign)})`) }];
  });
};
