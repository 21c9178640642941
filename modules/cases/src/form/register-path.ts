// SPDX-License-Identifier: Apache-2.0
import type { Register } from '@stoa/catalogue/contract';
import type { CaseFile } from '../case/index.ts';

interface Answered {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly errors: readonly { readonly field: string }[];
}

/**
 * Path the register is asked at; undefined while an answer it needs is missing or wrong. What must match its reply follows
 * after `#`, which is not sent: other facts make another question.
 */
export function registerPath(
  register: Register,
  file: Pick<CaseFile, 'applicantNumbers'>,
  form: Answered,
): string | undefined {
  let complete = true;
  const path = register.path.replace(/\{([^.}]+)\.([^}]+)\}/g, (_, scope: string, name: string) => {
    const wrong = form.errors.some((error) => error.field === name);
    const numbers: Record<string, unknown> = file.applicantNumbers;
    const value = scope === 'applicant' ? numbers[name] : wrong ? null : form.answers[name];
    if (value === null || value === undefined) complete = false;
    return encodeURIComponent(String(value));
  });
  const facts = Object.keys(register.matches ?? {}).map((name) => {
    const value = form.answers[name];
    if (value === null || value === undefined || form.errors.some((error) => error.field === name)) complete = false;
    return `${name}=${encodeURIComponent(String(value))}`;
  });
  if (!complete) return undefined;
  return facts.length > 0 ? `${path}#${facts.join('&')}` : path;
}
