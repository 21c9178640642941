// SPDX-License-Identifier: Apache-2.0
/** How a side of a line stops without losing what is under way. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { answerLine, leaveWithinMs, LineBroken } from '../src/wire/index.ts';
import { connection, get, openLine, text } from './line-world.ts';

afterEach(() => void vi.useRealTimers());

test('a side that leaves answers what it was asked, is asked nothing more, and the line closes', async () => {
  let go: () => void = () => undefined;
  const { line, own, leave } = await openLine(async ({ target }) => {
    await new Promise<void>((resolve) => (go = resolve));
    return text(200, target);
  });
  const asked = line.ask(get('/one')).answer;
  await vi.waitFor(() => expect(line.underWay).toBe(1));
  await wait(50);
  const left = leave();
  await vi.waitFor(() => expect(line.over).toBe(true));
  expect(own.destroyed).toBe(false);
  await expect(line.ask(get('/two')).answer).rejects.toThrow(LineBroken);
  go();
  expect(String((await asked).body)).toBe('/one');
  await left;
  expect(own.destroyed).toBe(true);
});

test('what was asked before the word of leaving came is answered too', async () => {
  const { line, leave } = await openLine(async ({ target }) => text(200, target));
  const left = leave();
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => line.ask(get(`/${n}`)).answer));
  expect(answers.map(({ body }) => String(body))).toEqual(Array.from({ length: 20 }, (_, n) => `/${n}`));
  await left;
});

test('a line that carries nothing closes at once, and one that is closed already is left at once', async () => {
  const { own, leave } = await openLine(async () => text(200, ''));
  await Promise.all([once(own, 'close'), leave()]);
  await leave();
});

test('who does not end the line in time has it broken', async () => {
  const [, other] = await connection();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const leave = answerLine(
    other,
    async () => text(200, ''),
    () => undefined,
  );
  const left = leave();
  await vi.advanceTimersByTimeAsync(leaveWithinMs - 1);
  expect(other.destroyed).toBe(false);
  await vi.advanceTimersByTimeAsync(2);
  await left;
  expect(other.destroyed).toBe(true);
});
