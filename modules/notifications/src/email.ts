// SPDX-License-Identifier: Apache-2.0
/** The e-mail copy of a message. Settings: `STOA_SMTP_URL`, `STOA_MAIL_FROM`. */
import { findContact } from '@stoa/identity/contract';
import { job, type ModuleRuntime, Refusal } from '@stoa/kernel';
import { type Language, languages, Uuid } from '@stoa/kernel/contract';
import { asciiEmail } from '@stoa/kernel/text';
import { createTransport, type Transporter } from 'nodemailer';
import { Type } from 'typebox';
import type { InboxMessage } from './contract.ts';
import { findMessage, setEmailState } from './store.ts';

const transports = new WeakMap<ModuleRuntime, Transporter>();

/** The mail server; undefined where none is set. */
export function transportOf(module: ModuleRuntime): Transporter | undefined {
  const url = module.config.env.STOA_SMTP_URL;
  if (!url) return undefined;
  const known =
    transports.get(module) ??
    createTransport(url, { from: module.config.env.STOA_MAIL_FROM ?? 'Stoa <no-reply@stoa.example>' });
  transports.set(module, known);
  return known;
}

/**
 * Sends one e-mail. It may run twice after a crash, so the Message-ID is made from the message's own id: mail systems
 * recognise the second copy. An address the server refuses for good (5xx) is not tried again.
 */
export const sendEmail = job(
  'notifications.send-email',
  Type.Object({ messageId: Uuid, email: Type.Optional(Type.String()) }),
  async (module, { messageId, email: given }) => {
    const transport = transportOf(module);
    if (!transport) return;
    const { message, personKey } = await readMessage(module, messageId);
    const contact = given ? undefined : await module.call(findContact, { personKey });
    const email = given ?? contact?.email;
    if (!email) return;
    await setState(module, messageId, 'queued');
    try {
      await transport.sendMail({
        to: mailbox(email),
        messageId: `<${messageId}@stoa>`,
        subject: subjectOf(message, contact?.language),
        text: textOf(message, module.publicUrl, contact?.language),
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
      if (code < 500) throw error;
      await setState(module, messageId, 'failed', `the mail server answered ${code}`);
      return;
    }
    await setState(module, messageId, 'sent');
  },
  { tx: false },
);

/** The address as mail systems know it: its domain in Latin letters. */
function mailbox(email: string): string {
  const known = asciiEmail(email);
  return 'address' in known ? known.address : email;
}

type Texts = Pick<InboxMessage, 'subject' | 'body' | 'link'>;

const subjectOf = ({ subject }: Texts, language: Language = 'en'): string =>
  (subject[language] ?? subject.en).replace(/[\r\n]+/g, ' ').slice(0, 200);

/** All languages the message has, the person's own first, otherwise English, and the address it leads to. */
function textOf({ body, link }: Texts, publicUrl: string, first: Language = 'en'): string {
  const order = [first, ...languages.filter((one) => one !== first)];
  const texts = order.map((one) => body[one]).filter((text): text is string => Boolean(text));
  return [...texts, ...(link ? [publicUrl + link] : [])].join('\n\n');
}

const system = { kind: 'system' } as const;

async function readMessage(module: ModuleRuntime, id: string): Promise<{ message: Texts; personKey: string }> {
  const found = await module.tx(system, (tx) => findMessage(tx, id));
  if (!found) throw new Refusal('missing', 'notifications.message-unknown');
  const { subject, body, link, personKey } = found;
  return { message: { subject, body, ...(link ? { link } : {}) }, personKey };
}

const setState = (module: ModuleRuntime, id: string, state: 'queued' | 'sent' | 'failed', error?: string) =>
  module.tx(system, (tx) => setEmailState(tx, id, state, error));
