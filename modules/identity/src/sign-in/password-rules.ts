// SPDX-License-Identifier: Apache-2.0
import { leastPasswordLength, passwordFault, refuse } from '@stoa/kernel';

const sentences = {
  short: `Choose a password of at least ${leastPasswordLength} characters. Some words that do not belong together are good.`,
  guessable:
    'This password is easily guessed. Choose another one, for instance some words that do not belong together.',
};

/** Refuses: identity.password-weak. @param known words that others know of the person: login, name, address */
export async function demandStrongPassword(password: string, known: readonly string[]): Promise<void> {
  const fault = await passwordFault(password, known);
  if (!fault) return;
  refuse('invalid', 'identity.password-weak', sentences[fault], {
    errors: [{ pointer: '/password', code: 'identity.password-weak', message: sentences[fault] }],
  });
}
