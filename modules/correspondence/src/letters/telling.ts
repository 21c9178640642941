// SPDX-License-Identifier: Apache-2.0
/** Who wrote a letter is told of each of its steps; a clerk whose act it is has no right to write to people otherwise. */
import { job, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import * as store from './store.ts';
import type { LetterRow, LetterStep } from './store.ts';
import { words } from './words.ts';

export const tell = (tx: Tx, { id, institutionId }: LetterRow, step: LetterStep, number = '') =>
  message.enqueue(tx, { id, step, number }, { key: `letter:${id}:${step}:${institutionId}:${number}` });

export const message = job(
  'correspondence.tell-author',
  Type.Object({ id: Type.String(), step: Type.String(), number: Type.String() }),
  async (module, { id, step, number }) => {
    const letter = await module.tx({ kind: 'system' }, (tx) => store.lockLetter(tx, 'id', id));
    if (!letter) return;
    const { subject, body } = words[step as LetterStep];
    const filled = (text: LocalText): LocalText =>
      Object.fromEntries(
        Object.entries(text).map(([language, line]) => [
          language,
          line
            .replace('{subject}', letter.subject)
            .replace('{number}', language === 'ar' ? `\u2068${number}\u2069` : number),
        ]),
      ) as LocalText;
    await module.call(notify, {
      key: `letter:${id}:${step}:${letter.institutionId}:${number}`,
      to: { personKey: letter.writer_key },
      subject: filled(subject),
      body: filled(body),
      link: `/cabinet/letters/${id}`,
    });
  },
  { tx: false },
);
