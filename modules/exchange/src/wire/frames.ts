// SPDX-License-Identifier: Apache-2.0
/**
 * Frames of a line between connector and hub (decision 0013): length of what follows (4 bytes), kind (1), number of the
 * exchange (4), payload; integers are big-endian. What is sent in one turn of the event loop leaves in one write.
 */
import type { Duplex } from 'node:stream';
import { borrow, giveBack } from '@stoa/kernel/scratch';
import { maxWireHeadBytes } from './headers.ts';

export const kinds = {
  /** A head and its whole body. */
  message: 1,
  /** A head whose body follows in parts. */
  begin: 2,
  part: 3,
  /** No part follows. */
  end: 4,
  /** Bytes (4) that may be sent beyond those allowed so far. */
  credit: 5,
  /** Nobody waits for the rest of this exchange, or nobody will send it. */
  cancel: 6,
  ping: 7,
  pong: 8,
  /** Of the side that answers: ask nothing new here, and end the line when all is answered. */
  leaving: 9,
} as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** Largest body in one frame with its head, bytes: what is larger comes in parts, so that it holds nothing else up. */
export const wholeBytes = 256 * 1024;
/** Largest part, bytes. */
export const partBytes = 64 * 1024;
const fixed = 9;
const longest = 5 + 2 + maxWireHeadBytes + wholeBytes;

export class Frames {
  readonly #socket: Duplex;
  readonly #take: (kind: number, id: number, payload: Buffer) => void;
  #chunks: Buffer[] = [];
  #have = 0;
  #need = fixed;
  /** Bytes of a part that are still to come: a part is passed on as it comes. */
  #partLeft = 0;
  #partOf = 0;
  #leaving: Buffer[] = [];

  /** @param take is told a part in pieces, as they come; throws when a frame makes no sense; the line then ends, as after one that is none */
  constructor(socket: Duplex, take: (kind: number, id: number, payload: Buffer) => void) {
    this.#socket = socket;
    this.#take = take;
    socket.on('data', (chunk: Buffer) => {
      try {
        this.#read(chunk);
      } catch (error) {
        socket.destroy(error as Error);
      }
    });
  }

  #read(came: Buffer): void {
    const chunk = this.#partLeft > 0 ? this.#restOfPart(came) : came;
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    if (this.#have < this.#need) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    this.#need = fixed;
    while (bytes.length - at >= fixed) {
      const length = bytes.readUInt32BE(at);
      if (length < 5 || length > longest) throw new Error('not a frame of this protocol');
      const next = at + 4 + length;
      if (next > bytes.length) {
        if (bytes[at + 4] === kinds.part) return this.#beginPart(bytes.subarray(at), length - 5);
        this.#need = 4 + length;
        break;
      }
      this.#take(bytes[at + 4] as number, bytes.readUInt32BE(at + 5), bytes.subarray(at + fixed, next));
      at = next;
    }
    this.#chunks = at === bytes.length ? [] : [bytes.subarray(at)];
    this.#have = bytes.length - at;
  }

  #beginPart(frame: Buffer, size: number): void {
    this.#chunks = [];
    this.#have = 0;
    this.#partOf = frame.readUInt32BE(5);
    this.#partLeft = size;
    if (frame.length > fixed) this.#restOfPart(frame.subarray(fixed));
  }

  /** What comes after the part. */
  #restOfPart(bytes: Buffer): Buffer {
    const piece = bytes.subarray(0, this.#partLeft);
    this.#partLeft -= piece.length;
    this.#take(kinds.part, this.#partOf, piece);
    return bytes.subarray(piece.length);
  }

  send(kind: Kind, id: number, payload?: Buffer): void {
    const frame = Buffer.allocUnsafe(fixed);
    this.#begin(frame, kind, id, payload?.length);
    this.#leave(frame);
    if (payload) this.#leave(payload);
  }

  sendCredit(id: number, bytes: number): void {
    const payload = Buffer.allocUnsafe(4);
    payload.writeUInt32BE(bytes, 0);
    this.send(kinds.credit, id, payload);
  }

  /** @param body whole; undefined when it follows in parts. Throws when the head cannot be sent. */
  sendHead(id: number, head: string, body: Buffer | undefined): void {
    const size = body?.length ?? 0;
    const frame = Buffer.allocUnsafe(fixed + 2 + head.length + size);
    this.#begin(frame, body ? kinds.message : kinds.begin, id);
    frame.writeUInt16BE(head.length, fixed);
    frame.write(head, fixed + 2, 'latin1');
    if (body) body.copy(frame, fixed + 2 + head.length);
    this.#leave(frame);
  }

  #begin(frame: Buffer, kind: Kind, id: number, more = 0): void {
    frame.writeUInt32BE(frame.length + more - 4, 0);
    frame[4] = kind;
    frame.writeUInt32BE(id, 5);
  }

  #leave(frame: Buffer): void {
    if (this.#leaving.push(frame) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const frames = this.#leaving;
    this.#leaving = [];
    if (!this.#socket.writable) return;
    if (frames.length > 1) this.#writeTogether(frames);
    else if (frames[0]) this.#socket.write(frames[0]);
  }

  #writeTogether(frames: readonly Buffer[]): void {
    const memory = borrow(frames.reduce((sum, frame) => sum + frame.length, 0));
    let at = 0;
    for (const frame of frames) at += frame.copy(memory, at);
    this.#socket.write(memory.subarray(0, at), (error) => {
      if (!error) giveBack(memory);
    });
  }
}

type Headers = Readonly<Record<string, string>>;

/** First line and headers as HTTP/1.1 writes them, with single line feeds and lower-case names. */
export interface Head {
  readonly start: string;
  readonly headers: Record<string, string>;
}

const unsendable = /[^\t\n\x20-\x7e\x80-\xff]/;
const namePattern = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
/** Names seen to be well formed; they repeat. */
const names = new Set<string>();
const mostNames = 1000;

function wellNamed(name: string): boolean {
  if (names.has(name)) return true;
  if (!namePattern.test(name)) return false;
  if (names.size < mostNames) names.add(name);
  return true;
}

/** Throws when a header could not be told from another one, or is longer than heads are. */
export function writeHead(start: string, headers: Headers): string {
  let head = start;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (!wellNamed(name) || value.includes('\n')) throw new TypeError(`the header ${name} cannot be sent`);
    head += `\n${name}: ${value}`;
  }
  if (head.length > maxWireHeadBytes || unsendable.test(head)) throw new TypeError('this head cannot be sent');
  return head;
}

/** Throws when it is no head. */
export function readHead(payload: Buffer): { head: Head; body: Buffer } {
  const size = payload.length < 2 ? payload.length : payload.readUInt16BE(0);
  const text = payload.toString('latin1', 2, 2 + size);
  if (text.length !== size || size > maxWireHeadBytes || unsendable.test(text)) throw notAHead();
  let at = text.indexOf('\n');
  const start = at < 0 ? text : text.slice(0, at);
  const headers: Record<string, string> = {};
  while (at >= 0) {
    const next = text.indexOf('\n', at + 1);
    const end = next < 0 ? text.length : next;
    const colon = text.indexOf(': ', at + 1);
    const name = text.slice(at + 1, colon);
    if (colon < 0 || colon >= end || !wellNamed(name)) throw notAHead();
    headers[name] = text.slice(colon + 2, end);
    at = next;
  }
  return { head: { start, headers }, body: payload.subarray(2 + size) };
}

const notAHead = () => new Error('not a head of this protocol');
