// SPDX-License-Identifier: Apache-2.0
/** What the person is told: the code, and that somebody acts for them at a counter. */
import { job, type Tx } from '@stoa/kernel';
import { languages, type LocalText, Uuid } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import { codeOf } from './code.ts';
import { findVisit, type VisitRow } from './queries.ts';
import texts from './texts.json' with { type: 'json' };

type Matter = 'code' | 'opened';
export const tell = (tx: Tx, matter: Matter, visitId: string) =>
  telling.enqueue(tx, { matter, visitId }, { key: `${matter} ${visitId}` });

function filled(text: LocalText, row: VisitRow, code: string): LocalText {
  const timeOf = row.until?.toISOString().slice(11, 16) ?? '';
  const inLanguage = languages.map((language) => {
    const words = { office: row.office[language], service: row.service[language] };
    const values: Record<string, string> = {
      ...{ clerk: row.clerkName, code, until: timeOf },
      ...{ office: words.office ?? row.office.en, service: words.service ?? row.service.en },
    };
    const said = text[language] ?? text.en;
    return [language, said.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')];
  });
  return Object.fromEntries(inLanguage) as LocalText;
}

/** The code is made as it is sent: it waits in no queue. */
export const telling = job(
  'counter.tell-person',
  Type.Object({ matter: Type.Enum(['code', 'opened']), visitId: Uuid }),
  async (module, { matter, visitId }) => {
    const row = await module.tx({ kind: 'system' }, (tx) => findVisit(tx, visitId));
    if (!row || (matter === 'code' && row.state !== 'asked')) return;
    const { subject, body } = texts[matter];
    await module.call(notify, {
      key: `counter:${visitId}:${matter}`,
      to: { personKey: row.personKey },
      matter: 'account',
      subject,
      body: filled(body, row, matter === 'code' ? codeOf({ module }, visitId) : ''),
      link: '/cabinet/access',
    });
  },
  { tx: false },
);
