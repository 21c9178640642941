// SPDX-License-Identifier: Apache-2.0
/** Logged messages with their signatures checked again, from nothing but the log and the signers' certificates. */
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { MessageEvidence } from './contract.ts';
import { bodyOf, factsOf, findMessages, type MessageRow, proofOf } from './message-proof.ts';
import { contentDigest } from './wire/index.ts';

export async function listMessages(
  tx: Tx,
  input: InputOf<typeof contract.listMessages>,
): Promise<{ items: MessageEvidence[]; nextCursor?: string }> {
  const limit = input.limit ?? 20;
  const rows = await findMessages(
    tx,
    `($1::text is null or m.issue = $1) and ($2::text is null or m.message_id = $2) and ($3::text is null or m.outcome = $3)
       and ($4::uuid is null or m.entry_id > $4)
     order by m.entry_id limit $5`,
    [input.issue ?? null, input.messageId ?? null, input.outcome ?? null, input.cursor ?? null, limit + 1],
  );
  const signers = await signersOf(tx, rows);
  const items = rows.slice(0, limit).map((row) => evidenceOf(tx, row, signers));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.entryId } : { items };
}

export interface Signer {
  readonly subsystem: string;
  readonly pem: string;
}

/** Certificates that the messages name as their signers', by key id. */
export async function signersOf(tx: Tx, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, Signer>> {
  const ids = [...new Set(rows.map((row) => factsOf(row).keyId).filter(Boolean))];
  const found = await tx.query<{ key_id: string; subsystem_id: string; pem: string }>(
    `select key_id, subsystem_id, pem from certificate where key_id = any($1) and profile = 'message-signing'`,
    [ids],
  );
  return new Map(found.rows.map((row) => [row.key_id, { subsystem: row.subsystem_id, pem: row.pem }]));
}

function evidenceOf(tx: Tx, row: MessageRow, signers: ReadonlyMap<string, Signer>): MessageEvidence {
  const facts = factsOf(row);
  const signer = signers.get(facts.keyId ?? '');
  return {
    entryId: row.entry_id,
    messageId: row.message_id,
    direction: row.direction,
    kind: row.kind,
    client: row.client_id,
    target: row.target,
    ...(row.issue ? { issue: row.issue } : {}),
    outcome: row.outcome,
    ...(row.code ? { code: row.code } : {}),
    at: row.at.toISOString(),
    signature: !facts.signature || !signer ? 'none' : signatureHolds(tx, row, signer.pem) ? 'valid' : 'invalid',
    ...(signer ? { signer: signer.subsystem } : {}),
    ...(row.leaf_index === null ? {} : { leafIndex: row.leaf_index }),
  };
}

function signatureHolds(tx: Tx, row: MessageRow, pem: string): boolean {
  const proof = proofOf(row);
  if (!proof) return false;
  try {
    const key = createPublicKey(new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }));
    const whole = contentDigest(bodyOf(tx.module, row)) === proof.contentDigest;
    return whole && verify(null, proof.base, key, proof.signature);
  } catch {
    return false;
  }
}
