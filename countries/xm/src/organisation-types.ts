// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from './local-text.ts';

/** Kinds of government organisations; rendered-service cards once named spheres by them. */
export type OrganisationType =
  | 'ministry'
  | 'agency'
  | 'audit'
  | 'operator'
  | 'labour'
  | 'migration'
  | 'tax'
  | 'registry'
  | 'front-office'
  | 'clinic'
  | 'school';

export const organisationTypes: Readonly<Record<OrganisationType, LocalText>> = {
  ministry: { en: 'Ministry', ru: 'Министерство', kk: 'Министрлік', uk: 'Міністерство', ar: 'وزارة' },
  agency: { en: 'Agency', ru: 'Агентство', kk: 'Агенттік', uk: 'Агентство', ar: 'وكالة' },
  audit: { en: 'Audit institution', ru: 'Орган аудита', kk: 'Аудит органы', uk: 'Орган аудиту', ar: 'جهاز رقابي' },
  operator: { en: 'Operator', ru: 'Оператор', kk: 'Оператор', uk: 'Оператор', ar: 'مشغّل' },
  labour: {
    en: 'Labour Department',
    ru: 'Департамент труда',
    kk: 'Еңбек департаменті',
    uk: 'Департамент праці',
    ar: 'دائرة العمل',
  },
  migration: {
    en: 'Migration Office',
    ru: 'Миграционная служба',
    kk: 'Көші-қон қызметі',
    uk: 'Міграційна служба',
    ar: 'مكتب الهجرة',
  },
  tax: {
    en: 'Tax Office',
    ru: 'Налоговая инспекция',
    kk: 'Салық инспекциясы',
    uk: 'Податкова інспекція',
    ar: 'مكتب الضرائب',
  },
  registry: { en: 'Civil Registry', ru: 'Отдел ЗАГС', kk: 'АХАТ бөлімі', uk: 'Відділ ДРАЦС', ar: 'السجل المدني' },
  'front-office': {
    en: 'Front Office',
    ru: 'Центр обслуживания граждан',
    kk: 'Азаматтарға қызмет көрсету орталығы',
    uk: 'Центр обслуговування громадян',
    ar: 'مركز خدمة المواطنين',
  },
  clinic: { en: 'Clinic', ru: 'Поликлиника', kk: 'Емхана', uk: 'Поліклініка', ar: 'عيادة' },
  school: { en: 'School', ru: 'Школа', kk: 'Мектеп', uk: 'Школа', ar: 'مدرسة' },
};
