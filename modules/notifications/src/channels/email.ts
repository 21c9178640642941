// SPDX-License-Identifier: Apache-2.0
/** E-mail by SMTP. Settings: `STOA_SMTP_URL`, `STOA_MAIL_FROM`, `STOA_BOUNCE_ADDRESS`. */
import { linkToken, type ModuleRuntime } from '@stoa/kernel';
import { inLanguage, type Language } from '@stoa/kernel/contract';
import { asciiEmail } from '@stoa/kernel/text';
import { createTransport, type Transporter } from 'nodemailer';
import { matters } from '../contract/matters.ts';
import { unsubscribeWords } from '../sending/generic-texts.ts';
import type { Provider, Tried } from '../sending/provider.ts';
import type { DueRow } from '../sending/store.ts';
import type { Words } from '../sending/words.ts';
import { returnPath } from './return-path.ts';

const from = (module: ModuleRuntime) => module.config.env.STOA_MAIL_FROM ?? 'Stoa <no-reply@stoa.example>';
const transports = new WeakMap<ModuleRuntime, Transporter>();

/** The mail server for what identity has to say at once; undefined where none is set. */
export function transportOf(module: ModuleRuntime): Transporter | undefined {
  const url = module.config.env.STOA_SMTP_URL;
  if (!url) return undefined;
  const known = transports.get(module) ?? createTransport(url, { from: from(module) });
  transports.set(module, known);
  return known;
}

const connections = 5;
const [connectMs, silentMs] = [10_000, 30_000];

/**
 * One e-mail may leave twice after a crash: its Message-ID is made from the delivery's own id, by which mail systems recognise
 * the second copy.
 */
export function mailProvider(module: ModuleRuntime, id: string, url: string, perSecond: number | undefined): Provider {
  const pool = createTransport({
    ...{ url, pool: true, maxConnections: connections, maxMessages: 500 },
    ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, socketTimeout: silentMs },
  });
  return {
    ...{ id, channel: 'email', perSecond, atOnce: connections * 2 },
    send: async (row, words) => {
      try {
        await pool.sendMail({ from: from(module), ...mailOf(module, row, words) });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error as Error & { responseCode?: number; code?: string; command?: string });
      }
    },
    close: async () => pool.close(),
  };
}

function mailOf(module: ModuleRuntime, row: DueRow, words: Words) {
  const to = mailbox(String(row.address));
  const stop = matters[row.matter].mustKnow || row.sender ? undefined : stopOf(module, row.id);
  const stopWords = inLanguage(unsubscribeWords, words.language);
  const bounces = returnPath(module, row.id);
  return {
    to,
    ...(bounces ? { envelope: { from: bounces, to } } : {}),
    messageId: `<${row.id}@stoa>`,
    subject: words.subject,
    text: words.text + (stop ? `\n\n${stopWords} ${stop.page}` : ''),
    ...(words.html
      ? { html: page(words.html, words.language, stop && `${stopWords} <a href="${stop.page}">${stop.page}</a>`) }
      : {}),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(stop ? { 'List-Unsubscribe': `<${stop.post}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
  };
}

/** RFC 8058: a program posts to the one, a person reads the other. */
function stopOf(module: ModuleRuntime, id: string) {
  const token = linkToken(module, 'unsubscribe', id);
  return {
    post: `${module.publicUrl}/api/notifications/unsubscribe/${token}`,
    page: `${module.publicUrl}/unsubscribe/${token}`,
  };
}

const page = (words: string, language: Language, foot: string | undefined) =>
  `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><body>${words}${foot ? `<hr><p><small>${foot}</small></p>` : ''}</body></html>`;

function outcomeOf(error: { message: string; responseCode?: number; code?: string; command?: string }): Tried {
  const { responseCode: code = 0, command = '' } = error;
  const reason = code > 0 ? `smtp-${code}` : 'away';
  if (code >= 500) {
    // 550, 551 and 553 speak of the mailbox (RFC 5321 section 4.2.3), where they answer its naming.
    const noMailbox = [550, 551, 553].includes(code) && command.startsWith('RCPT');
    return { kind: 'failed', permanent: true, reason, ...(noMailbox ? { suppress: 'bounced' as const } : {}) };
  }
  if (code >= 400) return { kind: 'again', reason };
  if (command === 'CONN' || /^(ECONNECTION|EDNS|ECONNREFUSED|EAUTH|ESOCKET)$/.test(error.code ?? ''))
    return { kind: 'again', reason, away: true };
  return { kind: 'uncertain', reason: 'no-answer', away: true };
}

/** The address as mail systems know it: its domain in Latin letters. */
function mailbox(email: string): string {
  const known = asciiEmail(email);
  return 'address' in known ? known.address : email;
}
