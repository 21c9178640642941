// SPDX-License-Identifier: Apache-2.0
/** The server's own check of answers, over the schema of the package. */
import { type Field, namesIdentifier, type ServicePackage } from '@stoa/catalogue/contract';
import type { LocalText } from '@stoa/kernel/contract';
import { codePoints, unprintable } from '@stoa/kernel/typeset';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats';
import type { Scalar } from './case-file.ts';
import type { FieldError } from './contract.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false });
(addFormatsModule as unknown as FormatsPlugin)(ajv);
const compiled = new Map<string, ValidateFunction>();

/** Adds checks by format, such as `xm-snils`; packages are validated with them from then on. */
export function checkIdentifiers(checks: Record<string, (value: string) => boolean>): void {
  for (const [format, check] of Object.entries(checks)) ajv.addFormat(format, check);
}

function validatorOf(pkg: ServicePackage): ValidateFunction {
  const known = compiled.get(pkg.version);
  if (known) return known;
  // Two versions of a service have the same $id, which Ajv takes once.
  const { $id: _, ...schema } = pkg.schema;
  const made = ajv.compile(schema);
  compiled.set(pkg.version, made);
  return made;
}

const missing: LocalText = {
  en: 'Answer this question',
  ru: 'Ответьте на этот вопрос',
  kk: 'Осы сұраққа жауап беріңіз',
  uk: 'Дайте відповідь на це запитання',
  ar: 'أجب عن هذا السؤال',
};
const wrong: LocalText = {
  en: 'Check this answer: it does not have the right form',
  ru: 'Проверьте ответ: его формат неверен',
  kk: 'Жауапты тексеріңіз: оның пішімі дұрыс емес',
  uk: 'Перевірте відповідь: її формат неправильний',
  ar: 'تحقق من هذه الإجابة: صيغتها غير صحيحة',
};
const mistyped: LocalText = {
  en: 'This number has a mistake: its check digits do not match. Compare it with the document.',
  ru: 'В номере ошибка: контрольные цифры не сходятся. Сверьте номер с документом.',
  kk: 'Нөмірде қате бар: бақылау сандары сәйкес келмейді. Нөмірді құжатпен салыстырыңыз.',
  uk: 'У номері помилка: контрольні цифри не збігаються. Звірте номер із документом.',
  ar: 'في الرقم خطأ: أرقام التحقق غير متطابقة. قارنه بالرقم المكتوب في الوثيقة.',
};
const notReceived: LocalText = {
  en: 'The register has not answered yet. Ask it again.',
  ru: 'Реестр ещё не ответил. Запросите его снова.',
  kk: 'Тізілім әлі жауап бермеді. Қайта сұраңыз.',
  uk: 'Реєстр ще не відповів. Надішліть запит знову.',
  ar: 'لم يجب السجل بعد. اسأله مرة أخرى.',
};

const notPrintable = (sign: string): LocalText => ({
  en: `This answer has a character that cannot be printed on a document: ${sign}. Write it in another way.`,
  ru: `В ответе есть знак, который нельзя напечатать в документе: ${sign}. Напишите это иначе.`,
  kk: `Жауапта құжатқа басып шығаруға болмайтын таңба бар: ${sign}. Оны басқаша жазыңыз.`,
  uk: `У відповіді є знак, який неможливо надрукувати в документі: ${sign}. Напишіть це інакше.`,
  ar: `في هذه الإجابة رمز لا يمكن طباعته في الوثيقة: ${sign}. اكتبه بطريقة أخرى.`,
});

/** What does not fit among the answers asked for, one error a field, in the order of the fields. */
export function errorsIn(pkg: ServicePackage, asked: readonly Field[], answers: Record<string, unknown>): FieldError[] {
  const given = Object.fromEntries(
    asked.flatMap(({ name }) => (answers[name] === null || answers[name] === undefined ? [] : [[name, answers[name]]])),
  );
  const validate = validatorOf(pkg);
  validate(given);
  const byField = new Map<string, ErrorObject>();
  for (const error of validate.errors ?? []) {
    const field = error.keyword === 'required' ? String(error.params.missingProperty) : error.instancePath.slice(1);
    // Check digits say something only about a number that has the right form.
    if (!byField.has(field) || byField.get(field)?.keyword === 'format') byField.set(field, error);
  }
  return asked.flatMap((field) => {
    const error = byField.get(field.name);
    if (error) return [{ field: field.name, ...messageOf(field, error) }];
    const sign = field.source.kind === 'typed' ? unprintable(String(given[field.name] ?? '')) : undefined;
    if (sign === undefined) return [];
    return [{ field: field.name, code: 'unprintable', message: notPrintable(`${sign} (${codePoints(sign)})`) }];
  });
}

function messageOf(field: Field, error: ErrorObject): { code: string; message: LocalText } {
  if (error.keyword === 'format' && namesIdentifier(String(error.params.format)))
    return { code: 'check-digits', message: mistyped };
  if (error.keyword !== 'required') return { code: error.keyword, message: field.error ?? wrong };
  return field.source.kind === 'register'
    ? { code: 'register', message: notReceived }
    : { code: 'required', message: missing };
}

/**
 * A value as the schema wants it: forms send text, so numbers and booleans are read out of it; empty text is no answer.
 * What cannot be read stays as it was typed and is found wrong.
 */
export function normalised(field: Field, value: Scalar): Scalar {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  if (text === '') return null;
  if (field.normalise === 'digits') return text.replace(/[\s\u00a0.-]/g, '');
  if (field.type === 'integer' || field.type === 'number')
    return /^[+-]?\d+([.]\d+)?$/.test(text) ? Number(text) : text;
  if (field.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}
