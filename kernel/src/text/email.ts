// SPDX-License-Identifier: Apache-2.0
/** E-mail addresses whose domain may stand in any script (RFC 5890). Loads in a browser. */
import { withoutInvisible, withPlainWidth } from './characters.ts';

// RFC 5321, 4.1.2, without quoted strings.
const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const asciiDomain = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** An address as it was meant: nothing unseen in it, none around it. */
export const emailText = (text: string): string => withPlainWidth(withoutInvisible(text)).normalize('NFC').trim();

/** What is wrong with an address: `local-part` when the part before the @ is not in Latin letters. */
export type EmailFault = 'form' | 'local-part';

/** The address with its domain in the form mail systems know (A-labels), or what is wrong with it. */
export function asciiEmail(text: string): { readonly address: string } | { readonly fault: EmailFault } {
  const address = emailText(text);
  const at = address.lastIndexOf('@');
  const [name, domain] = [address.slice(0, at), address.slice(at + 1)];
  if (at < 1 || !/^[\p{L}\p{M}\p{N}.\u3002\u00b7-]+$/u.test(domain)) return { fault: 'form' };
  if (/[^\u0020-\u007e]/.test(name)) return { fault: 'local-part' };
  const ascii = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : '';
  const whole = `${name}@${ascii}`;
  return local.test(name) && name.length <= 64 && asciiDomain.test(ascii) && whole.length <= 254
    ? { address: whole }
    : { fault: 'form' };
}

export const isEmail = (text: string): boolean => 'address' in asciiEmail(text);
