// SPDX-License-Identifier: Apache-2.0
/** What pages of monitoring share: who opens them, how a state looks, and texts in every language as they are typed. */
import { languages } from '@stoa/kernel/contract';
import { localText } from '../../server/local-text.ts';
import { again, type FieldError, type Form, type Outcome } from '../../server/page.ts';
import { isRefusal } from '../../server/problem.ts';

export const watchers = ['platform.operator', 'audit.auditor'] as const;

export const runs = ({ principal }: { principal: { kind: string; duties?: readonly { code: string }[] } }): boolean =>
  principal.duties?.some(({ code }) => code === 'platform.operator') ?? false;

type InEach = Record<(typeof languages)[number], string>;

/** A text that everybody reads is there in every language. */
export function everyLanguage(form: Form, name: string, least: number): { errors: FieldError[]; text: InEach } {
  const text = localText(form, name);
  const errors = languages
    .filter((language) => (text[language] ?? '').length < least)
    .map((language) => ({ field: `${name}.${language}`, code: 'monitoring.language-missing' }));
  return { errors, text: text as InEach };
}

/** Sends texts; what is refused of one comes back to it in its language: `/text/kk` is the field `text.kk`. */
export async function sendTexts(send: () => Promise<unknown>, done: () => Outcome): Promise<Outcome> {
  try {
    await send();
    return done();
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'monitoring.text-secret') throw error;
    const fields = (error.errors ?? []).map(({ pointer }) => pointer.slice(1).replace('/', '.'));
    return again(fields.map((field) => ({ field, code: error.code })));
  }
}
