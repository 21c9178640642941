// SPDX-License-Identifier: Apache-2.0
/** What clerks see of the mailbox, and what they do with what was refused. */
import { authorise, isRefusal, type ModuleRuntime, pageOfRows, refuse, sealBytes, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { chanceryAsResource } from '../clerks.ts';
import type * as contract from '../contract.ts';
import { answer, demandMailServer, hasMailServer } from './answering.ts';
import { type Letter, readLetter } from './letter.ts';
import { mailboxes } from './mailboxes.ts';
import { enter } from './reading.ts';
import * as store from './store.ts';
import type { MailRow } from './store.ts';

export async function getMailbox(
  tx: Tx,
  { institutionId }: InputOf<typeof contract.getMailbox>,
): Promise<OutputOf<typeof contract.getMailbox>> {
  authorise(tx, chanceryAsResource(institutionId));
  const setting = mailboxes(tx.module).get(institutionId);
  const box = await store.boxOf(tx, institutionId);
  return {
    set: setting !== undefined,
    ...(setting ? { user: setting.user } : {}),
    ...(box?.readAt ? { readAt: box.readAt.toISOString() } : {}),
    ...(box?.failure ? { failure: box.failure } : {}),
    acknowledges: setting?.acknowledge ?? false,
    counts: await store.countMail(tx, institutionId),
  };
}

const shown = (module: ModuleRuntime, row: MailRow): contract.Mail => ({
  ...{ id: row.id, state: row.state, sender: row.sender, subject: row.subject, cameAt: row.cameAt.toISOString() },
  ...(row.documentId ? { documentId: row.documentId } : {}),
  ...(row.why ? { why: row.why } : {}),
  ...(row.decidedBy ? { decidedBy: row.decidedBy } : {}),
  may:
    row.state === 'refused'
      ? [
          ...(row.why === 'too-large' || row.why === 'unreadable' || row.sender === '' ? [] : (['take'] as const)),
          ...(row.automatic || !row.reply_to || !hasMailServer(module) ? [] : (['answer'] as const)),
        ]
      : [],
});

export const listMail = (
  tx: Tx,
  asked: InputOf<typeof contract.listMail>,
): Promise<OutputOf<typeof contract.listMail>> => {
  authorise(tx, chanceryAsResource(asked.institutionId));
  return pageOfRows(
    asked,
    (count) => store.listMail(tx, asked.institutionId, asked.state ?? null, asked.cursor ?? null, count),
    (row) => shown(tx.module, row),
  );
};

/** Refuses: correspondence.mail-unknown, correspondence.mail-decided. */
async function refusedMail(tx: Tx, id: string): Promise<MailRow> {
  const row = await store.lockMail(tx, id);
  if (!row) return refuse('missing', 'correspondence.mail-unknown', 'There is no such letter in your mailbox.');
  authorise(tx, chanceryAsResource(row.institutionId));
  if (row.state !== 'refused')
    refuse('conflict', 'correspondence.mail-decided', 'This letter was taken in or answered already.');
  return row;
}
const nameOf = (principal: Principal) => (principal.kind === 'person' ? principal.name : '');

/** Refuses: correspondence.mail-unknown, correspondence.mail-decided, correspondence.mail-unreadable. */
export async function takeMail(
  module: ModuleRuntime,
  { id }: InputOf<typeof contract.takeMail>,
  principal: Principal,
): Promise<OutputOf<typeof contract.takeMail>> {
  const { row, content } = await module.tx(principal, async (tx) => ({
    row: await refusedMail(tx, id),
    content: await store.contentOf(tx, id),
  }));
  const letter = content && (await readLetter(content).catch(() => undefined));
  if (!letter?.from)
    return refuse(
      'conflict',
      'correspondence.mail-unreadable',
      'This letter cannot be read here. Look at it in the mailbox and enter it by hand.',
    );
  const taken = await enterWithout(module, row.institutionId, letter, []);
  await module.tx(principal, (tx) =>
    store.setDecided(tx, id, { state: 'taken-by-hand', documentId: taken.documentId, byName: nameOf(principal) }),
  );
  return { id, ...taken };
}

/** Files that are not taken stay out, one after another, each by the refusal that names it. */
async function enterWithout(
  module: ModuleRuntime,
  institutionId: string,
  letter: Letter,
  leftOut: readonly string[],
): Promise<{ documentId: string; leftOut: string[] }> {
  try {
    return { documentId: await enter(module, institutionId, letter), leftOut: [...leftOut] };
  } catch (error) {
    const [culprit, ...others] = letter.files;
    if (!isRefusal(error) || error.code !== 'documents.file-refused' || !culprit) throw error;
    // The refusal names a file; where it does not, the first one goes.
    const named = letter.files.find(({ name }) => error.message.includes(name)) ?? culprit;
    const files = named === culprit ? others : letter.files.filter((file) => file !== named);
    return enterWithout(module, institutionId, { ...letter, files }, [...leftOut, named.name]);
  }
}

/** Refuses: correspondence.mail-unknown, correspondence.mail-decided, correspondence.mail-automatic, correspondence.no-mail-server. */
export async function answerMail(tx: Tx, { id, text }: InputOf<typeof contract.answerMail>): Promise<{ id: string }> {
  const row = await refusedMail(tx, id);
  if (row.automatic || !row.reply_to)
    refuse(
      'conflict',
      'correspondence.mail-automatic',
      'A robot or a list wrote it, or it names no sender: nobody would read an answer.',
    );
  demandMailServer(tx.module);
  await store.setDecided(tx, id, { state: 'answered', byName: nameOf(tx.principal) });
  await answer.enqueue(tx, { id, sealedText: sealBytes(tx, 'mail', id, Buffer.from(text)).toString('base64') });
  return { id };
}
