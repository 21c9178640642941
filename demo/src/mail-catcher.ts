// SPDX-License-Identifier: Apache-2.0
/** A mail server that keeps what it is sent: SMTP in, a web page and JSON out. Nothing is ever sent on. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { openAppendFile } from './append-file.ts';
import { html, page, pageHeaders, stylesheet } from './html.ts';
import { newServer, listen, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, wholeNumber } from './settings.ts';

export interface MailCatcherOptions {
  /** Of the web page. */
  readonly port?: number;
  readonly smtpPort?: number;
  /** Older messages are forgotten; 500 when missing. */
  readonly keep?: number;
  /** Folder in which messages outlive a crash; in memory alone when missing. */
  readonly dataDir?: string;
}

export interface CaughtMessage {
  readonly id: string;
  /** The sender's own name for it: copies of one message share it. */
  readonly messageId?: string;
  /** Envelope sender and recipients. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly receivedAt: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly sizeBytes: number;
  }[];
}

export interface RunningMailCatcher extends RunningService {
  /** `smtp://127.0.0.1:<port>`. */
  readonly smtpUrl: string;
}

const largestMessageBytes = 10 * 1024 * 1024;

type Entry = { readonly message: CaughtMessage } | { readonly forgotten: true };

/** Messages, newest first. A message is on disk before its sender is told so. */
function mailbox({ dataDir, keep = 500 }: MailCatcherOptions) {
  const file = dataDir === undefined ? undefined : openAppendFile<Entry>(join(dataDir, 'mail.jsonl'));
  const messages: CaughtMessage[] = [];
  const apply = (entry: Entry) => {
    if ('message' in entry) messages.unshift(entry.message);
    messages.length = 'message' in entry ? Math.min(messages.length, keep) : 0;
  };
  for (const entry of file?.earlier ?? []) apply(entry);
  const write = (entry: Entry) => {
    file?.append(entry);
    apply(entry);
  };
  return { messages, write, close: () => file?.close() };
}

/** SMTP on `smtpUrl`; `GET /messages?to=` (JSON, newest first), `DELETE /messages`, and pages from `GET /` on. */
export async function startMailCatcher(options: MailCatcherOptions = {}): Promise<RunningMailCatcher> {
  const { messages, write, close } = mailbox(options);
  const smtp = smtpServer((message) => write({ message }));
  const app = newServer();
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  app.get<{ Querystring: { to?: unknown } }>('/messages', (request) => {
    const { to } = request.query;
    return typeof to === 'string' ? messages.filter((message) => message.to.includes(to.toLowerCase())) : messages;
  });
  app.delete('/messages', (_request, reply) => {
    write({ forgotten: true });
    return reply.code(204).send();
  });
  app.get('/', (_request, reply) => reply.headers(pageHeaders()).send(listPage(messages)));
  app.get<{ Params: { id: string } }>('/mail/:id', (request, reply) => {
    const message = messages.find((one) => one.id === request.params.id);
    if (!message)
      return sendProblem(reply, 404, 'mail.message-unknown', 'There is no such message; older ones are forgotten.');
    return reply.headers(pageHeaders()).send(messagePage(message));
  });
  app.get<{ Params: { id: string } }>('/mail/:id/html', (request, reply) => {
    const markup = messages.find((one) => one.id === request.params.id)?.html;
    if (markup === undefined)
      return sendProblem(reply, 404, 'mail.message-unknown', 'There is no such message with HTML.');
    const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
    return reply.headers({ ...pageHeaders(), 'content-security-policy': policy }).send(markup);
  });
  const port = await listenSmtp(smtp, options.smtpPort ?? 0);
  const web = await listen(app, options.port ?? 0).catch(async (error: unknown) => {
    await closeSmtp(smtp);
    throw error;
  });
  return {
    url: web.url,
    smtpUrl: `smtp://127.0.0.1:${port}`,
    close: async () => {
      await Promise.all([web.close(), closeSmtp(smtp)]);
      close();
    },
  };
}

