// SPDX-License-Identifier: Apache-2.0
/** Lines to a hub: TLS connections on which this connector asks (`/line`) or is asked (`/tunnel`). */
import { connect, type TLSSocket } from 'node:tls';
import { AskingLine, type LineAnswer, type LineRequest } from '@stoa/exchange/wire';
import type { Credentials } from './credentials.ts';

/** Longest wait for the hub's word, milliseconds. */
const openMs = 5000;
const longestHead = 8192;

export function openLine(
  credentials: Credentials,
  hubUrl: string,
  path: '/line' | '/tunnel',
  instance: string,
): Promise<TLSSocket> {
  const { host, hostname, port } = new URL(hubUrl);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port),
      key: credentials.tlsKeyPem,
      cert: credentials.tlsCertificate,
      ca: credentials.authority,
      ALPNProtocols: ['http/1.1'],
    });
    const silent = () => socket.destroy(new Error('the hub does not answer'));
    const timer = setTimeout(silent, openMs);
    socket.once('close', () => {
      clearTimeout(timer);
      reject(new Error('the hub closed the connection'));
    });
    socket.once('error', reject);
    socket.once('secureConnect', () =>
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: stoa-line\r\nX-Stoa-Instance: ${instance}\r\n\r\n`,
      ),
    );
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return head.length > longestHead ? void socket.destroy() : undefined;
      socket.off('data', onData);
      socket.pause();
      clearTimeout(timer);
      if (!head.subarray(0, end).toString().startsWith('HTTP/1.1 101'))
        return void socket.destroy(new Error('the hub refused the line'));
      if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
      socket.setNoDelay(true);
      resolve(socket);
    };
    socket.on('data', onData);
  });
}

/** No line came about, so nothing was sent: another hub may be asked without any risk of doing a thing twice. */
export class HubUnreachable extends Error {
  override name = 'HubUnreachable';
}

/** Requests under way on one line; the next ones wait. */
const atOnce = 256;

/** A line on which this connector asks: opened when it is first needed, and again after each loss. */
export class HubLine {
  readonly #open: () => Promise<TLSSocket>;
  readonly #waiting: (() => void)[] = [];
  #line: Promise<AskingLine> | undefined;
  #ended = false;

  constructor(open: () => Promise<TLSSocket>) {
    this.#open = open;
  }

  /** @param timeoutMs longest wait for the answer's beginning, milliseconds */
  async ask(request: LineRequest, timeoutMs: number): Promise<LineAnswer> {
    let line = await this.#standing();
    while (line.underWay >= atOnce) {
      await new Promise<void>((go) => this.#waiting.push(go));
      line = await this.#standing();
    }
    const { answer, cancel } = line.ask(request);
    const silent = () => cancel(new Error(`the hub did not answer within ${timeoutMs} ms`));
    const timer = setTimeout(silent, timeoutMs);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  async #standing(): Promise<AskingLine> {
    for (;;) {
      const opening = (this.#line ??= this.#begin());
      const line = await opening;
      if (!line.over) return line;
      if (this.#line === opening) this.#line = undefined;
    }
  }

  #begin(): Promise<AskingLine> {
    const forget = () => {
      if (this.#line === opening) this.#line = undefined;
    };
    const opening = this.#open().then(
      (socket) => {
        const line = new AskingLine(socket);
        line.onFree = () => this.#freed(line);
        socket.once('close', forget).resume();
        return line;
      },
      (cause: Error) => {
        throw new HubUnreachable(cause.message, { cause });
      },
    );
    opening.catch(() => {
      forget();
      // Nothing that is under way will wake them: they try for themselves.
      for (const go of this.#waiting.splice(0)) go();
    });
    return opening;
  }

  #freed(line: AskingLine): void {
    this.#waiting.shift()?.();
    if (this.#ended && this.#waiting.length === 0) line.end();
  }

  /** Ends it once it is free; nothing new is to be asked. */
  end(): void {
    this.#ended = true;
    this.#line?.then(
      (line) => this.#freed(line),
      () => undefined,
    );
  }
}
