// SPDX-License-Identifier: Apache-2.0
/** The message log: an entry is durable before its message goes on. Commits are shared by what waits at that moment. */
import { int8Array, type ModuleRuntime, textArray, type Tx, uuidArray } from '@stoa/kernel';
import { type Entry, entryColumns, makeEntry } from '@stoa/kernel/ledger';
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
  /** Pseudonyms of the people it names. */
  readonly people?: readonly string[];
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

/** Rows of all tables but the entries' own. */
const others = `p as (insert into ledger_personal (entry_id, field, salt, value)
  select * from unnest($7::uuid[], $8::text[], $9::bytea[], $10::jsonb[])),
b as (insert into ledger_blob (entry_id, name, content) select * from unnest($11::uuid[], $12::text[], $13::bytea[])),
m as (insert into message (entry_id, message_id, direction, kind, client_id, target, issue, outcome, code, at, session_id, seq, body_id)
  select * from unnest($1::uuid[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $3::timestamptz[], $22::uuid[], $23::bigint[], $24::uuid[])),
a as (insert into asked_person (person_key, entry_id) select * from unnest($25::text[], $26::uuid[]))`;
const entryRows = 'unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bytea[], $6::bytea[])';
/** Inside a transaction that may last; the entries get their places later. */
const insert = `with e as (insert into ledger_entry (id, kind, at, record, leaf_hash, seal) select * from ${entryRows}), ${others} select`;
/**
 * The last of its transaction: the entries get their places in the ledger with it. Until it commits nobody else writes to the
 * log, so a process that is stopped between the two loses its transaction after five seconds.
 */
const insertPlaced = `with place as materialized (select next_place() as first),
e as (insert into ledger_entry (id, kind, at, record, leaf_hash, seal, leaf_index)
  select e.id, e.kind, e.at, e.record, e.leaf_hash, e.seal, first + n - 1
  from place, ${entryRows} with ordinality as e (id, kind, at, record, leaf_hash, seal, n)), ${others} select first, set_config('idle_in_transaction_session_timeout', '5s', true) from place`;

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

/** Parameters of both statements, for any number of messages. */
function logValues(items: readonly { entry: Entry; message: LoggedMessage }[]): unknown[] {
  const { entry, personal, blob } = entryColumns(items.map((item) => item.entry));
  const messages = items.map((item) => item.message);
  const signers = messages.map(signerOf);
  const named = items.flatMap(({ entry: { id }, message }) => (message.people ?? []).map((person) => ({ person, id })));
  return [
    ...entry,
    ...personal,
    ...blob,
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
    textArray(named.map(({ person }) => person)),
    uuidArray(named.map(({ id }) => id)),
  ];
}

const entered = (module: ModuleRuntime, messages: readonly LoggedMessage[]) =>
  messages.map((message) => ({ entry: makeMessageEntry(module, message), message }));

/** Appends messages in this transaction. */
export async function writeMessages(tx: Tx, messages: readonly LoggedMessage[]): Promise<void> {
  if (messages.length > 0) await tx.prepared('exchange-log', insert, logValues(entered(tx.module, messages)));
}

/** Appends messages as the last thing a transaction does; it must commit at once. */
export async function writeLast(tx: Tx, messages: readonly LoggedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const items = entered(tx.module, messages);
  const { rows } = await tx.prepared<Placed>('exchange-log-placed', insertPlaced, logValues(items));
  const { first } = rows[0] ?? noPlace();
  tx.afterCommit(() => tx.module.placed(first, leavesOf(items)));
}

interface Placed {
  readonly first: number;
}
const leavesOf = (items: readonly { readonly entry: Entry }[]) => items.map(({ entry }) => entry.leafHash);
const noPlace = (): never => {
  throw new Error('the ledger of the exchange gave no place');
};

/** Appends a message; resolves once its entry is committed. */
export type Recording = (message: LoggedMessage) => Promise<void>;

export function createDurableLog(module: ModuleRuntime): Recording {
  const queue: Waiting[] = [];
  let flushing = false;

  /** One batch at a time: statements of one ledger wait for one another in any case (decision 0015). */
  async function flush(): Promise<void> {
    flushing = true;
    while (queue.length > 0) {
      const batch = queue.splice(0, batchSize);
      try {
        const [placed] = await module.statement<Placed>('exchange-log-placed', insertPlaced, logValues(batch));
        module.placed((placed ?? noPlace()).first, leavesOf(batch));
        for (const item of batch) item.done();
      } catch (error) {
        for (const item of batch) item.failed(error);
      }
    }
    flushing = false;
  }
  return (message) =>
    new Promise<void>((done, failed) => {
      queue.push({ entry: makeMessageEntry(module, message), message, done, failed });
      if (!flushing) void flush();
    });
}
