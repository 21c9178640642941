// SPDX-License-Identifier: Apache-2.0
import { job, type ModuleRuntime, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { Type } from 'typebox';
import { pinnedPackage } from '../packages/index.ts';
import type { CaseFile } from './case-file.ts';
import notices from './notices.json' with { type: 'json' };
import * as queries from './queries.ts';

/** Messages that are about the holder too, not only about the applicant. */
const forSubjects: readonly string[] = ['issued'];
/** What is said alike for every service, where its package has no words of its own. */
const everyPackage: Readonly<Record<string, (typeof notices)['transferred']>> = notices;
const documentsPath = '/cabinet/documents';

/** Puts a message of the package on its way; `occasion` tells repeated ones apart. */
export const tell = (tx: Tx, file: CaseFile, message: string, occasion = '') =>
  sendNotice.enqueue(tx, { caseId: file.id, message, occasion }, { key: `${file.id} ${message} ${occasion}` });

export const sendNotice = job(
  'cases.send-notice',
  Type.Object({ caseId: Type.String(), message: Type.String(), occasion: Type.String() }),
  async (module, { caseId, message, occasion }) => {
    const { file, subjects } = await module.tx({ kind: 'system' }, async (tx) => ({
      file: await queries.findCase(tx, caseId),
      subjects: await queries.subjectsOf(tx, caseId),
    }));
    if (file?.state === 'draft' || !file) return;
    const words = (await pinnedPackage(module, file)).notifications[message] ?? everyPackage[message];
    if (!words) return;
    const values = { number: file.number, service: file.title };
    const send = (personKey: string, link: string) =>
      deliver(
        module,
        `case:${caseId}:${message}:${occasion}:${personKey}`,
        personKey,
        filled(words.subject, values),
        filled(words.body, values),
        link,
      );
    if (file.contactKey) await send(file.contactKey, `/cases/${caseId}`);
    if (!forSubjects.includes(message)) return;
    for (const subject of subjects) if (subject !== file.contactKey) await send(subject, documentsPath);
  },
  { tx: false },
);

const deliver = (
  module: ModuleRuntime,
  key: string,
  personKey: string,
  subject: LocalText,
  body: LocalText,
  link: string,
) => module.call(notify, { key, to: { personKey }, subject, body, link });

/** The text with `{number}` and `{service}` filled in, in each language it has. */
function filled(text: LocalText, values: { number: string; service: LocalText }): LocalText {
  const entries = Object.entries(text).map(([language, words]) => {
    const service = values.service[language as keyof LocalText] ?? values.service.en;
    return [language, words.replaceAll('{number}', values.number).replaceAll('{service}', service)];
  });
  return Object.fromEntries(entries) as LocalText;
}
