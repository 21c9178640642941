// SPDX-License-Identifier: Apache-2.0
import { usePage } from './use-page.ts';

/** Names the document: `Error: What is your date of birth? · Meridia` when the form came back. */
export function useTitle(title: string): void {
  const page = usePage();
  const prefix = page.data.form.errors.length > 0 ? `${page.t('form.error')} ` : '';
  page.title = `${prefix}${title} · ${page.text(page.data.country.name)}`;
}
