// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from '@stoa/kernel/contract';
import { type App, type InjectionKey, inject, provide } from 'vue';
import { createFormatter, type Formatter } from './format.ts';
import type { PageData } from './page-data.ts';

export interface Page extends Formatter {
  readonly data: PageData;
  /** Set by the page's component; the server writes it into the document. */
  title: string;
  /** The text in the language of the page. */
  text(text: LocalText): string;
  /** Sentence of the error at a field, if there is one. */
  errorAt(field: string): string | undefined;
  errors(): { field: string; text: string }[];
  /** What was typed before the form came back, otherwise the stored value. */
  valueOf(field: string, stored?: string): string;
  valuesOf(field: string, stored?: readonly string[]): readonly string[];
  /** Ids that fields of the page have. */
  readonly ids: Set<string>;
}

const key: InjectionKey<Page> = Symbol('page');

export function providePage(app: App, data: PageData, used?: Parameters<typeof createFormatter>[3]): Page {
  const formatter = createFormatter(data.language, data.country.timeZone, data.messages, used, data.formats);
  const sentence = (error: PageData['form']['errors'][number]) =>
    formatter.has(`error.${error.code}`)
      ? formatter.t(`error.${error.code}`, error.params)
      : (error.message ?? formatter.t('error.unclear'));
  const page: Page = {
    ...formatter,
    data,
    title: '',
    ids: new Set(),
    text: (text) => text[data.language] ?? text.en,
    errorAt: (field) => {
      const error = data.form.errors.find((one) => one.field === field);
      return error && sentence(error);
    },
    errors: () => data.form.errors.map((error) => ({ field: error.field, text: sentence(error) })),
    valueOf: (field, stored = '') => {
      const typed = data.form.values[field];
      return (Array.isArray(typed) ? typed[0] : typed) ?? stored;
    },
    valuesOf: (field, stored = []) => {
      const typed = data.form.values[field];
      return typed === undefined ? stored : Array.isArray(typed) ? typed : [typed];
    },
  };
  app.provide(key, page);
  return page;
}

/** Language, formats, form state and texts of the page being shown. */
export function usePage(): Page {
  const page = inject(key);
  if (!page) throw new Error('usePage works inside a page only');
  return page;
}

/** Below this component fields have these errors, as if the form had come back. */
export function provideErrors(errors: Readonly<Record<string, string>>): void {
  const page = usePage();
  provide(key, { ...page, errorAt: (field) => errors[field] ?? page.errorAt(field) });
}
