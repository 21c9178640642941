// SPDX-License-Identifier: Apache-2.0
/** What reaches the hub: requests as they come, and messages once their sender is known. */
import type { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Body, Part, RequestHead, Signature } from '../wire/index.ts';

/** A request as it came, over HTTP or in a line. */
export interface Request {
  readonly method: string;
  readonly target: string;
  readonly authority: string;
  /** By lower-case name; of a repeated one the last. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | Readable;
  readonly socket: TLSSocket;
  /** Whether nobody waits for the answer any more. */
  readonly gone: () => boolean;
}

/** A message as what it asks for sees it. */
export interface Message extends RequestHead {
  readonly body: Body;
  /** Where it is one of several messages in one signed body: which. */
  readonly part?: Omit<Part, 'bytes'>;
  readonly client: string;
  readonly messageId: string;
  readonly issue: string | undefined;
  readonly signature?: Signature;
  /** Whether nobody waits for the answer any more. */
  readonly gone?: () => boolean;
}
