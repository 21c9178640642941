// SPDX-License-Identifier: Apache-2.0
/** What came to the telephones of the demo, and what becomes of a message there. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openAppendFile } from '../append-file.ts';

export interface CaughtSms {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  readonly by: 'smpp' | 'http';
  readonly receivedAt: string;
}

/** By the end of the number, as testers know them: 000 is never reached, 001 is away for long, all others are reached. */
export const fateOf = (to: string): 'delivered' | 'undeliverable' | 'expired' =>
  to.endsWith('000') ? 'undeliverable' : to.endsWith('001') ? 'expired' : 'delivered';

type Entry = { readonly message: CaughtSms; readonly key?: string };

export interface Phones {
  readonly messages: readonly CaughtSms[];
  /** A key that is known answers the message it was given with: nobody is told twice. */
  keep(
    message: Omit<CaughtSms, 'id' | 'receivedAt'>,
    key: string | undefined,
  ): { readonly message: CaughtSms; readonly fresh: boolean };
  close(): void;
}

/** A message is on disk before its sender is told so. */
export function openPhones(dataDir: string | undefined, most: number): Phones {
  const file = dataDir === undefined ? undefined : openAppendFile<Entry>(join(dataDir, 'sms.jsonl'));
  const messages: CaughtSms[] = [];
  const byKey = new Map<string, CaughtSms>();
  const apply = ({ message, key }: Entry) => {
    messages.unshift(message);
    messages.length = Math.min(messages.length, most);
    if (key) byKey.set(key, message);
  };
  for (const entry of file?.earlier ?? []) apply(entry);
  return {
    messages,
    keep: (given, key) => {
      const known = key && byKey.get(key);
      if (known) return { message: known, fresh: false };
      const message = {
        ...given,
        id: randomUUID().replaceAll('-', '').slice(0, 16),
        receivedAt: new Date().toISOString(),
      };
      const entry = { message, ...(key ? { key } : {}) };
      file?.append(entry);
      apply(entry);
      return { message, fresh: true };
    },
    close: () => file?.close(),
  };
}
