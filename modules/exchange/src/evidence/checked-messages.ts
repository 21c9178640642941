// SPDX-License-Identifier: Apache-2.0
/** Logged messages with their signatures checked again, from nothing but the log and the signers' certificates. */
import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type Page, pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { leafHash } from '@stoa/kernel/ledger';
import type * as contract from '../contract.ts';
import type { MessageEvidence } from '../contract.ts';
import {
  bodyErased,
  bodyHolds,
  factsOf,
  findMessages,
  type MessageRow,
  proofOf,
  type RootProof,
  rootState,
} from './message-proof.ts';
import { rootHolds, signatureHolds } from '../wire/index.ts';

export async function listMessages(
  tx: Tx,
  input: InputOf<typeof contract.listMessages>,
): Promise<Page<MessageEvidence>> {
  let signers: ReadonlyMap<string, Signer> = new Map();
  const read = async (count: number) => {
    const rows = await findMessages(
      tx,
      `($1::text is null or m.issue = $1) and ($2::text is null or m.message_id = $2) and ($3::text is null or m.outcome = $3)
       and ($4::uuid is null or m.entry_id > $4)
     order by m.entry_id limit $5`,
      [input.issue ?? null, input.messageId ?? null, input.outcome ?? null, input.cursor ?? null, count],
    );
    signers = await signersOf(tx, rows);
    return rows;
  };
  return pageOfRows(
    input,
    read,
    (row) => evidenceOf(tx, row, signers),
    (row) => row.entry_id,
  );
}

export interface Signer {
  readonly subsystem: string;
  readonly pem: string;
}

/** Certificates that the messages, or the roots over them, name as their signers', by key id. */
export async function signersOf(tx: Tx, rows: readonly MessageRow[]): Promise<ReadonlyMap<string, Signer>> {
  const ids = [...new Set(rows.map((row) => row.root_key_id ?? factsOf(row).keyId).filter(Boolean))];
  const found = await tx.query<{ key_id: string; subsystem_id: string; pem: string }>(
    `select key_id, subsystem_id, pem from certificate where key_id = any($1) and profile = 'message-signing'`,
    [ids],
  );
  return new Map(found.rows.map((row) => [row.key_id, { subsystem: row.subsystem_id, pem: row.pem }]));
}

async function evidenceOf(tx: Tx, row: MessageRow, signers: ReadonlyMap<string, Signer>): Promise<MessageEvidence> {
  const signer = signers.get(row.root_key_id ?? factsOf(row).keyId ?? '');
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
    signature: await signatureState(tx, row, signer?.pem),
    ...((await bodyErased(tx.module, row)) ? { bodyErased: true } : {}),
    ...(signer ? { signer: signer.subsystem } : {}),
    ...(row.leaf_index === null ? {} : { leafIndex: row.leaf_index }),
  };
}

/** Whether the sender's key stands behind the logged message: by a signature of its own, or by a signed session root. */
async function signatureState(tx: Tx, row: MessageRow, pem: string | undefined): Promise<MessageEvidence['signature']> {
  if (!factsOf(row).signature) return 'none';
  const proof = proofOf(row);
  if (!proof) return 'invalid';
  const { module } = tx;
  if (!(await bodyHolds(module, row, proof.contentDigest)) && !(await bodyErased(module, row))) return 'invalid';
  const missing = rootState(row, tx.now);
  if (missing) return missing;
  if (!pem) return 'none';
  const key = createPublicKey(new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }));
  const { root, base, signature } = proof;
  return (root ? rootCovers(root, base, key) : signatureHolds(signature, base, key)) ? 'valid' : 'invalid';
}

/** The message's leaf stands at its place under the root that the sender signed. */
function rootCovers({ sessionId, seq, first, leaves, signature }: RootProof, base: Buffer, key: KeyObject): boolean {
  const at = (seq - first) * 32;
  const signed = { first, leaves: leaves.toString('base64'), keyId: '', signature: signature.toString('base64') };
  return leaves.subarray(at, at + 32).equals(leafHash(base)) && rootHolds(sessionId, 'connector', signed, key);
}
