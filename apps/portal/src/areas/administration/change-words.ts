// SPDX-License-Identifier: Apache-2.0
import type { LocalText } from '@stoa/kernel/contract';
import type { PageContext } from '../../server/page.ts';

/** What a fact was or becomes, in the reader's language. */
export const inWords = (value: LocalText | string | undefined, text: PageContext['text']) =>
  typeof value === 'object' ? text(value) : value;

export const tagOf = { open: 'warn', approved: 'good', refused: 'bad', undone: 'plain' } as const;
