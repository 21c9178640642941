// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CaughtMessage, type RunningMailCatcher, startMailCatcher } from '../src/index.ts';

let catcher: RunningMailCatcher;
beforeEach(async () => {
  catcher = await startMailCatcher({ keep: 3 });
});
afterEach(() => catcher.close());

/** Speaks SMTP line by line; the answer is the last reply code. */
async function deliver(to: readonly string[], message: string): Promise<string> {
  const socket = connect(Number(new URL(catcher.smtpUrl).port), '127.0.0.1');
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const reply = async () => {
    for (;;) {
      const line = String((await replies.next()).value);
      if (/^\d{3} /.test(line)) return line.slice(0, 3);
    }
  };
  const say = async (line: string) => {
    socket.write(`${line}\r\n`);
    return reply();
  };
  await reply();
  await say('EHLO localhost');
  await say('MAIL FROM:<stoa@gov.xm>');
  for (const one of to) await say(`RCPT TO:<${one}>`);
  await say('DATA');
  const outcome = await say(`${message.replace(/\r?\n/g, '\r\n')}\r\n.`);
  socket.end('QUIT\r\n');
  return outcome;
}
const mail = (subject: string, extra = '', body = 'Your permit is ready.') =>
  `From: stoa@gov.xm\nTo: you@example.org\nSubject: ${subject}\nMIME-Version: 1.0\n${extra}\n${body}`;
const messages = async (query = '') =>
  (await (await fetch(`${catcher.url}/messages${query}`)).json()) as CaughtMessage[];

test('a message sent over SMTP is listed, newest first, and found by its recipient', async () => {
  expect(await deliver(['Rahul@example.org'], mail('First'))).toBe('250');
  expect(
    await deliver(['aigerim@example.org', 'rahul@example.org'], mail('=?utf-8?B?0KDQsNC30YDQtdGI0LXQvdC40LU=?=')),
  ).toBe('250');
  expect((await messages()).map((message) => message.subject)).toEqual(['Разрешение', 'First']);
  expect((await messages('?to=aigerim@example.org')).map((message) => message.subject)).toEqual(['Разрешение']);
  expect(await messages('?to=rahul@example.org')).toHaveLength(2);
  expect(await messages('?to=nobody@example.org')).toEqual([]);
  expect((await messages())[0]?.text.trim()).toBe('Your permit is ready.');
});

test('only the newest messages are kept, and all can be forgotten', async () => {
  for (const subject of ['1', '2', '3', '4']) await deliver(['a@example.org'], mail(subject));
  expect((await messages()).map((message) => message.subject)).toEqual(['4', '3', '2']);
  expect((await fetch(`${catcher.url}/messages`, { method: 'DELETE' })).status).toBe(204);
  expect(await messages()).toEqual([]);
});

test('what was accepted is there after the catcher died, and what was forgotten stays forgotten', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'stoa-mail-'));
  const restart = async () => {
    await catcher.close();
    catcher = await startMailCatcher({ keep: 3, dataDir });
  };
  await restart();
  await deliver(['a@example.org'], mail('Before', 'Message-ID: <one@stoa>'));
  await restart();
  expect(await messages()).toMatchObject([{ subject: 'Before', messageId: '<one@stoa>' }]);
  await fetch(`${catcher.url}/messages`, { method: 'DELETE' });
  await restart();
  expect(await messages()).toEqual([]);
  await rm(dataDir, { recursive: true });
});

test('pages escape what a message says, and its HTML runs in a sandbox without script', async () => {
  await deliver(
    ['a@example.org'],
    mail(
      '<script>alert(1)</script>',
      'Content-Type: text/html; charset=utf-8\n',
      '<p>Hello</p><script>alert(1)</script>',
    ),
  );
  const [message] = await messages();
  expect(await (await fetch(catcher.url)).text()).toContain('&lt;script&gt;');
  const shown = await (await fetch(`${catcher.url}/mail/${message?.id}`)).text();
  expect(shown).not.toContain('<script');
  expect(shown).toContain('<iframe sandbox');
  const inside = await fetch(`${catcher.url}/mail/${message?.id}/html`);
  expect(await inside.text()).toContain('<p>Hello</p>');
  expect(inside.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
  expect((await fetch(`${catcher.url}/mail/none`)).status).toBe(404);
  expect((await fetch(`${catcher.url}/mail/none/html`)).status).toBe(404);
});

test('a message above 10 MB is refused', async () => {
  expect(await deliver(['a@example.org'], mail('Big', '', `${'x'.repeat(900)}\n`.repeat(12_000)))).toBe('552');
  expect(await messages()).toEqual([]);
});
