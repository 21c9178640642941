// SPDX-License-Identifier: Apache-2.0
/** Requests over undici without a stream for each answer: most are small and come whole. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Dispatcher } from 'undici';
import { type Body, inMemoryBytes } from './body.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Whole where the answer said that it is small; a stream, which must be read or destroyed, otherwise. */
  readonly body: Buffer | Readable;
}

/** @param deadlineMs for all of it, the body included; none when missing */
export function ask(over: Dispatcher, request: Dispatcher.DispatchOptions, deadlineMs?: number): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let answered: Omit<Answered, 'body'> | undefined;
    let stream: Readable | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let late: Error | undefined;
    const timer =
      deadlineMs === undefined
        ? undefined
        : setTimeout(() => {
            late = new Error(`there was no answer within ${deadlineMs} ms`);
            controller?.abort(late);
            reject(late);
          }, deadlineMs);
    over.dispatch(request, {
      onRequestStart: (given) => {
        controller = given;
        if (late) given.abort(late);
      },
      onResponseStart: (given, status, headers) => {
        if (status < 200) return;
        answered = { status, headers };
        if (Number(headers['content-length']) <= inMemoryBytes) return;
        stream = streamOf(given);
        resolve({ ...answered, body: stream });
      },
      onResponseData: (given, chunk) => {
        if (!stream) chunks.push(chunk);
        else if (!stream.push(chunk)) given.pause();
      },
      onResponseEnd: () => {
        clearTimeout(timer);
        if (stream) stream.push(null);
        else if (answered) resolve({ ...answered, body: joined(chunks) });
      },
      onResponseError: (_given, error) => {
        clearTimeout(timer);
        if (stream) stream.destroy(error);
        else reject(error);
      },
    });
  });
}

const joined = (chunks: Buffer[]): Buffer => (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));

const streamOf = (controller: Dispatcher.DispatchController): Readable =>
  new Readable({
    read: () => controller.resume(),
    destroy(error, done) {
      if (!this.readableEnded) controller.abort(error ?? new Error('nobody reads the answer'));
      done(error);
    },
  });

/** A body as undici sends it. */
export function sendable(body: Buffer | Body | Readable | undefined): Buffer | Readable | null {
  if (body === undefined || body instanceof Readable) return body ?? null;
  if (Buffer.isBuffer(body)) return body.length === 0 ? null : body;
  return body.size === 0 ? null : (body.bytes ?? Readable.from(body.read()));
}

export const wholeOf = async (body: Buffer | Readable): Promise<Buffer> =>
  Buffer.isBuffer(body) ? body : buffer(body);

/** Lets an answer go that nobody wants. */
export function leave(body: Buffer | Readable): void {
  if (!Buffer.isBuffer(body)) body.on('error', () => undefined).destroy();
}