function smtpServer(keep: (message: CaughtMessage) => void): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: largestMessageBytes,
    closeTimeout: 1_000,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => {
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.on('end', () => {
        if (stream.sizeExceeded) {
          const tooLarge = Object.assign(new Error('Message exceeds 10 MB'), { responseCode: 552 });
          return done(tooLarge);
        }
        const sender = session.envelope.mailFrom;
        const recipients = session.envelope.rcptTo.map((one) => one.address.toLowerCase());
        readMessage(Buffer.concat(chunks), sender ? sender.address : '', recipients).then((message) => {
          keep(message);
          done();
        }, done);
      });
    },
  });
}

async function readMessage(raw: Buffer, from: string, to: readonly string[]): Promise<CaughtMessage> {
  const mail = await PostalMime.parse(raw);
  return {
    id: randomUUID(),
    ...(mail.messageId && { messageId: mail.messageId }),
    from,
    to,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(mail.html && { html: mail.html }),
    receivedAt: new Date().toISOString(),
    attachments: mail.attachments.map((attachment) => ({
      filename: attachment.filename ?? '',
      contentType: attachment.mimeType,
      sizeBytes:
        typeof attachment.content === 'string' ? Buffer.byteLength(attachment.content) : attachment.content.byteLength,
    })),
  };
}

const listenSmtp = (smtp: SMTPServer, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    smtp.once('error', reject);
    const server = smtp.listen(port, '127.0.0.1', () => {
      smtp.removeListener('error', reject);
      // A client that breaks off is its own affair.
      smtp.on('error', () => undefined);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

const closeSmtp = (smtp: SMTPServer) => new Promise<void>((resolve) => smtp.close(() => resolve()));

function listPage(messages: readonly CaughtMessage[]): string {
  const rows = messages.map(
    (message) =>
      html`<tr><td>${message.receivedAt.slice(0, 19).replace('T', ' ')}</td><td>${message.to.join(', ')}</td><td><a href="/mail/${message.id}"><bdi>${message.subject || '(no subject)'}</bdi></a></td></tr>`,
  );
  const table = html`<div class="table" role="region" aria-label="Caught mail" tabindex="0"><table><thead><tr><th scope="col">Received (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const body = html`<header><span class="brand">Mail catcher</span></header><main class="wide"><h1>Caught mail</h1>${messages.length > 0 ? table : html`<p>No mail yet.</p>`}</main>`;
  return page('Caught mail', body);
}

function messagePage(message: CaughtMessage): string {
  const attachments = message.attachments.map(
    (one) => html`<li>${one.filename} (${one.contentType}, ${one.sizeBytes} bytes)</li>`,
  );
  const body = html`<header><span class="brand">Mail catcher</span><nav aria-label="Pages"><a href="/">All mail</a></nav></header>
<main class="wide"><h1><bdi>${message.subject || '(no subject)'}</bdi></h1>
<dl><dt>From</dt><dd>${message.from}</dd><dt>To</dt><dd>${message.to.join(', ')}</dd><dt>Received</dt><dd>${message.receivedAt}</dd></dl>
<h2>Text</h2><pre dir="auto">${message.text}</pre>
${message.html === undefined ? '' : html`<h2>HTML</h2><iframe sandbox title="HTML of the message" src="/mail/${message.id}/html"></iframe>`}
${attachments.length > 0 ? html`<h2>Attachments</h2><ul>${attachments}</ul>` : ''}</main>`;
  return page(message.subject || 'Message', body);
}

/** Settings: MAIL_CATCHER_PORT (4706), MAIL_CATCHER_SMTP_PORT (4725), MAIL_CATCHER_KEEP (500), DEMO_DATA. */
export const mailCatcher = () =>
  startMailCatcher({
    port: portNumber('MAIL_CATCHER_PORT', 4706),
    smtpPort: portNumber('MAIL_CATCHER_SMTP_PORT', 4725),
    keep: wholeNumber('MAIL_CATCHER_KEEP', 500),
    dataDir: dataFolder(),
  });

/** The catcher as two named services: its page and its SMTP address. */
export async function mailServices(): Promise<Record<string, RunningService>> {
  const catcher = await mailCatcher();
  return { mailCatcher: catcher, smtp: { url: catcher.smtpUrl, close: async () => undefined } };
}

if (import.meta.main) await runProgram(mailServices);
