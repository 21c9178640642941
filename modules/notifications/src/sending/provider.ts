// SPDX-License-Identifier: Apache-2.0
/** What the sending asks of a provider of a channel. */
import type { Channel } from '../contract/matters.ts';
import type { DueRow, Outcome } from './store.ts';
import type { Words } from './words.ts';

/** Of a try: what became of it, and whether the provider itself did not answer. */
export type Tried = Outcome & { readonly away?: boolean };

export interface Provider {
  readonly id: string;
  readonly channel: Channel;
  readonly perSecond?: number | undefined;
  readonly perDay?: number | undefined;
  /** At most so many at once. */
  readonly atOnce: number;
  send(row: DueRow, words: Words): Promise<Tried>;
  close?(): Promise<void>;
}

export interface SmsSetting {
  readonly id: string;
  readonly kind: 'smpp' | 'http';
  readonly url: string;
  readonly from: string;
  /** Of the HTTP gateway: its bearer key, and the secret of its callbacks. */
  readonly key?: string;
  readonly secret?: string;
  /** The centre recognises a message by the key that goes with it, so that it may be given twice. */
  readonly keyed?: boolean;
  readonly perSecond?: number;
  readonly perDay?: number;
}
