// SPDX-License-Identifier: Apache-2.0
/** What a person says of themselves on the pages of registration and recovery. */
import { dateFromParts } from '@stoa/kernel/text';
import type { Form } from '../../server/page.ts';

function birthOf(form: Form): string {
  const [year = '', month = '', day = ''] = ['year', 'month', 'day'].map((part) => form.get(`birthOn.${part}`));
  return year || month || day ? dateFromParts(year, month, day) : '';
}

export const factsOf = (form: Form) => ({
  number: form.get('number'),
  familyName: form.get('familyName'),
  birthOn: birthOf(form),
  documentNumber: form.get('documentNumber'),
});

/** Facts, or the lines of a passport where they were typed. */
export function proofOf(form: Form): Partial<ReturnType<typeof factsOf>> & { mrz?: string } {
  const mrz = form.get('mrz');
  if (mrz) return { mrz };
  return Object.fromEntries(Object.entries(factsOf(form)).filter(([, value]) => value !== ''));
}
