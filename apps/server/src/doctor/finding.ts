// SPDX-License-Identifier: Apache-2.0
/** What the doctor says, and what it keeps to itself. */
import type { Config } from '@stoa/kernel';

/** `unasked`: it could not be asked, and nobody knows. */
export type State = 'ok' | 'warning' | 'fault' | 'unasked';

export interface Finding {
  readonly code: string;
  readonly state: State;
  readonly says: string;
  /** What to do; missing where nothing is. */
  readonly mend?: string;
}

export const ok = (code: string, says: string): Finding => ({ code, state: 'ok', says });
export const warning = (code: string, says: string, mend: string): Finding => ({ code, state: 'warning', says, mend });
export const fault = (code: string, says: string, mend: string): Finding => ({ code, state: 'fault', says, mend });
export const unasked = (code: string, says: string, mend: string): Finding => ({ code, state: 'unasked', says, mend });

export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return error.message || code || error.name;
};

const secretName = /(TOKEN|KEY|SECRET|PASSWORD)$/i;
const secretField = /^(password|secret|token|key|client_secret)$/i;

/** Every value of the settings that is a secret: whole ones, passwords within addresses, fields of JSON. */
export function secretsOf(env: Config['env']): string[] {
  const found = new Set<string>();
  const take = (value: unknown) => {
    // What is so short stands in ordinary words too; `short-secrets` says that it is.
    if (typeof value === 'string' && value.length >= 4) found.add(value);
  };
  const within = (value: unknown): void => {
    if (typeof value === 'string') return passwordIn(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value)) {
      if (secretField.test(name)) take(one);
      within(one);
    }
  };
  const passwordIn = (text: string) => {
    if (!URL.canParse(text)) return;
    const { password } = new URL(text);
    take(password);
    take(decodeURIComponent(password));
  };
  for (const [name, value] of Object.entries(env)) {
    if (!value || !/^(STOA_|DATABASE_URL|AMQP_URL)/.test(name)) continue;
    if (secretName.test(name)) take(value);
    passwordIn(value);
    try {
      within(JSON.parse(value));
    } catch {
      // No JSON.
    }
  }
  return [...found].sort((a, b) => b.length - a.length);
}

/** The text without any of the secrets. */
export const withoutSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);

/** A line for each finding, what is wrong first, and the sum of them. */
export function asText(findings: readonly Finding[]): string {
  const order: readonly State[] = ['fault', 'warning', 'unasked', 'ok'];
  const lines = order.flatMap((state) =>
    findings
      .filter((one) => one.state === state)
      .map(({ code, says, mend }) => `${state.padEnd(8)} ${code}: ${says}${mend ? `\n         → ${mend}` : ''}`),
  );
  const count = (state: State) => findings.filter((one) => one.state === state).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  return `${lines.join('\n')}\n\n${faults} faults, ${warnings} warnings, ${count('unasked')} not asked, ${count('ok')} ok\n`;
}
