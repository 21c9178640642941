// SPDX-License-Identifier: Apache-2.0
/** The card of a document, read from its form. */
import type { Correspondent } from '@stoa/documents/contract';
import { listOrganisations } from '@stoa/organisations/contract';
import type { FieldError, Form, PageContext } from '../../server/page.ts';
import { dateText } from '@stoa/kernel/text';

interface Kind {
  readonly fields: readonly { code: string; format: string }[];
}

/** Institutions are looked up by name or number; who is in no directory is written down as typed. */
export async function correspondentsOf({ call, text, language }: PageContext, form: Form): Promise<Correspondent[]> {
  const names = form
    .get('correspondents')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, 200);
  return Promise.all(
    names.map(async (name) => {
      const { items } = await call(listOrganisations, { search: name.slice(0, 200), by: language, limit: 5 });
      const found =
        items.find((one) => one.id === name || text(one.name).toLowerCase() === name.toLowerCase()) ??
        (items.length === 1 ? items[0] : undefined);
      return found ? { organisationId: found.id, name: text(found.name) } : { name: name.slice(0, 300) };
    }),
  );
}

export async function readCard(context: PageContext, form: Form, kind: Kind) {
  const errors: FieldError[] = [];
  const date = (name: string) => {
    const typed = form.get(name);
    const found = typed === '' ? undefined : dateText(typed);
    if (typed !== '' && !found) errors.push({ field: name, code: 'documents.date-unclear' });
    return found;
  };
  if (form.get('subject').length < 3) errors.push({ field: 'subject', code: 'documents.subject-missing' });
  const optional = { theirNumber: form.get('theirNumber') || undefined, paperAt: form.get('paperAt') || undefined };
  const dates = { theirDate: date('theirDate'), dueOn: date('dueOn') };
  const given = kind.fields.flatMap(({ code, format }) => {
    const value = format === 'date' ? date(`card.${code}`) : form.get(`card.${code}`);
    return value ? [[code, value]] : [];
  });
  const values = Object.fromEntries(
    Object.entries({ ...optional, ...dates }).filter(([, value]) => value !== undefined),
  );
  return {
    errors,
    card: {
      ...values,
      subject: form.get('subject'),
      label: Number(form.get('label') || 0),
      correspondents: await correspondentsOf(context, form),
      card: Object.fromEntries(given) as Record<string, string>,
    },
  };
}
