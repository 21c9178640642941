// SPDX-License-Identifier: Apache-2.0
/** Frames that leave together are one write, from memory that is theirs until the socket has taken it. */
import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { Frames, kinds } from '../src/wire/frames.ts';

/** A socket that takes what is written when it is told to. */
function slowSocket() {
  const written: Buffer[] = [];
  const taken: (() => void)[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (bytes: Buffer, _, done) => {
      written.push(bytes);
      taken.push(done);
    },
  });
  const frames = new Frames(socket, () => undefined);
  const send = async (text: string) => {
    for (const part of [text, text]) frames.send(kinds.part, 1, Buffer.from(part));
    await new Promise(setImmediate);
    return written.at(-1) ?? expect.fail('nothing was written');
  };
  return { written, taken, send };
}

test('what a socket has not taken yet is not overwritten', async () => {
  // More than are ever kept for later.
  const sockets = Array.from({ length: 40 }, slowSocket);
  const sent: { bytes: Buffer; copy: Buffer }[] = [];
  for (const [n, socket] of sockets.entries()) {
    const bytes = await socket.send(`${n}`.repeat(1000));
    sent.push({ bytes, copy: Buffer.from(bytes) });
  }
  expect(sockets.every(({ written }) => written.length === 1)).toBe(true);
  expect(sent.every(({ bytes, copy }) => bytes.equals(copy))).toBe(true);
  for (const { taken } of sockets) taken.shift()?.();
  await new Promise(setImmediate);
  const used = new Set(sent.map(({ bytes }) => bytes.buffer));
  const [first] = sockets;
  expect(used.has((await first?.send('again'))?.buffer as ArrayBuffer)).toBe(true);
});
