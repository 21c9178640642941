// SPDX-License-Identifier: Apache-2.0
/** The side of a line that asks (decision 0013): many exchanges at a time on one connection. */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Frames, kinds, readHead } from './frames.ts';
import {
  Arriving,
  type Exchange,
  follow,
  LineBroken,
  type LineMessage,
  requestLine,
  sendMessage,
} from './line-message.ts';

const lookEveryMs = 15_000;
const lookAnswerMs = 5000;
const statusLine = /^[2-5]\d\d$/;

export interface LineRequest extends LineMessage {
  readonly method: string;
  readonly target: string;
}
export interface LineAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** Whole where it came in one frame; a stream, which must be read or destroyed, otherwise. */
  readonly body: Buffer | Readable;
}

interface Asked extends Exchange {
  readonly resolve: (answer: LineAnswer) => void;
  readonly reject: (error: Error) => void;
  answered?: boolean;
}

export class AskingLine {
  readonly socket: Socket;
  readonly #frames: Frames;
  /**
   * By number. Not a Map: the table that a Map outgrew points to the next one. Once one of them is old, all that follow, with the
   * calls that were in them, stay until the whole heap is collected, which takes 40 ms and was needed every second.
   */
  readonly #asked = Object.create(null) as Record<number, Asked>;
  #underWay = 0;
  readonly #look: NodeJS.Timeout;
  #lost: NodeJS.Timeout | undefined;
  #next = 0;
  #ending = false;
  /** Called when one exchange has ended. */
  onFree: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    this.#frames = new Frames(socket, (kind, id, payload) => this.#take(kind, id, payload));
    this.#look = setInterval(() => this.#lookForOther(), lookEveryMs);
    this.#look.unref();
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(this.#look);
      clearTimeout(this.#lost);
      for (const id in this.#asked) this.#break(Number(id), new LineBroken('the connection broke'));
    });
  }

  /** Exchanges that are not over. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Whether nothing new can be asked: it ends, or has. */
  get over(): boolean {
    return this.#ending || this.socket.destroyed;
  }

  /** Nothing new is to be asked; the connection closes after the last answer. */
  end(): void {
    this.#ending = true;
    if (this.#underWay === 0) this.socket.destroy();
  }

  #freed(): void {
    this.onFree();
    if (this.#ending) this.end();
  }

  /** A peer that vanished without a word is found within twenty seconds. */
  #lookForOther(): void {
    this.#frames.send(kinds.ping, 0);
    this.#lost ??= setTimeout(() => this.socket.destroy(new LineBroken('the other side is silent')), lookAnswerMs);
    this.#lost.unref();
  }

  /**
   * Asks; `cancel` gives it up with that error. Rejects with LineBroken when the line ends or the other side gives it up (a
   * stream that had begun then fails with it), with TypeError when the head cannot be sent.
   */
  ask(request: LineRequest): { answer: Promise<LineAnswer>; cancel: (error: Error) => void } {
    const id = this.#next;
    this.#next = (this.#next + 1) >>> 0;
    const start = `${request.method} ${request.target}`;
    const answer = new Promise<LineAnswer>((resolve, reject) => {
      if (!requestLine.test(start)) throw new TypeError('this is no request');
      if (this.over) return reject(new LineBroken('the line is closed'));
      const leaving = sendMessage(this.#frames, id, start, request);
      leaving?.sent.catch((error: Error) => this.#cancel(id, error));
      this.#asked[id] = { resolve, reject, leaving };
      this.#underWay++;
    });
    return { answer, cancel: (error) => this.#cancel(id, error) };
  }

  #forget(id: number): void {
    if (!this.#asked[id]) return;
    delete this.#asked[id];
    this.#underWay--;
  }

  #cancel(id: number, error: Error): void {
    if (!this.#asked[id]) return;
    this.#frames.send(kinds.cancel, id);
    this.#break(id, error);
  }

  #break(id: number, error: Error): void {
    const asked = this.#asked[id];
    if (!asked) return;
    this.#forget(id);
    asked.leaving?.stop();
    asked.arriving?.break();
    if (!asked.answered) asked.reject(error);
    this.#freed();
  }

  #take(kind: number, id: number, payload: Buffer): void {
    if (kind === kinds.pong) {
      clearTimeout(this.#lost);
      this.#lost = undefined;
      return;
    }
    if (kind === kinds.leaving) return this.end();
    const asked = this.#asked[id];
    // What was given up may still be answered.
    if (!asked) return;
    if (kind === kinds.cancel) return this.#break(id, new LineBroken('the other side gave it up'));
    if (kind === kinds.message || kind === kinds.begin) this.#answered(id, asked, kind, payload);
    else follow(asked, kind, payload);
    if (kind === kinds.message || kind === kinds.end) this.#over(id, asked);
  }

  #answered(id: number, asked: Asked, kind: number, payload: Buffer): void {
    const { head, body } = readHead(payload);
    if (asked.answered || !statusLine.test(head.start)) throw new Error('not an answer of this protocol');
    asked.answered = true;
    const { headers } = head;
    const status = Number(head.start);
    if (kind === kinds.message) return asked.resolve({ status, headers, body });
    asked.arriving = new Arriving(
      (bytes) => this.#frames.sendCredit(id, bytes),
      () => this.#cancel(id, new LineBroken('nobody reads the answer')),
    );
    asked.resolve({ status, headers, body: asked.arriving.stream });
  }

  /** The answer is here; what of the request was not sent yet is not wanted. */
  #over(id: number, { leaving }: Asked): void {
    this.#forget(id);
    if (leaving && !leaving.over) {
      leaving.stop();
      this.#frames.send(kinds.cancel, id);
    }
    this.#freed();
  }
}
