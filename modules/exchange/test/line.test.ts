// SPDX-License-Identifier: Apache-2.0
/** Lines between connector and hub: many exchanges at once, large bodies, what breaks off, and what is no frame. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '@stoa/kernel/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { answerLine, AskingLine, LineBroken, type LineCall, type LineReply } from '../src/wire/index.ts';
import { connection, get, openLine, text } from './line-world.ts';

afterEach(() => void vi.useRealTimers());

test('exchanges are answered in any order, each with its own answer', async () => {
  const { line } = await openLine(async ({ method, target, headers, body }) => {
    await wait(Number(headers.ms));
    return { status: 201, headers: { was: `${method} ${target}` }, body: body as Buffer };
  });
  const asked = Array.from({ length: 60 }, (_, n) => {
    const headers = { ms: String((60 - n) % 7) };
    return line.ask({ method: 'POST', target: `/${n}?q=ü`, headers, body: Buffer.from(`body ${n}`) }).answer;
  });
  expect(line.underWay).toBe(60);
  for (const [n, answer] of (await Promise.all(asked)).entries()) {
    expect([answer.status, answer.headers.was, String(answer.body)]).toEqual([201, `POST /${n}?q=ü`, `body ${n}`]);
  }
  expect(line.underWay).toBe(0);
});

test('bodies larger than what may be under way come whole, both ways at a time, beside small ones', async () => {
  const { line } = await openLine(async ({ body, target }) => {
    if (target === '/small') return text(200, 'small');
    return { status: 200, headers: {}, body: Readable.from(body as Readable) };
  });
  const large = randomBytes(3_000_000);
  const sent = line.ask({ method: 'PUT', target: '/large', headers: {}, body: large });
  const small = await line.ask(get('/small')).answer;
  expect(String(small.body)).toBe('small');
  const { body } = await sent.answer;
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(await buffer(body as Readable))).toBe(hash(large));
});

test('a body that nobody reads stops at what was allowed, and goes on when it is read', async () => {
  let made = 0;
  const { line } = await openLine(async () => ({
    status: 200,
    headers: {},
    body: Readable.from(
      (function* () {
        for (; made < 100; made++) yield Buffer.alloc(50_000);
      })(),
      { objectMode: true, highWaterMark: 1 },
    ),
  }));
  const { body } = await line.ask(get('/')).answer;
  await wait(300);
  const stopped = made;
  expect(stopped).toBeLessThan(60);
  expect((await buffer(body as Readable)).length).toBe(5_000_000);
});

test('an exchange that is given up is over on both sides, and a late answer goes nowhere', async () => {
  let call: LineCall | undefined;
  let answer: (reply: LineReply) => void = () => undefined;
  const done = vi.fn<() => Promise<void>>(async () => undefined);
  const { line } = await openLine((given) => {
    call = given;
    return new Promise((resolve) => (answer = resolve));
  });
  const first = line.ask(get('/'));
  await eventually(() => expect(call).toBeDefined());
  first.cancel(new Error('enough'));
  await expect(first.answer).rejects.toThrow('enough');
  await eventually(() => expect(call?.gone()).toBe(true));
  answer({ ...text(200, 'late'), done });
  await eventually(() => expect(done).toHaveBeenCalledOnce());
  const second = line.ask(get('/'));
  await eventually(() => expect(call?.gone()).toBe(false));
  answer(text(200, 'in time'));
  expect(String((await second.answer).body)).toBe('in time');
});

test('an answer that breaks off fails for its reader, and the line goes on', async () => {
  const { line, failures } = await openLine(async ({ target }) => {
    if (target === '/good') return text(200, 'good');
    const body = (async function* () {
      yield Buffer.alloc(300_000);
      throw new Error('the disk is gone');
    })();
    return { status: 200, headers: {}, body: { size: 600_000, bytes: undefined, read: () => body } };
  });
  const { body, headers } = await line.ask(get('/bad')).answer;
  expect(headers['content-length']).toBe('600000');
  await expect(buffer(body as Readable)).rejects.toThrow(LineBroken);
  expect(failures).toHaveLength(1);
  expect((await line.ask(get('/good')).answer).status).toBe(200);
});

test('a request whose body breaks off fails at once and is given up on the other side', async () => {
  let call: LineCall | undefined;
  const { line } = await openLine(async (given) => {
    call = given;
    await buffer(given.body as Readable);
    return text(200, 'never');
  });
  const body = Readable.from(
    (async function* () {
      yield Buffer.alloc(100_000);
      throw new Error('the sender left');
    })(),
  );
  const { answer } = line.ask({ method: 'PUT', target: '/', headers: {}, body });
  await expect(answer).rejects.toThrow('the sender left');
  await eventually(() => expect(call?.gone()).toBe(true));
});

test('an answer before the end of its request ends the request', async () => {
  const { line } = await openLine(async () => text(413, 'too large'));
  const { answer } = line.ask({ method: 'PUT', target: '/', headers: {}, body: Buffer.alloc(2_000_000) });
  expect((await answer).status).toBe(413);
  expect(line.underWay).toBe(0);
  expect((await line.ask(get('/')).answer).status).toBe(413);
});

test('what is under way in a line that ends fails, and so does what is asked then', async () => {
  const { line, other } = await openLine(() => new Promise(() => undefined));
  const asked = [line.ask(get('/1')).answer, line.ask(get('/2')).answer];
  await wait(20);
  other.destroy();
  for (const answer of asked) await expect(answer).rejects.toThrow(LineBroken);
  await expect(line.ask(get('/3')).answer).rejects.toThrow(LineBroken);
});

const fakeClock = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });

test('who asks a peer that falls silent finds out', async () => {
  const [own] = await connection();
  fakeClock();
  new AskingLine(own);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(own.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(own.destroyed).toBe(true);
});

test('who is asked nothing, not even whether it is there, for three times as long finds out too', async () => {
  const [, other] = await connection();
  const silence = vi.spyOn(other, 'setTimeout');
  answerLine(
    other,
    async () => text(200, ''),
    () => undefined,
  );
  const [ms, silent] = silence.mock.calls[0] ?? [];
  expect([ms, other.destroyed]).toEqual([45_000, false]);
  silent?.();
  expect(other.destroyed).toBe(true);
});

test('a peer that answers is never taken for silent', async () => {
  const [own, other] = await connection();
  fakeClock();
  new AskingLine(own);
  answerLine(
    other,
    async () => text(200, ''),
    () => undefined,
  );
  for (let seconds = 0; seconds < 120; seconds++) {
    await vi.advanceTimersByTimeAsync(1000);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(own.destroyed).toBe(false);
});

test.each([
  ['a header with a line feed', { headers: { a: 'b\nc: d' } }],
  ['a header that is no latin-1', { headers: { a: 'Ж' } }],
  ['a name that is none', { headers: { 'a b': 'c' } }],
  ['a head that is too long', { headers: { a: 'x'.repeat(40_000) } }],
  ['a target with a space', { target: '/a b' }],
  ['a target that is none', { target: 'a' }],
  ['a method that is none', { method: 'get' }],
])('%s is not sent, and the line goes on', async (_name, wrong) => {
  const { line } = await openLine(async () => text(200, ''));
  await expect(line.ask({ ...get('/'), ...wrong }).answer).rejects.toThrow(TypeError);
  expect(line.underWay).toBe(0);
  expect((await line.ask(get('/')).answer).status).toBe(200);
});

test('an answer whose head cannot be sent fails this exchange alone', async () => {
  const { line, failures } = await openLine(async ({ target }) => ({
    ...text(200, ''),
    headers: { a: target === '/bad' ? 'b\r\nc: d' : 'b' },
  }));
  await expect(line.ask(get('/bad')).answer).rejects.toThrow(LineBroken);
  expect(failures).toHaveLength(1);
  expect((await line.ask(get('/')).answer).status).toBe(200);
});
