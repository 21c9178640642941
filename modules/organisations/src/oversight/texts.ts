// SPDX-License-Identifier: Apache-2.0
/** What officials are told of what they have to look at. */
import { inLanguage, type Language, type LocalText } from '@stoa/kernel/contract';
import texts from './texts.json' with { type: 'json' };

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

const told = (what: keyof typeof texts, values: Readonly<Record<string, string | LocalText>>): Told => ({
  subject: texts[what].subject,
  body: filled(texts[what].body, values),
});
export const emergencyTaken = (name: string, code: string, organisation: LocalText, reason: string): Told =>
  told('emergency-taken', { name, code, organisation, reason });

export const reviewDue = (organisation: LocalText, dueOn: string, overdue: boolean): Told =>
  told(overdue ? 'review-overdue' : 'review-begun', { organisation, dueOn });
