// SPDX-License-Identifier: Apache-2.0
/** Evidence: canonical records whose hashes are leaves of the ledger's Merkle tree. */
import { hash, type KeyObject } from 'node:crypto';
import {
  type ArrayParameter,
  byteaArray,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from '../database/arrays.ts';
import type { Tx } from '../database/tx.ts';
import { hmacSha256 } from '../hashing.ts';
import { newId } from '../id.ts';
import type { ModuleRuntime } from '../module.ts';
import { randomFew } from '../random.ts';
import { canonicalJson } from './canonical.ts';
import { leafHash } from './merkle.ts';

export interface Evidence {
  /** What kind of fact: `audit`, `message`, `journal`… */
  readonly kind: string;
  /** Kept for ever: no personal data here. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Kept apart under salted commitments, erasable without breaking any proof. */
  readonly personal?: Readonly<Record<string, unknown>> | undefined;
  /** Bodies, committed to by SHA-256, erasable as well. Give ciphertext where the content is secret. */
  readonly blobs?: Readonly<Record<string, Buffer>> | undefined;
}

/** Rows of one entry, ready to be written. */
export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly record: string;
  readonly leafHash: Buffer;
  readonly seal: Buffer;
  readonly personal: readonly { field: string; salt: Buffer; value: string }[];
  readonly blobs: readonly { name: string; content: Buffer }[];
}

/** Salted commitment to a personal value: SHA-256 of salt and canonical JSON, base64. */
export const commitment = (salt: Buffer, canonicalValue: string): string =>
  hash('sha256', Buffer.concat([salt, Buffer.from(canonicalValue)]), 'base64');

export const sealOf = (key: KeyObject, record: string): Buffer => hmacSha256(key, record);

/** Name of a module's ledger, part of each record and checkpoint (C2SP origin). */
export const ledgerOrigin = (circuit: string, module: string): string => `stoa/${circuit}/${module}`;

/** Makes the rows of an entry: canonical record, leaf hash, seal, commitments. */
export function makeEntry(module: ModuleRuntime, evidence: Evidence, at: Date): Entry {
  const id = newId();
  const personal = Object.entries(evidence.personal ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => ({ field, salt: randomFew(16), value: canonicalJson(value) }));
  const blobs = Object.entries(evidence.blobs ?? {}).map(([name, content]) => ({ name, content }));
  const record = canonicalJson({
    v: 1,
    ledger: ledgerOrigin(module.config.circuit, module.name),
    id,
    kind: evidence.kind,
    at,
    facts: evidence.facts,
    commitments: personal.length
      ? Object.fromEntries(personal.map((p) => [p.field, commitment(p.salt, p.value)]))
      : undefined,
    blobs: blobs.length
      ? Object.fromEntries(blobs.map((b) => [b.name, hash('sha256', b.content, 'base64')]))
      : undefined,
  });
  const seal = sealOf(module.keys.secretKey('ledger-seal'), record);
  return { id, kind: evidence.kind, at, record, leafHash: leafHash(record), seal, personal, blobs };
}

type Query = (sql: string, values: readonly unknown[]) => Promise<unknown>;

/** Columns of the entries' rows as array parameters, in the order of `insert into` of each table. */
export function entryColumns(entries: readonly Entry[]): Record<'entry' | 'personal' | 'blob', ArrayParameter[]> {
  const personal = entries.flatMap((e) => e.personal.map((p) => ({ id: e.id, ...p })));
  const blobs = entries.flatMap((e) => e.blobs.map((b) => ({ id: e.id, ...b })));
  return {
    entry: [
      uuidArray(entries.map((e) => e.id)),
      textArray(entries.map((e) => e.kind)),
      timestamptzArray(entries.map((e) => e.at)),
      textArray(entries.map((e) => e.record)),
      byteaArray(entries.map((e) => e.leafHash)),
      byteaArray(entries.map((e) => e.seal)),
    ],
    personal: [
      uuidArray(personal.map((p) => p.id)),
      textArray(personal.map((p) => p.field)),
      byteaArray(personal.map((p) => p.salt)),
      jsonbArray(personal.map((p) => p.value)),
    ],
    blob: [
      uuidArray(blobs.map((b) => b.id)),
      textArray(blobs.map((b) => b.name)),
      byteaArray(blobs.map((b) => b.content)),
    ],
  };
}

/** Writes entries with one statement for each table; `query` runs inside the caller's transaction. */
export async function writeEntries(query: Query, entries: readonly Entry[]): Promise<void> {
  const columns = entryColumns(entries);
  await query(
    `insert into ledger_entry (id, kind, at, record, leaf_hash, seal)
     select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::bytea[], $6::bytea[])`,
    columns.entry,
  );
  if (entries.some(({ personal }) => personal.length > 0))
    await query(
      `insert into ledger_personal (entry_id, field, salt, value)
       select * from unnest($1::uuid[], $2::text[], $3::bytea[], $4::jsonb[])`,
      columns.personal,
    );
  if (entries.some(({ blobs }) => blobs.length > 0))
    await query(
      `insert into ledger_blob (entry_id, name, content) select * from unnest($1::uuid[], $2::text[], $3::bytea[])`,
      columns.blob,
    );
}

/** Appends one entry in this transaction; answers its id. */
export async function record(
  tx: Tx,
  kind: string,
  facts: Evidence['facts'],
  personal?: Evidence['personal'],
  blobs?: Evidence['blobs'],
): Promise<string> {
  const entry = makeEntry(tx.module, { kind, facts, personal, blobs }, tx.now);
  await writeEntries(tx.query, [entry]);
  return entry.id;
}
