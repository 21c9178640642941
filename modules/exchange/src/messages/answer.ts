// SPDX-License-Identifier: Apache-2.0
import { bodyOf, type Outbound } from '../wire/index.ts';

/** What a message is answered, whoever says it. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Outbound;
  /** Called when the body was sent, or is not to be. */
  readonly done?: (() => Promise<unknown>) | undefined;
}

/** 200 with what there is to say as JSON, 204 where there is nothing. */
export const answerWith = (said: unknown): Answer =>
  said === undefined ? { status: 204, headers: {}, body: bodyOf(Buffer.alloc(0)) } : json(200, said);

export const json = (status: number, said: unknown): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: bodyOf(Buffer.from(JSON.stringify(said))),
});
