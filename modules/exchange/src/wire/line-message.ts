// SPDX-License-Identifier: Apache-2.0
/**
 * Messages of a line (decision 0013): small bodies travel in one frame with their head, large ones in parts that the
 * receiver allows as it takes them.
 */
import { Readable } from 'node:stream';
import type { Outbound } from './body.ts';
import { type Frames, kinds, partBytes, wholeBytes, writeHead } from './frames.ts';

/** Bytes of a body that may be under way before the receiver allows more. */
const window = 16 * partBytes;
/** Exchanges that one side may have open at a time; a peer that opens more breaks the protocol. */
export const mostAtOnce = 512;
/** Host by which a hub addresses a connector. */
export const tunnelAuthority = 'connector';
export const requestLine = /^([A-Z-]{1,20}) (\/[\x21-\x7e\x80-\xff]*)$/;

/** The line ended, or the other side gave the exchange up; whether it was done is not known. */
export class LineBroken extends Error {
  override name = 'LineBroken';
}

export interface LineMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Outbound | Buffer | Readable | undefined;
}

/** One body on its way out, part by part as the receiver allows. */
export class Leaving {
  /** Resolves when all of it was sent, or nothing more is to be; rejects when it cannot be read to its end. */
  readonly sent: Promise<void>;
  over = false;
  #left = window;
  #go: (() => void) | undefined;

  constructor(frames: Frames, id: number, chunks: AsyncIterable<Buffer> | Iterable<Buffer>) {
    this.sent = this.#send(frames, id, chunks).finally(() => {
      this.over = true;
    });
  }
  async #send(frames: Frames, id: number, chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += partBytes) {
        const part = chunk.subarray(at, at + partBytes);
        while (this.#left < part.length && !this.over) await new Promise<void>((go) => (this.#go = go));
        if (this.over) return;
        this.#left -= part.length;
        frames.send(kinds.part, id, part);
      }
    }
    frames.send(kinds.end, id);
  }
  grant(bytes: number): void {
    this.#left += bytes;
    this.#go?.();
  }
  /** Nobody takes the rest. */
  stop(): void {
    this.over = true;
    this.#go?.();
  }
}

/** One body on its way in. */
export class Arriving {
  readonly stream: Readable;
  #untold = 0;
  #open = window;
  /** All of it came. */
  whole = false;

  /** @param left called when nobody reads on */
  constructor(grant: (bytes: number) => void, left: () => void) {
    this.stream = new Readable({
      highWaterMark: window / 2,
      read: () => {
        if (this.#untold === 0 || this.whole) return;
        this.#open += this.#untold;
        grant(this.#untold);
        this.#untold = 0;
      },
      destroy: (error, done) => {
        if (!this.whole) left();
        done(error);
      },
    });
    // Whoever reads it hears of it; who does not, does not care.
    this.stream.on('error', () => undefined);
  }
  push(part: Buffer): void {
    this.#open -= part.length;
    if (this.#open < 0) throw new Error('more was sent than was allowed');
    this.#untold += part.length;
    this.stream.push(part);
  }
  end(): void {
    this.whole = true;
    this.stream.push(null);
  }
  break(): void {
    this.whole = true;
    this.stream.destroy(new LineBroken('the sender broke off'));
  }
}

/** Sends head and body; answers the rest of it, where it does not fit into one frame. Throws when the head cannot be sent. */
export function sendMessage(
  frames: Frames,
  id: number,
  start: string,
  { headers, body }: LineMessage,
): Leaving | undefined {
  const streamed = body instanceof Readable;
  const bytes = body === undefined ? nothing : Buffer.isBuffer(body) ? body : streamed ? undefined : body.bytes;
  if (bytes && bytes.length <= wholeBytes) {
    frames.sendHead(id, writeHead(start, headers), bytes);
    return undefined;
  }
  const size = bytes?.length ?? (streamed ? undefined : (body as Outbound).size);
  const head = size === undefined ? headers : { ...headers, 'content-length': String(size) };
  frames.sendHead(id, writeHead(start, head), undefined);
  return new Leaving(frames, id, bytes ? [bytes] : streamed ? body : (body as Outbound).read());
}
const nothing = Buffer.alloc(0);

export interface Exchange {
  /** What is still being sent. */
  leaving?: Leaving | undefined;
  arriving?: Arriving | undefined;
}

/** What both sides do with frames of an exchange that is under way. */
export function follow(exchange: Exchange, kind: number, payload: Buffer): void {
  if (kind === kinds.part) exchange.arriving?.push(payload);
  else if (kind === kinds.end) exchange.arriving?.end();
  else if (kind === kinds.credit && payload.length === 4) exchange.leaving?.grant(payload.readUInt32BE(0));
  else throw new Error('not a frame that belongs here');
}
