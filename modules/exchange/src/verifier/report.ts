// SPDX-License-Identifier: Apache-2.0
/** What a verification says. Codes, not sentences: whoever shows them has the words in the reader's language. */

export type CheckCode =
  | 'container'
  | 'files'
  | 'seal'
  | 'chain'
  | 'anchor'
  | 'revocation'
  | 'timestamp'
  | 'checkpoint'
  | 'checkpoint-timestamp'
  | 'message-signature'
  | 'message-root'
  | 'message-leaf'
  | 'message-unproven'
  | 'message-refused'
  | 'message-signer'
  | 'message-body'
  | 'message-record'
  | 'message-ledger';

export interface Check {
  readonly code: CheckCode;
  /** `note`: nothing is wrong, but the reader should know. */
  readonly state: 'good' | 'bad' | 'note';
  /** Values of the sentence; `at` is an RFC 3339 instant. */
  readonly params: Readonly<Record<string, string | number>>;
}

export interface MessageReport {
  readonly folder: string;
  readonly direction: string;
  readonly client: string;
  readonly target: string;
  readonly outcome: string;
  readonly messageId: string;
  readonly at: string;
  readonly checks: readonly Check[];
}

export interface Report {
  /**
   * `unproven`: nothing is wrong, but the sender of a message signed no root over it.
   * `untrusted`: all holds together, but leads back to an authority the reader did not name.
   */
  readonly verdict: 'good' | 'bad' | 'unproven' | 'untrusted';
  readonly checks: readonly Check[];
  readonly messages: readonly MessageReport[];
}

export const check = (code: CheckCode, state: Check['state'], params: Check['params'] = {}): Check => ({
  code,
  state,
  params,
});

/** Good when all of it is true, bad otherwise. */
export const holds = (code: CheckCode, good: boolean, params: Check['params'] = {}): Check =>
  check(code, good ? 'good' : 'bad', params);
