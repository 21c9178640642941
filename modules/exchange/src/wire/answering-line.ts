// SPDX-License-Identifier: Apache-2.0
/** The side of a line that answers (decision 0013). */
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { Frames, kinds, readHead } from './frames.ts';
import {
  Arriving,
  type Exchange,
  follow,
  LineBroken,
  type LineMessage,
  mostAtOnce,
  requestLine,
  sendMessage,
} from './line-message.ts';

/** The side that asks speaks at least every fifteen seconds. */
const silenceMs = 45_000;

/** A request as the answering side has it. */
export interface LineCall {
  readonly method: string;
  readonly target: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer | Readable;
  /** Whether nobody waits for the answer any more. */
  readonly gone: () => boolean;
}
export interface LineReply extends LineMessage {
  readonly status: number;
  /** Called when the body was sent, or is not to be. */
  readonly done?: () => Promise<unknown>;
}

interface Answering extends Exchange {
  gone?: boolean;
  replied?: boolean;
}

/** Longest wait for what is under way when a side stops, milliseconds. */
export const leaveWithinMs = 8000;

/** Has the other side ask nothing new here and end the line; resolves when it has, or was not free in time and is broken. */
export type Leave = () => Promise<void>;

/**
 * The side that answers: calls `answer` for each request. When that fails the exchange is given up.
 * @param failed told of errors that leave an exchange without its answer
 */
export function answerLine(
  socket: Socket,
  answer: (call: LineCall) => Promise<LineReply>,
  failed: (error: unknown) => void,
): Leave {
  const calls = new Map<number, Answering>();
  const frames = new Frames(socket, (kind, id, payload) => {
    if (kind === kinds.ping) return frames.send(kinds.pong, 0);
    const call = calls.get(id);
    if (kind === kinds.message || kind === kinds.begin) {
      if (call || calls.size >= mostAtOnce) throw new Error('not a request that belongs here');
      return serve(id, kind, payload);
    }
    // What was answered or given up may still be spoken of.
    if (!call) return;
    if (kind === kinds.cancel) return giveUp(id, call);
    follow(call, kind, payload);
    forget(id, call);
  });

  function serve(id: number, kind: number, payload: Buffer): void {
    const { head, body } = readHead(payload);
    const [, method = '', target = ''] = requestLine.exec(head.start) ?? [];
    if (!method) throw new Error('not a request of this protocol');
    const call: Answering = {};
    if (kind === kinds.begin)
      call.arriving = new Arriving(
        (bytes) => frames.sendCredit(id, bytes),
        () => undefined,
      );
    calls.set(id, call);
    const gone = () => call.gone === true;
    answer({ method, target, headers: head.headers, body: call.arriving?.stream ?? body, gone })
      .then((reply) => send(id, call, reply))
      .catch((error: unknown) => {
        if (!call.gone) failed(error);
        frames.send(kinds.cancel, id);
        giveUp(id, call);
      });
  }

  async function send(id: number, call: Answering, reply: LineReply): Promise<void> {
    try {
      if (call.gone) return;
      call.leaving = sendMessage(frames, id, String(reply.status), reply);
      if (call.leaving) await call.leaving.sent;
      call.replied = true;
      forget(id, call);
    } finally {
      await reply.done?.();
    }
  }

  /** An exchange is over when both its messages are. */
  function forget(id: number, { replied, arriving }: Answering): void {
    if (replied && (!arriving || arriving.whole)) calls.delete(id);
  }

  function giveUp(id: number, call: Answering): void {
    call.gone = true;
    call.leaving?.stop();
    call.arriving?.break();
    calls.delete(id);
  }

  socket.setTimeout(silenceMs, () => socket.destroy(new LineBroken('the other side is silent')));
  socket.on('error', () => undefined);
  socket.once('close', () => {
    for (const [id, call] of calls) giveUp(id, call);
  });
  return () =>
    new Promise((resolve) => {
      const late = setTimeout(() => socket.destroy(), leaveWithinMs);
      const gone = () => {
        clearTimeout(late);
        resolve();
      };
      if (socket.destroyed) return gone();
      socket.once('close', gone);
      frames.send(kinds.leaving, 0);
    });
}
