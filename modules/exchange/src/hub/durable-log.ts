// SPDX-License-Identifier: Apache-2.0
/** The message log: an entry is durable before its message goes on. Commits are shared by what waits at that moment. */
import {
  byteaArray,
  int8Array,
  jsonbArray,
  type ModuleRuntime,
  textArray,
  timestamptzArray,
  type Tx,
  uuidArray,
} from '@stoa/kernel';
import { type Entry, makeEntry } from '@stoa/kernel/ledger';
import type { Body, Signature } from '../wire/index.ts';
import { sealBody } from './body-encryption.ts';

export interface LoggedMessage {
  readonly direction: 'request' | 'response';
  readonly kind: 'sync' | 'mailbox' | 'event';
  readonly messageId: string;
  readonly client: string;
  readonly target: string;
  readonly issue?: string | undefined;
  readonly outcome: 'accepted' | 'refused' | 'failed';
  readonly code?: string | undefined;
  /** Everything a verifier needs beside the personal parts: method, status, digest, signature. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly personal?: Readonly<Record<string, unknown>>;
  readonly body?: Body;
  readonly signature?: Signature | undefined;
}

/** Session and sequence number of a message with a MAC; the certificate's id of one with a signature of its own. */
const signerOf = ({ signature }: LoggedMessage) => {
  if (!signature) return {};
  const { algorithm, keyId, nonce } = signature;
  return algorithm === 'hmac-sha256' ? { sessionId: keyId, seq: Number(nonce) } : { keyId };
};

interface Waiting {
  readonly entry: Entry;
  readonly message: LoggedMessage;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const batchSize = 200;
/** With so many waiting, a second connection is worth what smaller batches cost. */
const crowd = 24;

const insert = `with e as (
  insert into ledger_entry (id, kind, at, record, leaf_hash, seal)
  select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bytea[], $6::bytea[])),
p as (insert into ledger_personal (entry_id, field, salt, value)
  select * from unnest($7::uuid[], $8::text[], $9::bytea[], $10::jsonb[])),
b as (insert into ledger_blob (entry_id, name, content) select * from unnest($11::uuid[], $12::text[], $13::bytea[]))
insert into message (entry_id, message_id, direction, kind, client_id, target, issue, outcome, code, at, session_id, seq, body_id)
select * from unnest($1::uuid[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $3::timestamptz[], $22::uuid[], $23::bigint[], $24::uuid[])`;

export function makeMessageEntry(module: ModuleRuntime, message: LoggedMessage): Entry {
  const { direction, kind, messageId, client, target, issue, outcome, code } = message;
  return makeEntry(
    module,
    {
      kind: 'message',
      facts: {
        direction,
        kind,
        messageId,
        client,
        target,
        issue,
        outcome,
        code,
        ...signerOf(message),
        bodyId: message.body?.storedAs,
        ...message.facts,
      },
      personal: message.personal,
      blobs: message.body?.bytes?.length ? { body: sealBody(module.keys, client, message.body.bytes) } : undefined,
    },
    module.clock.now(),
  );
}

/** Parameters of the statement above, for any number of messages. */
function logStatement(items: readonly { entry: Entry; message: LoggedMessage }[]): {
  name: string;
  text: string;
  values: unknown[];
} {
  const entries = items.map((item) => item.entry);
  const messages = items.map((item) => item.message);
  const signers = messages.map(signerOf);
  const personal = entries.flatMap((e) => e.personal.map((p) => ({ id: e.id, ...p })));
  const blobs = entries.flatMap((e) => e.blobs.map((b) => ({ id: e.id, ...b })));
  return {
    name: 'exchange-log',
    text: insert,
    values: [
      uuidArray(entries.map((e) => e.id)),
      textArray(entries.map((e) => e.kind)),
      timestamptzArray(entries.map((e) => e.at)),
      textArray(entries.map((e) => e.record)),
      byteaArray(entries.map((e) => e.leafHash)),
      byteaArray(entries.map((e) => e.seal)),
      uuidArray(personal.map((p) => p.id)),
      textArray(personal.map((p) => p.field)),
      byteaArray(personal.map((p) => p.salt)),
      jsonbArray(personal.map((p) => p.value)),
      uuidArray(blobs.map((b) => b.id)),
      textArray(blobs.map((b) => b.name)),
      byteaArray(blobs.map((b) => b.content)),
      textArray(messages.map((m) => m.messageId)),
      textArray(messages.map((m) => m.direction)),
      textArray(messages.map((m) => m.kind)),
      textArray(messages.map((m) => m.client)),
      textArray(messages.map((m) => m.target)),
      textArray(messages.map((m) => m.issue)),
      textArray(messages.map((m) => m.outcome)),
      textArray(messages.map((m) => m.code)),
      uuidArray(signers.map((signer) => signer.sessionId)),
      int8Array(signers.map((signer) => signer.seq)),
      uuidArray(messages.map((m) => m.body?.storedAs)),
    ],
  };
}

/** Appends messages in this transaction. */
export async function writeMessages(tx: Tx, messages: readonly LoggedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const items = messages.map((message) => ({ entry: makeMessageEntry(tx.module, message), message }));
  const { name, text, values } = logStatement(items);
  await tx.prepared(name, text, values);
}

/** Appends messages; each promise resolves once its entry is committed. */
export function createDurableLog(module: ModuleRuntime): (message: LoggedMessage) => Promise<void> {
  const queue: Waiting[] = [];
  let flushing = 0;

  async function flush(): Promise<void> {
    flushing++;
    try {
      while (queue.length > 0) {
        const batch = queue.splice(0, batchSize);
        try {
          const { name, text, values } = logStatement(batch);
          await module.statement(name, text, values);
          for (const item of batch) item.done();
        } catch (error) {
          for (const item of batch) item.failed(error);
        }
      }
    } finally {
      flushing--;
    }
  }
  return (message) =>
    new Promise<void>((done, failed) => {
      queue.push({ entry: makeMessageEntry(module, message), message, done, failed });
      if (flushing === 0 || (flushing === 1 && queue.length >= crowd)) void flush();
    });
}
