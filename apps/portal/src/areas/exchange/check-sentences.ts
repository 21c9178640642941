// SPDX-License-Identifier: Apache-2.0
/** Keys below `evidence.` that a report may need: a sentence for each check and state, and what stands around them. */
import type { Check } from '@stoa/exchange/verifier';

const states = {
  container: ['good', 'bad'],
  files: ['good', 'bad'],
  seal: ['good', 'bad'],
  chain: ['good', 'bad'],
  anchor: ['good', 'note'],
  revocation: ['good', 'note', 'bad'],
  timestamp: ['good', 'note', 'bad'],
  checkpoint: ['good', 'bad'],
  'checkpoint-timestamp': ['good', 'note', 'bad'],
  'message-signature': ['good', 'note', 'bad'],
  'message-root': ['good', 'bad'],
  'message-leaf': ['good', 'bad'],
  'message-unproven': ['note'],
  'message-refused': ['note'],
  'message-signer': ['good', 'bad'],
  'message-body': ['good', 'note', 'bad'],
  'message-record': ['good', 'bad'],
  'message-ledger': ['good', 'bad'],
} as const satisfies Record<Check['code'], readonly Check['state'][]>;

const verdicts = ['good', 'untrusted', 'unproven', 'bad'].flatMap((verdict) => [
  `verdict-${verdict}`,
  `verdict-${verdict}-text`,
]);

export const checkSentences: readonly string[] = [
  ...Object.entries(states).flatMap(([code, all]) => all.map((state) => `${code}-${state}`)),
  ...verdicts,
  ...['state-good', 'state-bad', 'state-note', 'container', 'message'],
];
