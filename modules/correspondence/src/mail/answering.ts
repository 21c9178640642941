// SPDX-License-Identifier: Apache-2.0
/** What goes back by e-mail: a clerk's answer, and where the operator wants it a word that a letter has come. */
import { job, type ModuleRuntime, openBytes, refuse } from '@stoa/kernel';
import { createTransport } from 'nodemailer';
import { Type } from 'typebox';
import { lockMail } from './store.ts';

interface Reply {
  readonly to: string;
  readonly subject: string;
  readonly messageId: string;
  readonly text: string;
  /** Marked as RFC 3834 asks, so that no robot answers it. */
  readonly automatic: boolean;
}

export const hasMailServer = ({ config }: ModuleRuntime): boolean => Boolean(config.env.STOA_SMTP_URL);
/** Refuses: correspondence.no-mail-server. */
export function demandMailServer(module: ModuleRuntime): void {
  if (!hasMailServer(module))
    refuse(
      'unavailable',
      'correspondence.no-mail-server',
      'This installation sends no e-mail. Its operator names the server (STOA_SMTP_URL).',
    );
}

async function sendReply(module: ModuleRuntime, reply: Reply): Promise<void> {
  demandMailServer(module);
  const { STOA_SMTP_URL: url, STOA_MAIL_FROM: from = 'Stoa <no-reply@stoa.example>' } = module.config.env;
  const transport = createTransport(url);
  try {
    await transport.sendMail({
      ...{ from, to: { name: '', address: reply.to }, subject: `Re: ${reply.subject}`, text: reply.text },
      ...(reply.messageId ? { inReplyTo: reply.messageId, references: reply.messageId } : {}),
      ...(reply.automatic ? { headers: { 'Auto-Submitted': 'auto-replied', Precedence: 'bulk' } } : {}),
      ...{ disableFileAccess: true, disableUrlAccess: true },
    });
  } finally {
    transport.close();
  }
}

const received = [
  'Your letter has come. You will be told its number.',
  'Ваше письмо получено. Вам сообщат его номер.',
  'Хатыңыз келді. Нөмірі сізге хабарланады.',
  'Ваш лист надійшов. Вам повідомлять його номер.',
  'وصلت رسالتكم. سيُبلغ إليكم رقمها.',
].join('\n\n');
export const acknowledge = job(
  'correspondence.acknowledge-mail',
  Type.Object({ to: Type.String(), subject: Type.String(), messageId: Type.String() }),
  (module, letter) => sendReply(module, { ...letter, text: received, automatic: true }),
  { tx: false },
);

/** A clerk's answer, sealed as the letter is; it goes once the letter is marked as answered, and until the server takes it. */
export const answer = job(
  'correspondence.send-answer',
  Type.Object({ id: Type.String(), sealedText: Type.String() }),
  async (module, { id, sealedText }) => {
    const found = await module.tx({ kind: 'system' }, async (tx) => {
      const row = await lockMail(tx, id);
      return row && { row, text: openBytes(tx, 'mail', id, Buffer.from(sealedText, 'base64')).toString() };
    });
    if (!found) return;
    const { reply_to: to, subject, message_id: messageId } = found.row;
    await sendReply(module, { to, subject, messageId, text: found.text, automatic: false });
  },
  { tx: false },
);
