// SPDX-License-Identifier: Apache-2.0
import type { Register } from './package-model.ts';

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
  file: { readonly applicantNumbers: Readonly<Record<string, unknown>> },
  form: Answered,
): string | undefined {
  let complete = true;
  const path = register.path.replace(/\{([^.}]+)\.([^}]+)\}/g, (_, scope: string, name: string) => {
    const wrong = form.errors.some((error) => error.field === name);
    const value = scope === 'applicant' ? file.applicantNumbers[name] : wrong ? null : form.answers[name];
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
