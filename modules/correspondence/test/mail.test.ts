// SPDX-License-Identifier: Apache-2.0
/** Letters by e-mail, read from a real IMAP server, with a real mail server for what goes back. */
import { createServer } from 'node:net';
import documents from '@stoa/documents';
import * as docs from '@stoa/documents/contract';
import { benchWith, eventually } from '@stoa/kernel/testing';
import organisations from '@stoa/organisations';
import { afterAll, describe, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import correspondence from '../src/index.ts';
import { readLetter } from '../src/mail/letter.ts';
import { hasDovecot, startDovecot } from './dovecot.ts';
import { interior, labour } from './people.ts';

if (!hasDovecot) process.stderr.write('SKIPPED: no dovecot (apt-get install dovecot-imapd): no mailbox is read\n');

interface Written {
  readonly headers?: Record<string, string>;
  readonly text?: string;
  readonly file?: { readonly name: string; readonly content: string };
}
let serial = 0;
const raw = ({ headers = {}, text = 'When will it be paid?', file }: Written): string => {
  serial += 1;
  const all = {
    From: 'Aigerim Akmetova <aigerim@mail.example>',
    To: 'chancery@labour.example',
    Subject: `Letter ${serial} about my pension`,
    'Message-ID': `<${serial}.test@mail.example>`,
    'MIME-Version': '1.0',
    'Content-Type': 'multipart/mixed; boundary="b"',
    ...headers,
  };
  const attachment = file
    ? `--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${file.name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(file.content).toString('base64')}\r\n`
    : '';
  return `${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n${attachment}--b--\r\n`;
};

describe.skipIf(!hasDovecot)('a mailbox', async () => {
  if (!hasDovecot) return;
  const { setting, deliver, changeValidity } = await startDovecot();
  const smtp = await mailServer();
  const b = await benchWith(
    { STOA_MAILBOXES: JSON.stringify({ [labour]: { ...setting, acknowledge: true } }), STOA_SMTP_URL: smtp.url },
    ...[correspondence, documents, organisations],
  );
  const person = (organisationId: string) =>
    b.person({ name: 'Clara Clerk', duties: [{ code: 'documents.clerk', organisationId }] });
  const [clerk, other] = [person(labour), person(interior)];
  const read = async () => {
    await b.sql(
      `update correspondence.work set run_at = $1 where handler = 'correspondence.mail' and state = 'waiting'`,
      [b.clock.now()],
    );
    await b.drain();
  };
  const list = async (state?: contract.Mail['state']) =>
    (await b.call(contract.listMail, { institutionId: labour, limit: 100, ...(state ? { state } : {}) }, clerk)).items;
  const came = async () =>
    (await b.call(docs.listDocuments, { institutionId: labour, limit: 100 }, clerk)).items.map(
      ({ subject }) => subject,
    );
  /** Delivered and read; answers its line in the list. */
  const take = async (written: Written) => {
    await deliver(raw(written));
    await read();
    const [latest] = await list();
    return latest as contract.Mail;
  };

  test('a letter becomes a document with its words and files, and its sender hears that it came', async () => {
    const mail = await take({ file: { name: 'note.txt', content: 'My number is 7' } });
    expect(mail).toMatchObject({ state: 'taken', sender: 'Aigerim Akmetova <aigerim@mail.example>' });
    const document = await b.call(docs.getDocument, { id: mail.documentId ?? '' }, clerk);
    expect(document).toMatchObject({ source: 'mail', state: 'received', kind: 'incoming' });
    expect(document.correspondents).toMatchObject([{ name: 'Aigerim Akmetova', address: 'aigerim@mail.example' }]);
    expect(document.files.map(({ name, role }) => [name, role])).toEqual([
      ['letter.txt', 'main'],
      ['note.txt', 'annex'],
    ]);
    await eventually(() => expect(smtp.sent.at(-1)).toContain('Auto-Submitted: auto-replied'));
    expect(smtp.sent.at(-1)).toContain('In-Reply-To: <1.test@mail.example>');
    expect(await b.dump('correspondence.mail')).not.toMatch(/Aigerim|pension/);
  });

  test('what comes twice, or again under other ids of the mailbox, is taken once', async () => {
    const before = (await came()).length;
    const letter = raw({});
    await deliver(letter);
    await deliver(letter);
    await read();
    await read();
    expect(await came()).toHaveLength(before + 1);
    await changeValidity();
    await read();
    expect(await came()).toHaveLength(before + 1);
    const box = await b.call(contract.getMailbox, { institutionId: labour }, clerk);
    expect(box).toMatchObject({ set: true, user: setting.user, acknowledges: true });
    expect(box.failure).toBeUndefined();
  });

  test('a process that ends between the document and its line here takes it in once', async () => {
    await deliver(raw({}));
    await read();
    const before = (await came()).length;
    await b.sql(`delete from correspondence.mail where uid = (select max(uid) from correspondence.mail)`);
    await b.sql(`update correspondence.mailbox set last_uid = 0`);
    await read();
    expect(await came()).toHaveLength(before);
    expect((await list())[0]).toMatchObject({ state: 'taken' });
  });

  test('robots and lists are neither taken in nor answered', async () => {
    const before = smtp.sent.length;
    const signs: Record<string, string>[] = [
      { 'Auto-Submitted': 'auto-replied' },
      { 'List-Id': '<news.example>' },
      { Precedence: 'bulk' },
    ];
    for (const headers of signs) {
      const mail = await take({ headers });
      expect(mail).toMatchObject({ state: 'refused', why: 'automatic', may: ['take'] });
      await expect(b.call(contract.answerMail, { id: mail.id, text: 'Hello' }, clerk)).rejects.toMatchObject({
        code: 'correspondence.mail-automatic',
      });
    }
    expect(smtp.sent).toHaveLength(before);
  });

  test('a file that is not taken keeps the letter out; by hand it comes in without it, once', async () => {
    const mail = await take({ file: { name: 'run.exe', content: 'MZ not a paper' } });
    expect(mail).toMatchObject({ state: 'refused', may: ['take', 'answer'] });
    expect(mail.why).toContain('run.exe');
    const taken = await b.call(contract.takeMail, { id: mail.id }, clerk);
    expect(taken.leftOut).toEqual(['run.exe']);
    const { files } = await b.call(docs.getDocument, { id: taken.documentId }, clerk);
    expect(files.map(({ name }) => name)).toEqual(['letter.txt']);
    expect(await list('taken-by-hand')).toMatchObject([{ id: mail.id, decidedBy: 'Clara Clerk' }]);
    await expect(b.call(contract.takeMail, { id: mail.id }, clerk)).rejects.toMatchObject({
      code: 'correspondence.mail-decided',
    });
  });

  test('a refused letter is answered by e-mail', async () => {
    const mail = await take({ file: { name: 'run.exe', content: 'MZ again' } });
    const before = smtp.sent.length;
    const answering = () => b.call(contract.answerMail, { id: mail.id, text: 'Send it as PDF, please.' }, clerk);
    const many = await Promise.allSettled(Array.from({ length: 8 }, answering));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(answering()).rejects.toMatchObject({ code: 'correspondence.mail-decided' });
    await b.drain();
    expect(smtp.sent).toHaveLength(before + 1);
    expect(smtp.sent.at(-1)).toContain('Send it as PDF, please.');
    expect(smtp.sent.at(-1)).not.toContain('Auto-Submitted');
    expect(await list('answered')).toMatchObject([{ id: mail.id }]);
  });

  test('who sends nothing readable, or from nowhere, stays on the list with the reason', async () => {
    expect(await take({ headers: { From: 'nobody' } })).toMatchObject({ state: 'refused', why: 'no-sender', may: [] });
    const [mail] = await list();
    await expect(b.call(contract.takeMail, { id: mail?.id ?? '' }, clerk)).rejects.toMatchObject({
      code: 'correspondence.mail-unreadable',
    });
  });

  test('nobody else sees the mailbox', async () => {
    const unknown = { id: '01919191-0000-7000-8000-0000000000cc' };
    await expect(b.call(contract.takeMail, unknown, clerk)).rejects.toMatchObject({
      code: 'correspondence.mail-unknown',
    });
    await expect(b.call(contract.getMailbox, { institutionId: labour }, other)).rejects.toMatchObject({
      kind: 'forbidden',
    });
    const [mail] = await list();
    await expect(b.call(contract.takeMail, { id: mail?.id ?? '' }, other)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

test('a server that is away is said so, and holds up nobody', async () => {
  const gone = { host: '127.0.0.1', port: 1, user: 'x', password: 'y', tls: false };
  const b = await benchWith(
    { STOA_MAILBOXES: JSON.stringify({ [labour]: gone }) },
    correspondence,
    documents,
    organisations,
  );
  await b.drain();
  const clerk = b.person({ duties: [{ code: 'documents.clerk', organisationId: labour }] });
  expect(await b.call(contract.getMailbox, { institutionId: labour }, clerk)).toMatchObject({ failure: 'away' });
  // Nor is there a server that would send an answer.
  const id = '01919191-0000-7000-8000-0000000000dd';
  await b.sql(
    `insert into correspondence.mail (id, institution_id, uid_validity, uid, digest, state, automatic, sender, subject, reply_to, message_id, came_at)
     values ($1, $2, '1', 1, 'x', 'refused', false, 'a@b.example', 'Hello', 'a@b.example', '', now())`,
    [id, labour],
  );
  const list = await b.call(contract.listMail, { institutionId: labour }, clerk);
  expect(list.items).toMatchObject([{ id, may: ['take'] }]);
  await expect(b.call(contract.answerMail, { id, text: 'Hello' }, clerk)).rejects.toMatchObject({
    code: 'correspondence.no-mail-server',
  });
});

test('hostile letters are read without harm', async () => {
  const bidi = await readLetter(
    Buffer.from('From: "a\u202Eb" <a@b.example>\r\nSubject: x\u202Egpj\r\n\r\nhi\u0000\u202E!'),
  );
  expect([bidi.subject, bidi.text]).toEqual(['x gpj', 'hi!']);
  const html = await readLetter(
    Buffer.from(
      'From: a@b.example\r\nContent-Type: text/html\r\n\r\n<style>p{}</style><p>One</p><script>x()</script>Two',
    ),
  );
  expect(html.text.split(/\s+/)).toEqual(['One', 'Two']);
  const path = raw({ file: { name: '../../etc/passwd', content: 'x' } });
  expect((await readLetter(Buffer.from(path))).files.map(({ name }) => name)).not.toContain('../../etc/passwd');
  const injected = await readLetter(
    Buffer.from('From: a@b.example\r\nReply-To: x@y.example\r\nSubject: =?utf-8?q?a=0D=0ABcc:_c@d?=\r\n\r\nhi'),
  );
  expect(injected.subject).not.toMatch(/[\r\n]/);
});

/** Takes every letter and keeps it as it came. */
async function mailServer() {
  const sent: string[] = [];
  const server = createServer((socket) => {
    let [body, data] = ['', false];
    socket.write('220 test\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      for (const line of part.toString('utf8').split(/(?<=\r\n)/)) {
        if (data) {
          if (line !== '.\r\n') body += line;
          else {
            sent.push(body);
            [body, data] = ['', false];
            socket.write('250 ok\r\n');
          }
        } else if (/^DATA/i.test(line)) {
          data = true;
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => void server.close());
  const address = server.address();
  return { sent, url: `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}
