// SPDX-License-Identifier: Apache-2.0
/** What an SMS or push says where no template has words for it: nothing about anybody. */
import type { LocalText } from '@stoa/kernel/contract';

export const somethingWaits: LocalText = {
  en: 'You have a new message in your cabinet.',
  ru: 'В вашем кабинете новое сообщение.',
  kk: 'Кабинетіңізде жаңа хабар бар.',
  uk: 'У вашому кабінеті нове повідомлення.',
  ar: 'لديك رسالة جديدة في صفحتك.',
};
export const yourCode: LocalText = {
  en: 'Your code: {code}. Tell it to nobody.',
  ru: 'Ваш код: {code}. Никому его не сообщайте.',
  kk: 'Сіздің кодыңыз: {code}. Оны ешкімге айтпаңыз.',
  uk: 'Ваш код: {code}. Нікому його не повідомляйте.',
  ar: 'رمزك: {code}. لا تخبر به أحدا.',
};
export const digestSubject: LocalText = {
  en: 'Your messages of the day: {count}',
  ru: 'Ваши сообщения за день: {count}',
  kk: 'Бір күнгі хабарларыңыз: {count}',
  uk: 'Ваші повідомлення за день: {count}',
  ar: 'رسائلك اليوم: {count}',
};
export const unsubscribeWords: LocalText = {
  en: 'No more messages of this kind:',
  ru: 'Больше не получать такие сообщения:',
  kk: 'Мұндай хабарларды алмау:',
  uk: 'Більше не отримувати такі повідомлення:',
  ar: 'إيقاف هذا النوع من الرسائل:',
};
