// SPDX-License-Identifier: Apache-2.0
/** A dossier as its form has it. */
import type { Content } from '@stoa/examination/contract';
import { numberText } from '@stoa/kernel/text';
import type { FieldError, Form } from '../../server/page.ts';
import { plannedFields, type Touched, touchedFields } from './names-of-fields.ts';

const { words, numbers, amounts, flags } = plannedFields;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function readDossier(form: Form): { errors: FieldError[]; content: Content } {
  const errors: FieldError[] = [];
  const title = form.get('title');
  if (title.length < 3) errors.push({ field: 'title', code: 'examination.title-missing' });
  const planned: Record<string, string | number | boolean> = {};
  for (const name of words) if (form.get(name)) planned[name] = form.get(name);
  for (const name of [...numbers, ...amounts]) {
    if (form.get(name) === '') continue;
    const value = numberText(form.get(name));
    if (value === undefined || value < 0 || (name === 'users' && !Number.isInteger(value)))
      errors.push({ field: name, code: 'examination.number-unclear' });
    else planned[name] = name === 'costMake' || name === 'costYear' ? Math.round(value * 100) : value;
  }
  for (const name of flags) {
    const said = form.get(name);
    if (said === 'yes' || said === 'no') planned[name] = said === 'yes';
  }
  const touches = Object.fromEntries(
    touchedFields.map((field): [Touched, string[]] => [
      field,
      form
        .all(field)
        .filter((id) => uuid.test(id))
        .slice(0, 50),
    ]),
  );
  const site = form.get('site');
  return {
    errors,
    content: {
      title,
      purpose: form.get('purpose'),
      planned,
      touches: { ...touches, ...(uuid.test(site) ? { site } : {}) },
    },
  };
}
