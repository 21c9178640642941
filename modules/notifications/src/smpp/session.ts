// SPDX-License-Identifier: Apache-2.0
/** One bound session with a message centre: requests answered in any order, a window of them at once, kept alive. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import {
  commands,
  type Pdu,
  PduReader,
  readMessage,
  readName,
  response,
  type ShortMessage,
  status,
  writeBind,
  writeMessage,
  writePdu,
} from './pdu.ts';

/** The centre answered, and not with yes. */
export class SmppRefused extends Error {
  readonly status: number;
  constructor(code: number) {
    super(`the message centre answered 0x${code.toString(16).padStart(8, '0')}`);
    this.status = code;
  }
}
/** Nobody can tell whether it was taken. */
export class SmppUncertain extends Error {}

export interface SessionOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
  readonly answerMs: number;
  readonly enquireMs: number;
  /** A short message that came in: kept when it resolves; the centre sends it again when it rejects. */
  readonly onMessage: (message: ShortMessage) => Promise<void>;
}

interface Waiting {
  readonly resolve: (pdu: Pdu) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

export class SmppSession {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #waiting = new Map<number, Waiting>();
  readonly #reader = new PduReader();
  #sequence = 0;
  #alive: NodeJS.Timeout | undefined;
  closed = false;

  static async open(options: SessionOptions): Promise<SmppSession> {
    const { host, port, tls } = options;
    const socket = tls ? connectTls({ host, port, servername: host }) : connect({ host, port });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the message centre does not answer')), options.answerMs);
      const settle = (error?: Error) => {
        clearTimeout(timer);
        if (error) reject(error);
        else resolve();
      };
      socket.once(tls ? 'secureConnect' : 'connect', () => settle());
      socket.once('error', settle);
    }).catch((error: unknown) => {
      socket.destroy();
      throw error;
    });
    const session = new SmppSession(socket, options);
    try {
      await session.#request(commands.bindTransceiver, writeBind(options));
    } catch (error) {
      session.#end(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
    return session;
  }

  private constructor(socket: Socket, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      try {
        for (const pdu of this.#reader.push(chunk)) this.#take(pdu);
      } catch (error) {
        this.#end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('the message centre hung up')));
    this.#alive = setInterval(() => {
      this.#request(commands.enquireLink, Buffer.alloc(0)).catch((error: Error) => this.#end(error));
    }, options.enquireMs).unref();
  }

  /** Answers the message's name at the centre. Throws SmppRefused or SmppUncertain. */
  async submit(message: ShortMessage): Promise<string> {
    return readName((await this.#request(commands.submit, writeMessage(message))).body);
  }

  async close(): Promise<void> {
    if (!this.closed) await this.#request(commands.unbind, Buffer.alloc(0)).catch(() => undefined);
    this.#end(new Error('the session was closed'));
  }

  #request(command: number, body: Buffer): Promise<Pdu> {
    if (this.closed) return Promise.reject(new Error('the session is over'));
    this.#sequence = (this.#sequence % 0x7fffffff) + 1;
    const sequence = this.#sequence;
    return new Promise<Pdu>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(sequence);
        reject(new SmppUncertain('the message centre does not answer'));
      }, this.#options.answerMs);
      this.#waiting.set(sequence, { resolve, reject, timer });
      this.#socket.write(writePdu({ command, status: status.ok, sequence, body }));
    });
  }

  #answer(to: Pdu, code: number, body = Buffer.alloc(0)): void {
    if (!this.closed)
      this.#socket.write(writePdu({ command: response(to.command), status: code, sequence: to.sequence, body }));
  }

  #take(pdu: Pdu): void {
    if (pdu.command >= 0x80000000) {
      const waiting = this.#waiting.get(pdu.sequence);
      if (!waiting) return;
      this.#waiting.delete(pdu.sequence);
      clearTimeout(waiting.timer);
      if (pdu.status === status.ok && pdu.command !== commands.genericNack) waiting.resolve(pdu);
      else waiting.reject(new SmppRefused(pdu.status || status.systemError));
      return;
    }
    if (pdu.command === commands.enquireLink) return this.#answer(pdu, status.ok);
    if (pdu.command === commands.unbind) {
      this.#answer(pdu, status.ok);
      return this.#end(new Error('the message centre ended the session'));
    }
    if (pdu.command !== commands.deliver) {
      this.#socket.write(
        writePdu({
          command: commands.genericNack,
          status: status.invalidCommand,
          sequence: pdu.sequence,
          body: Buffer.alloc(0),
        }),
      );
      return;
    }
    let message: ShortMessage;
    try {
      message = readMessage(pdu.body);
    } catch {
      return this.#answer(pdu, status.invalidLength, Buffer.alloc(1));
    }
    this.#options.onMessage(message).then(
      () => this.#answer(pdu, status.ok, Buffer.alloc(1)),
      () => this.#answer(pdu, status.receiverAway, Buffer.alloc(1)),
    );
  }

  #end(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.#alive);
    this.#socket.destroy();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new SmppUncertain(error.message));
    }
    this.#waiting.clear();
  }
}
