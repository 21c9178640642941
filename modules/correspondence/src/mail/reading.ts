// SPDX-License-Identifier: Apache-2.0
/**
 * Mailboxes are read once a minute, and nothing in them is changed. A letter becomes a document under a key of its own before it is
 * written down here: a process that ends in between finds the same document again.
 */
import { isRefusal, type ModuleRuntime } from '@stoa/kernel';
import { takeIn } from '@stoa/documents/contract';
import { ImapFlow } from 'imapflow';
import { acknowledge } from './answering.ts';
import { digestOf, type Letter, readLetter } from './letter.ts';
import { type Mailbox, mailboxes } from './mailboxes.ts';
import * as store from './store.ts';

const system = { kind: 'system' } as const;
const atOnce = 50;
/** Larger ones are not fetched. */
export const largestMail = 25 * 1024 * 1024;
const [connectMs, silentMs] = [15_000, 60_000];

export async function readMailboxes(module: ModuleRuntime): Promise<void> {
  await Promise.all(
    [...mailboxes(module)].map(async ([institutionId, mailbox]) => {
      try {
        await readMailbox(module, institutionId, mailbox);
      } catch (error) {
        const refused = (error as { authenticationFailed?: boolean }).authenticationFailed;
        module.log.warn({ institutionId, error: String(error) }, 'mailbox was not read; it is tried again');
        await module.tx(system, (tx) => store.setFailed(tx, institutionId, refused ? 'refused' : 'away'));
      }
    }),
  );
}

async function readMailbox(module: ModuleRuntime, institutionId: string, mailbox: Mailbox): Promise<void> {
  const { host, port, user, password: pass, tls: secure } = mailbox;
  const client = new ImapFlow({
    ...{ host, port, secure, auth: { user, pass }, logger: false as const, disableAutoIdle: true },
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silentMs },
    ...(secure ? {} : { doSTARTTLS: false }),
  });
  // What goes wrong later is thrown by the command that waits for it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const box = await client.mailboxOpen('INBOX', { readOnly: true });
    const uidValidity = String(box.uidValidity);
    const known = await module.tx(system, (tx) => store.boxOf(tx, institutionId));
    // After a change of validity all ids are other ones; what came before is known by its digest.
    const from = (known?.uidValidity === uidValidity ? known.lastUid : 0) + 1;
    const found = (await client.search({ uid: `${from}:*` }, { uid: true })) || [];
    for (const uid of found
      .filter((one) => one >= from)
      .sort((a, b) => a - b)
      .slice(0, atOnce))
      await takeOne(module, client, mailbox, { institutionId, uidValidity, uid });
    await module.tx(system, (tx) => store.setRead(tx, institutionId, uidValidity, 0));
  } finally {
    await client.logout().catch(() => client.close());
  }
}

interface Place {
  readonly institutionId: string;
  readonly uidValidity: string;
  readonly uid: number;
}

async function takeOne(module: ModuleRuntime, client: ImapFlow, mailbox: Mailbox, place: Place): Promise<void> {
  const { institutionId, uidValidity, uid } = place;
  const size = (await client.fetchOne(String(uid), { size: true, envelope: true }, { uid: true })) || undefined;
  if (size) {
    const large = (size.size ?? 0) > largestMail;
    const whole = large ? undefined : await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (large) {
      const from = size.envelope?.from?.[0]?.address ?? '';
      await keepRefused(module, place, 'too-large', {
        ...{ digest: digestOf(Buffer.from(`${uidValidity} ${uid}`), size.envelope?.messageId), messageId: '' },
        ...{ from: from ? { address: from, name: from } : undefined, replyTo: from, automatic: false },
        subject: (size.envelope?.subject ?? '').slice(0, 500),
      });
    } else if (whole && whole.source) await takeLetter(module, mailbox, place, whole.source);
  }
  await module.tx(system, (tx) => store.setRead(tx, institutionId, uidValidity, uid));
}

type About = Pick<Letter, 'digest' | 'messageId' | 'from' | 'replyTo' | 'subject' | 'automatic'>;
const rowOf = ({ digest, automatic, from, subject, replyTo, messageId }: About) => ({
  ...{ digest, automatic, subject, reply_to: replyTo, message_id: messageId },
  sender: from ? (from.name === from.address ? from.address : `${from.name} <${from.address}>`) : '',
});
const keepRefused = (module: ModuleRuntime, place: Place, why: string, about: About, content?: Buffer) =>
  module.tx(system, (tx) =>
    store.insertMail(tx, place, { ...rowOf(about), state: 'refused', documentId: null, why }, content),
  );

async function takeLetter(module: ModuleRuntime, mailbox: Mailbox, place: Place, raw: Buffer): Promise<void> {
  const letter = await readLetter(raw).catch(() => undefined);
  if (!letter) {
    const about = { digest: digestOf(raw, undefined), messageId: '', from: undefined, replyTo: '', subject: '' };
    await keepRefused(module, place, 'unreadable', { ...about, automatic: true }, raw);
    return;
  }
  if (await module.tx(system, (tx) => store.isKnown(tx, place.institutionId, letter.digest))) return;
  if (letter.automatic || !letter.from) {
    await keepRefused(module, place, letter.automatic ? 'automatic' : 'no-sender', letter, raw);
    return;
  }
  try {
    const documentId = await enter(module, place.institutionId, letter);
    await module.tx(system, async (tx) => {
      const mail = { ...rowOf(letter), state: 'taken' as const, documentId, why: null };
      const isNew = await store.insertMail(tx, place, mail, undefined);
      if (isNew && mailbox.acknowledge)
        await acknowledge.enqueue(tx, { to: letter.replyTo, subject: letter.subject, messageId: letter.messageId });
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await keepRefused(module, place, error.code === 'documents.file-refused' ? error.message : error.code, letter, raw);
  }
}

export async function enter(module: ModuleRuntime, institutionId: string, letter: Letter): Promise<string> {
  const { from, subject, text, files, digest } = letter;
  const shown = subject.length >= 3 ? subject : `${from?.address ?? ''} ${subject}`.trim();
  const { id } = await module.call(takeIn, {
    ...{ institutionId, key: `mail:${digest}`, source: 'mail', kind: 'incoming', subject: shown, label: 0 },
    correspondents: [{ name: from?.name ?? '', address: from?.address ?? '' }],
    files: [
      {
        ...({ name: 'letter.txt', mimeType: 'text/plain', role: 'main' } as const),
        content: Buffer.from(text || shown).toString('base64'),
      },
      ...files.map(({ name, content }) => ({
        ...({ name, mimeType: 'application/octet-stream', role: 'annex' } as const),
        content: content.toString('base64'),
      })),
    ],
  });
  return id;
}
