// SPDX-License-Identifier: Apache-2.0
/** E-mail addresses: stored as mail systems know them, shown with the domain in its own script. */
import { domainToUnicode } from 'node:url';
import { asciiEmail } from '@stoa/kernel/text';

/** The address with A-labels; what the schema has let through is one. */
export function storedEmail(email: string): string {
  const known = asciiEmail(email);
  return 'address' in known ? known.address : email;
}

export const shownEmail = (email: string): string =>
  email.replace(/[^@]+$/, (domain) => domainToUnicode(domain) || domain);
