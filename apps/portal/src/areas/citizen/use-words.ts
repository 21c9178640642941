// SPDX-License-Identifier: Apache-2.0
import { usePage } from '../../app/use-page.ts';
import type { ShownField } from './case-form.ts';

/** What was answered, in words of the page's language; a dash where nothing was. */
export function useWords(): (field: Pick<ShownField, 'value' | 'widget' | 'shown'>) => string {
  const { t, date } = usePage();
  return ({ value, widget, shown }) => {
    if (value === '') return '—';
    if (widget === 'yes-no') return t(value === 'true' ? 'form.yes' : 'form.no');
    return widget === 'date' ? date(value) : shown;
  };
}
