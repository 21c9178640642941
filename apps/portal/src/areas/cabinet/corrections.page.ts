// SPDX-License-Identifier: Apache-2.0
/** Corrections that somebody asks of the offices that keep registers. */
import {
  askCorrection,
  getCorrection,
  listMyCorrections,
  listRegisters,
  takeBackCorrection,
  type Correction,
  type CorrectionSummary,
} from '@stoa/consent/contract';
import { again, definePage, Elsewhere, type PageContext, type PropsOf, redirect } from '../../server/page.ts';
import { cursorOf, isId } from '../books/shared.ts';
import { hasConsents } from './data.page.ts';

type Text = Pick<PageContext, 'text'>;
export const correctionRow = ({ text }: Text, { register, field, owner, ...row }: CorrectionSummary) => ({
  ...{ ...row, register: text(register), field: text(field), owner: text(owner) },
});
export const correctionInWords = ({ text }: Text, { register, field, owner, ...rest }: Correction) => ({
  ...{ ...rest, register: text(register), field: text(field), owner: text(owner) },
});

export const correctionsPage = definePage({
  path: '/cabinet/data/corrections',
  signIn: true,
  component: 'cabinet/CorrectionsPage',
  load: async (context) => {
    const known = hasConsents(context);
    if (!known) return { known, corrections: [], nextCursor: undefined };
    const { items, nextCursor } = await context.call(listMyCorrections, cursorOf(context.query));
    return { known, corrections: items.map((row) => correctionRow(context, row)), nextCursor };
  },
});
export type CorrectionsProps = PropsOf<typeof correctionsPage>;

export const newCorrectionPage = definePage({
  path: '/cabinet/data/corrections/new',
  signIn: true,
  component: 'cabinet/NewCorrectionPage',
  load: async (context) => {
    if (!hasConsents(context)) throw new Elsewhere('/cabinet/data/corrections');
    const { items } = await context.call(listRegisters, {});
    return {
      entries: items.flatMap(({ code, title, fields }) =>
        fields.map((field) => ({
          value: `${code}.${field.code}`,
          text: `${context.text(title)}: ${context.text(field.title)}`,
        })),
      ),
    };
  },
  act: async ({ call }, form) => {
    const [register = '', field = ''] = form.get('entry').split('.');
    const [stands, wanted, reason] = ['stands', 'wanted', 'reason'].map((name) => form.get(name)) as [
      string,
      string,
      string,
    ];
    const errors = [
      ...(register && field ? [] : [{ field: 'entry', code: 'consent.field-unknown' }]),
      ...(stands ? [] : [{ field: 'stands', code: 'consent.stands-missing' }]),
      ...(wanted ? [] : [{ field: 'wanted', code: 'consent.wanted-missing' }]),
      ...(reason.length >= 3 ? [] : [{ field: 'reason', code: 'consent.reason-missing' }]),
    ];
    if (errors.length > 0) return again(errors);
    const { id } = await call(askCorrection, { register, field, stands, wanted, reason });
    return redirect(`/cabinet/data/corrections/${id}`, { notice: 'correction-asked' });
  },
});
export type NewCorrectionProps = PropsOf<typeof newCorrectionPage>;

export const correctionPage = definePage({
  path: '/cabinet/data/corrections/:id',
  signIn: true,
  component: 'cabinet/CorrectionPage',
  load: async (context) => {
    const { id } = context.params;
    if (!isId(id)) throw new Elsewhere('/cabinet/data/corrections');
    return correctionInWords(context, await context.call(getCorrection, { id }));
  },
  act: async ({ call, params: { id } }) => {
    await call(takeBackCorrection, { id });
    return redirect(`/cabinet/data/corrections/${id}`, { notice: 'correction-taken-back' });
  },
});
export type CorrectionProps = PropsOf<typeof correctionPage>;
