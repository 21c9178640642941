// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from '@stoa/kernel/contract';

export interface LawOfRule {
  readonly law?: string;
  readonly lawText?: LocalText;
}

/** The article of law a rule stands on; older versions of a service cite it in English alone. */
export const lawOf = ({ law = '', lawText }: LawOfRule, text: (words: LocalText) => string): string =>
  lawText ? text(lawText) : law;
