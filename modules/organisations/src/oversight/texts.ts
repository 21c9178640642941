// SPDX-License-Identifier: Apache-2.0
/** What officials are told of what they have to look at. */
import { inLanguage, type Language, type LocalText } from '@stoa/kernel/contract';

interface Told {
  readonly subject: LocalText;
  readonly body: LocalText;
}

const filled = (texts: LocalText, values: Readonly<Record<string, string | LocalText>>): LocalText => {
  const one = (language: Language) =>
    inLanguage(texts, language).replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name];
      return typeof value === 'string' ? value : value ? inLanguage(value, language) : whole;
    });
  return { en: one('en'), ru: one('ru'), kk: one('kk'), uk: one('uk'), ar: one('ar') };
};

export const emergencyTaken = (name: string, code: string, organisation: LocalText, reason: string): Told => ({
  subject: {
    en: 'A duty was taken in an emergency',
    ru: 'Обязанность принята экстренно',
    kk: 'Міндет шұғыл түрде алынды',
    uk: 'Обов’язок узято екстрено',
    ar: 'أُخذت مهمة وظيفية في حالة طارئة',
  },
  body: filled(
    {
      en: '{name} took the duty {code} at {organisation}. Reason: {reason}. Review it under Administration.',
      ru: '{name}: принята обязанность {code}, {organisation}. Причина: {reason}. Проверьте это в разделе «Администрирование».',
      kk: '{name}: {code} міндеті алынды, {organisation}. Себебі: {reason}. Мұны «Әкімшілендіру» бөлімінде тексеріңіз.',
      uk: '{name}: узято обов’язок {code}, {organisation}. Причина: {reason}. Перевірте це в розділі «Адміністрування».',
      ar: 'أخذ {name} المهمة الوظيفية {code} في {organisation}. السبب: {reason}. راجع ذلك في قسم الإدارة.',
    },
    { name, code, organisation, reason },
  ),
});

export const reviewDue = (organisation: LocalText, dueOn: string, overdue: boolean): Told => ({
  subject: overdue
    ? {
        en: 'A review of duties is overdue',
        ru: 'Проверка обязанностей просрочена',
        kk: 'Міндеттерді тексеру мерзімі өтті',
        uk: 'Перевірку обов’язків прострочено',
        ar: 'تأخرت مراجعة كل مهمة وظيفية',
      }
    : {
        en: 'A review of duties has begun',
        ru: 'Началась проверка обязанностей',
        kk: 'Міндеттерді тексеру басталды',
        uk: 'Почалася перевірка обов’язків',
        ar: 'بدأت مراجعة كل مهمة وظيفية',
      },
  body: filled(
    {
      en: '{organisation}: say of each person whether they keep their post, by {dueOn}. You find it under Administration.',
      ru: '{organisation}: до {dueOn} решите, остаётся ли каждый на своей должности. Раздел «Администрирование».',
      kk: '{organisation}: {dueOn} дейін әркімнің лауазымында қалатынын шешіңіз. «Әкімшілендіру» бөлімі.',
      uk: '{organisation}: до {dueOn} вирішіть, чи лишається кожен на своїй посаді. Розділ «Адміністрування».',
      ar: '{organisation}: قرر قبل {dueOn} هل يبقى كل شخص في وظيفته. تجد ذلك في قسم الإدارة.',
    },
    { organisation, dueOn },
  ),
});
