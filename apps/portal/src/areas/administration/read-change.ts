// SPDX-License-Identifier: Apache-2.0
/** Reads what a form of a change says; what is missing or unreadable becomes an error at its field. */
import { type Language, languages, type LocalText } from '@stoa/kernel/contract';
import { dateText, digitsText } from '@stoa/kernel/text';
import type { Asked, OrganisationFacts } from '@stoa/organisations/contract';
import type { FieldError, Form } from '../../server/page.ts';

export const changeKinds = ['organisation', 'merge', 'unit', 'post', 'duty', 'holding', 'end'] as const;
export type ChangeKind = (typeof changeKinds)[number];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const dutyCode = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/;
const organisationId = /^[A-Z0-9][A-Z0-9-]{0,63}$/;

export class FormReader {
  readonly errors: FieldError[] = [];
  private readonly form: Form;
  constructor(form: Form) {
    this.form = form;
  }

  get(name: string): string {
    return this.form.get(name);
  }
  all(name: string): string[] {
    return this.form.all(name);
  }
  wrong(field: string, code: string): void {
    this.errors.push({ field, code });
  }
  text(name: string, code: string): string {
    const text = this.get(name);
    if (text.length < 3) this.wrong(name, code);
    return text;
  }
  day(name: string, needed: boolean): string | undefined {
    const typed = this.get(name);
    const day = typed ? dateText(typed) : undefined;
    if (!day && (needed || typed)) this.wrong(name, 'administration.day-unreadable');
    return day;
  }
  /** From a day on, and until another where one is given. */
  days(): { from: string; until?: string } {
    const [from, until] = [this.day('from', true) ?? '', this.day('until', false)];
    return { from, ...(until ? { until } : {}) };
  }
  /** In the languages in which it was written; English is what the others fall back to. */
  local(name: string, needed: boolean): LocalText | undefined {
    const given = languages.flatMap((language): [Language, string][] => {
      const text = this.get(`${name}-${language}`);
      return text ? [[language, text]] : [];
    });
    if (!this.get(`${name}-en`) && (needed || given.length > 0))
      this.wrong(`${name}-en`, 'administration.english-missing');
    return given.length > 0 ? (Object.fromEntries(given) as unknown as LocalText) : undefined;
  }
  matching(name: string, pattern: RegExp, code: string): string {
    const text = this.get(name);
    if (!pattern.test(text)) this.wrong(name, code);
    return text;
  }
  duty(name: string): string {
    return this.matching(name, dutyCode, 'administration.duty-unreadable');
  }
  organisation(name: string): string {
    return this.matching(name, organisationId, 'administration.organisation-missing');
  }
}

/** A fact only where it is given. */
const given = <Name extends string>(name: Name, value: string | undefined) =>
  (value ? { [name]: value } : {}) as { readonly [K in Name]?: string };

function organisation(form: FormReader, id: string | undefined, before: OrganisationFacts | undefined): Asked {
  const name = form.local('name', true) ?? { en: '' };
  const address = form.local('address', false);
  const number = (field: 'inn' | 'ogrn' | 'kpp', pattern: RegExp) => {
    const digits = digitsText(form.get(field));
    if (digits && !pattern.test(digits)) form.wrong(field, 'administration.number-unreadable');
    return given(field, digits);
  };
  return {
    kind: 'organisation',
    id: id ?? form.matching('id', organisationId, 'administration.id-unreadable'),
    validFrom: form.day('validFrom', true) ?? '',
    facts: {
      name,
      kind: form.matching(
        'orgKind',
        /^(central|local|quasi-public|company)$/,
        'administration.kind-missing',
      ) as 'local',
      ...given('sphere', form.get('sphere')),
      ...given('regionCode', form.get('regionCode')),
      ...(address ? { address } : {}),
      ...number('inn', /^(\d{10}|\d{12})$/),
      ...number('ogrn', /^(\d{13}|\d{15})$/),
      ...number('kpp', /^\d{9}$/),
      ...given('parentId', form.get('parentId') || before?.parentId),
      ...given('successorId', before?.successorId),
      ...form.days(),
    },
  };
}

/** What the form asks for, where its reader has found no error. */
export function askedOf(
  kind: ChangeKind,
  form: FormReader,
  query: Record<string, string>,
  before: OrganisationFacts | undefined,
): Asked {
  const organisationOf = query.organisation ?? '';
  const postId = query.post ?? '';
  switch (kind) {
    case 'organisation':
      return organisation(form, query.organisation, before);
    case 'merge':
      return { kind, id: organisationOf, into: form.organisation('into'), on: form.day('on', true) ?? '' };
    case 'unit': {
      const parent = given('parentId', form.get('unit') || undefined);
      return {
        kind,
        organisationId: organisationOf,
        ...parent,
        name: form.local('name', true) ?? { en: '' },
        ...form.days(),
      };
    }
    case 'post': {
      const other = form.get('otherDuty') ? [form.duty('otherDuty')] : [];
      const duties = [...form.all('duties'), ...other];
      const title = form.local('name', true) ?? { en: '' };
      return {
        kind,
        organisationId: organisationOf,
        ...given('unitId', form.get('unit')),
        title,
        duties,
        ...form.days(),
      };
    }
    case 'duty': {
      const code = form.get('otherDuty') ? form.duty('otherDuty') : form.duty('code');
      return { kind, postId, code, emergency: form.get('emergency') === 'yes', ...form.days() };
    }
    case 'holding': {
      const as = form.matching('as', /^(holder|acting|substitute)$/, 'administration.as-missing') as 'holder';
      const forId = form.get('forId');
      if ((as as string) === 'substitute') form.matching('forId', uuid, 'administration.for-missing');
      return {
        ...{ kind, postId, personId: form.matching('personId', uuid, 'administration.person-missing'), as },
        ...((as as string) === 'substitute' ? { forId } : {}),
        ...given('reason', form.get('why')),
        ...form.days(),
      };
    }
    case 'end':
      return { kind, what: query.what as 'post', id: query.id ?? '', at: form.day('at', true) ?? '' };
  }
}
