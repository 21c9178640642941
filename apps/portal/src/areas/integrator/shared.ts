// SPDX-License-Identifier: Apache-2.0
/** What pages of the integrator share: bodies by name, who looks, days and money as they are typed. */
import { duties } from '@stoa/architecture/contract';
import { dateText, isCalendarDate, numberText } from '@stoa/kernel/text';
import type { FieldError, Form, PageContext } from '../../server/page.ts';
import { ownersOf } from '../architecture/register.page.ts';

type Looking = Pick<PageContext, 'principal'>;
const heldBy = ({ principal }: Looking, duty: string) =>
  principal.kind === 'person' ? principal.duties.filter(({ code }) => code === duty) : [];
export const integrates = (context: Looking): boolean => heldBy(context, duties.integrator).length > 0;
export const bodyOfIntegrator = (context: Looking): string =>
  heldBy(context, duties.integrator)[0]?.organisationId ?? 'none';
export const ownBodies = (context: Looking): string[] =>
  heldBy(context, duties.owner).map(({ organisationId }) => organisationId);
/** Keeps part of the register, or all of it. */
export const looks = (context: Looking): boolean => integrates(context) || ownBodies(context).length > 0;
export const keepers = [duties.owner, duties.integrator] as const;
export const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '');
export const isBodyId = (text: string | undefined): text is string => /^[A-Za-z0-9-]{3,64}$/.test(text ?? '');
export const isDay = (text: string | undefined): text is string => isCalendarDate(text ?? '');

/** Names of bodies, and bodies to choose from. */
export async function bodiesOf(context: Pick<PageContext, 'call' | 'text' | 'language'>) {
  const names = await ownersOf(context);
  return {
    name: (id: string) => names.get(id) ?? id,
    options: [...names].map(([value, text]) => ({ value, text })),
  };
}

/** Reads what a form says, field by field, and gathers what is missing. */
export class Typed {
  readonly errors: FieldError[] = [];
  readonly form: Form;
  constructor(form: Form) {
    this.form = form;
  }
  text(field: string, least = 3): string {
    const typed = this.form.get(field).trim();
    if (typed.length < least) this.errors.push({ field, code: 'integrator.text-missing' });
    return typed;
  }
  day(field: string): string {
    const typed = dateText(this.form.get(field));
    if (!typed) this.errors.push({ field, code: 'integrator.day-missing' });
    return typed ?? '2000-01-01';
  }
  number(field: string): number {
    const typed = numberText(this.form.get(field));
    if (typed === undefined || typed < 0) this.errors.push({ field, code: 'integrator.number-missing' });
    return typed ?? 0;
  }
  /** In minor units. */
  money(field: string): number {
    return Math.round(this.number(field) * 100);
  }
  chosen<const Of extends string>(field: string, of: readonly Of[]): Of {
    const typed = of.find((one) => one === this.form.get(field));
    if (typed === undefined) this.errors.push({ field, code: 'integrator.choice-missing' });
    return typed ?? (of[0] as Of);
  }
  get wrong(): boolean {
    return this.errors.length > 0;
  }
}
