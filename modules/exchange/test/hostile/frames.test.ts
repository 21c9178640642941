// SPDX-License-Identifier: Apache-2.0
/** Bytes on a line that are no frames, or frames that do not belong there: the line ends, and nothing else happens. */
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { eventually } from '@stoa/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AskingLine } from '../../src/wire/index.ts';
import { Frames, kinds, readHead, writeHead } from '../../src/wire/frames.ts';
import { connection, get, openLine, text } from '../line-world.ts';

const frame = (kind: number, id: number, payload: Buffer = Buffer.alloc(0)) => {
  const bytes = Buffer.alloc(9 + payload.length);
  bytes.writeUInt32BE(5 + payload.length, 0);
  bytes[4] = kind;
  bytes.writeUInt32BE(id, 5);
  payload.copy(bytes, 9);
  return bytes;
};
const head = (text: string) => Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), Buffer.from(text)]);
const part = Buffer.alloc(65_536);
const begun = frame(kinds.begin, 1, head('PUT /'));

test.each([
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: hub\r\n\r\n')],
  ['a frame that is too long', Buffer.from('00ffffff0100000001', 'hex')],
  ['a frame that is too short', Buffer.from('000000040100000001', 'hex')],
  ['a head that is longer than its frame', frame(kinds.message, 1, Buffer.from([1, 0, 65]))],
  ['a message without a head', frame(kinds.message, 1)],
  ['a method that is none', frame(kinds.message, 1, head('get /'))],
  ['a header without a value', frame(kinds.message, 1, head('GET /\nname'))],
  ['a header with a capital', frame(kinds.message, 1, head('GET /\nName: x'))],
  ['a header with a carriage return', frame(kinds.message, 1, head('GET /\nname: x\r'))],
  ['a number that is taken', Buffer.concat([begun, begun])],
  ['credit of a wrong size', Buffer.concat([begun, frame(kinds.credit, 1, Buffer.alloc(3))])],
  ['a kind that is none', Buffer.concat([begun, frame(99, 1)])],
  ['more of a body than was allowed', Buffer.concat([begun, ...Array(40).fill(frame(kinds.part, 1, part))])],
  [
    'more exchanges than one side may open',
    Buffer.concat(Array.from({ length: 513 }, (_, n) => frame(kinds.message, n, head('GET /')))),
  ],
])('%s ends the line', async (_name, bytes) => {
  const { own, other } = await openLine(() => new Promise(() => undefined));
  own.write(bytes);
  await eventually(() => expect(other.destroyed).toBe(true));
});

test.each([
  ['an answer that is none', frame(kinds.message, 0, head('20'))],
  ['a second answer', Buffer.concat([frame(kinds.begin, 0, head('200')), frame(kinds.message, 0, head('200'))])],
  ['an interim answer', frame(kinds.message, 0, head('100'))],
])('%s ends the line of the one who asked', async (_name, bytes) => {
  const [own, other] = await connection();
  const line = new AskingLine(own);
  line.ask(get('/')).answer.catch(() => undefined);
  other.write(bytes);
  await eventually(() => expect(own.destroyed).toBe(true));
});

test('what speaks of an exchange that is over changes nothing', async () => {
  const { own, other } = await openLine(async () => text(200, ''));
  for (const kind of [kinds.part, kinds.end, kinds.credit, kinds.cancel]) own.write(frame(kind, 7));
  const seen = new Promise<Buffer>((resolve) => own.once('data', resolve));
  own.write(frame(kinds.message, 8, head('GET /')));
  expect(readHead((await seen).subarray(9)).head.start).toBe('200');
  expect(other.destroyed).toBe(false);
});

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/);
const value = fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,60}$/);
const heads = fc.record({
  start: fc.stringMatching(/^[A-Z]{1,8} \/[!-~]{0,40}$/),
  headers: fc.dictionary(name, value),
});

test('a head is read as it was written', () => {
  fc.assert(
    fc.property(heads, fc.uint8Array({ maxLength: 50 }), ({ start, headers }, body) => {
      const text = writeHead(start, headers);
      const size = Buffer.from([text.length >> 8, text.length & 255]);
      const read = readHead(Buffer.concat([size, Buffer.from(text, 'latin1'), body]));
      expect(read.head).toEqual({ start, headers: { ...headers } });
      expect(read.body).toEqual(Buffer.from(body));
    }),
  );
});

type Seen = readonly [kind: number, id: number, payload: Uint8Array];

/** Parts of one exchange that follow one another are one: where they begin says nothing. */
function joined(frames: readonly Seen[]): Seen[] {
  const whole: Seen[] = [];
  for (const frame of frames) {
    const [kind, id, payload] = frame;
    const [lastKind, lastId, last] = whole.at(-1) ?? [];
    if (kind !== kinds.part) whole.push(frame);
    else if (lastKind === kind && lastId === id && last)
      whole.splice(-1, 1, [kind, id, Buffer.concat([last, payload])]);
    else if (payload.length > 0) whole.push([kind, id, Buffer.from(payload)]);
  }
  return whole;
}

test('frames are the same however the network cuts them', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(fc.integer({ min: 2, max: 8 }), fc.nat(), fc.uint8Array({ maxLength: 300 })), { minLength: 1 }),
    fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1 }),
    async (frames, cuts) => {
      const bytes = Buffer.concat(frames.map(([kind, id, payload]) => frame(kind, id, Buffer.from(payload))));
      const source = new Readable({ read: () => undefined });
      const seen: Seen[] = [];
      new Frames(source as unknown as Socket, (kind, id, payload) => seen.push([kind, id, Uint8Array.from(payload)]));
      for (let at = 0, cut = 0; at < bytes.length; cut++) {
        const size = cuts[cut % cuts.length] ?? 1;
        source.push(bytes.subarray(at, at + size));
        at += size;
      }
      source.push(null);
      await new Promise((resolve) => source.once('end', resolve));
      expect(joined(seen)).toEqual(joined(frames));
    },
  );
  await fc.assert(property, { numRuns: 50 });
});

test('whatever bytes come, a line answers, waits or ends', async () => {
  const kind = fc.constantFrom(...Object.values(kinds), 0, 200);
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom('GET /', 'PUT /\na: b', '', '200').map(head),
  );
  const piece = fc.oneof(
    fc.tuple(kind, fc.nat({ max: 3 }), payload).map(([k, id, bytes]) => frame(k, id, bytes)),
    fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  );
  const property = fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 20 }), async (pieces) => {
    const { own, other } = await openLine(async () => text(200, ''));
    own.on('error', () => undefined).resume();
    own.end(Buffer.concat(pieces));
    await eventually(() => expect(other.destroyed).toBe(true));
  });
  await fc.assert(property, { numRuns: 100 });
});
