// SPDX-License-Identifier: Apache-2.0
/** What the author of a letter is told. */
import type { LocalText } from '@stoa/kernel/contract';
import type { LetterStep } from './store.ts';

const subject: LocalText = {
  en: 'Your letter: {subject}',
  ru: 'Ваше обращение: {subject}',
  kk: 'Сіздің өтінішіңіз: {subject}',
  uk: 'Ваше звернення: {subject}',
  ar: 'رسالتكم: {subject}',
};
const say = (en: string, ru: string, kk: string, uk: string, ar: string) => ({ subject, body: { en, ru, kk, uk, ar } });

export const words: Readonly<Record<LetterStep, { subject: LocalText; body: LocalText }>> = {
  received: say(
    'The authority has received your letter.',
    'Орган получил ваше обращение.',
    'Орган өтінішіңізді алды.',
    'Орган отримав ваше звернення.',
    'استلمت الجهة رسالتكم.',
  ),
  registered: say(
    'Your letter is registered under number {number}.',
    'Обращение зарегистрировано под номером {number}.',
    'Өтініш {number} нөмірімен тіркелді.',
    'Звернення зареєстровано за номером {number}.',
    'قُيدت رسالتكم بالرقم {number}.',
  ),
  'in-work': say(
    'The authority is working on your letter.',
    'Орган работает над вашим обращением.',
    'Орган өтінішіңізбен жұмыс істеп жатыр.',
    'Орган опрацьовує ваше звернення.',
    'تعمل الجهة على رسالتكم.',
  ),
  'passed-on': say(
    'Your letter was given to the authority that it concerns.',
    'Обращение передано в орган, которого оно касается.',
    'Өтініш оған қатысты органға берілді.',
    'Звернення передано до органу, якого воно стосується.',
    'أُحيلت رسالتكم إلى الجهة المختصة.',
  ),
  answered: say(
    'There is an answer to your letter, number {number}. Read it in your cabinet.',
    'На обращение есть ответ, номер {number}. Он в вашем кабинете.',
    'Өтінішке {number} нөмірлі жауап бар. Ол кабинетіңізде.',
    'На звернення є відповідь, номер {number}. Вона у вашому кабінеті.',
    'ورد جواب على رسالتكم برقم {number}. اقرؤوه في صفحتكم.',
  ),
};
