// SPDX-License-Identifier: Apache-2.0
/** What a practice institution and its posts are called, on its pages and in certificates of keys. */
import type { LocalText } from '@stoa/kernel/contract';
import type { PostName } from '../tasks/scene.ts';

export const institutionName: LocalText = {
  en: 'Practice institution (not real)',
  ru: 'Учебное учреждение (не настоящее)',
  kk: 'Оқу мекемесі (шынайы емес)',
  uk: 'Навчальна установа (не справжня)',
  ar: 'مؤسسة تدريب (غير حقيقية)',
};
export const postTitles: Readonly<Record<PostName, LocalText>> = {
  clerk: {
    en: 'Clerk in practice',
    ru: 'Учебный делопроизводитель',
    kk: 'Оқу іс жүргізушісі',
    uk: 'Навчальний діловод',
    ar: 'كاتب متدرب',
  },
  head: {
    en: 'Head in practice',
    ru: 'Учебный руководитель',
    kk: 'Оқу басшысы',
    uk: 'Навчальний керівник',
    ar: 'رئيس متدرب',
  },
  executor: {
    en: 'Executor in practice',
    ru: 'Учебный исполнитель',
    kk: 'Оқу орындаушысы',
    uk: 'Навчальний виконавець',
    ar: 'منفذ متدرب',
  },
};
