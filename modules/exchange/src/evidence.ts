// SPDX-License-Identifier: Apache-2.0
/** Logged messages with their signatures checked again, from nothing but the log and the signers' certificates. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { MessageEvidence } from './contract.ts';
import { openBody } from './hub/body-encryption.ts';
import { requestHolds, requestSignatureHolds, responseHolds } from './wire/index.ts';

interface Row {
  entry_id: string;
  message_id: string;
  direction: MessageEvidence['direction'];
  kind: MessageEvidence['kind'];
  client_id: string;
  target: string;
  issue: string | null;
  outcome: MessageEvidence['outcome'];
  code: string | null;
  at: Date;
  record: string;
  leaf_index: number | null;
  request_target: string | null;
  user_id: string | null;
  body: Buffer | null;
}

interface Facts {
  method?: string;
  status?: number;
  messageId: string;
  transportId?: string;
  client: string;
  issue?: string;
  contentDigest?: string;
  signatureInput?: string;
  signature?: string;
  keyId?: string;
  requestHash?: string;
  /** The log has the digest of the body, not the body. */
  bodyApart?: boolean;
}

export async function listMessages(
  tx: Tx,
  input: InputOf<typeof contract.listMessages>,
): Promise<{ items: MessageEvidence[]; nextCursor?: string }> {
  const limit = input.limit ?? 20;
  const { rows } = await tx.query<Row>(
    `select m.*, e.record, e.leaf_index, t.value #>> '{}' as request_target, u.value #>> '{}' as user_id, b.content as body
     from message m join ledger_entry e on e.id = m.entry_id
     left join ledger_personal t on t.entry_id = m.entry_id and t.field = 'target'
     left join ledger_personal u on u.entry_id = m.entry_id and u.field = 'userId'
     left join ledger_blob b on b.entry_id = m.entry_id and b.name = 'body'
     where ($1::text is null or m.issue = $1) and ($2::text is null or m.message_id = $2) and ($3::text is null or m.outcome = $3)
       and ($4::uuid is null or m.entry_id > $4)
     order by m.entry_id limit $5`,
    [input.issue ?? null, input.messageId ?? null, input.outcome ?? null, input.cursor ?? null, limit + 1],
  );
  const certificates = await signersOf(tx, rows);
  const items = rows.slice(0, limit).map((row) => evidenceOf(tx, row, certificates));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, nextCursor: last.entryId } : { items };
}

const factsOf = (row: Row) => (JSON.parse(row.record) as { facts: Facts }).facts;

async function signersOf(tx: Tx, rows: readonly Row[]): Promise<Map<string, { subsystem: string; pem: string }>> {
  const ids = [...new Set(rows.map((row) => factsOf(row).keyId).filter(Boolean))];
  const found = await tx.query<{ key_id: string; subsystem_id: string; pem: string }>(
    'select key_id, subsystem_id, pem from certificate where key_id = any($1)',
    [ids],
  );
  return new Map(found.rows.map((row) => [row.key_id, { subsystem: row.subsystem_id, pem: row.pem }]));
}

function evidenceOf(tx: Tx, row: Row, certificates: Map<string, { subsystem: string; pem: string }>): MessageEvidence {
  const facts = factsOf(row);
  const signer = certificates.get(facts.keyId ?? '');
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
    signature: !facts.signature || !signer ? 'none' : signatureHolds(tx, row, facts, signer.pem) ? 'valid' : 'invalid',
    ...(signer ? { signer: signer.subsystem } : {}),
    ...(row.leaf_index === null ? {} : { leafIndex: row.leaf_index }),
  };
}

function signatureHolds(tx: Tx, row: Row, facts: Facts, pem: string): boolean {
  const key = createPublicKey(new X509Certificate(pem).publicKey.export({ format: 'pem', type: 'spki' }));
  let body: Buffer;
  try {
    body = row.body ? openBody(tx.module.keys, row.client_id, row.body) : Buffer.alloc(0);
  } catch {
    return false;
  }
  const common = {
    'content-digest': facts.contentDigest,
    'signature-input': facts.signatureInput,
    signature: facts.signature,
  };
  if (facts.status !== undefined) {
    return responseHolds(
      {
        status: facts.status,
        headers: { ...common, 'x-road-id': facts.messageId, 'x-road-request-hash': facts.requestHash },
        body,
      },
      key,
    );
  }
  const headers = {
    ...common,
    'x-road-client': row.client_id,
    'x-road-id': facts.transportId ?? facts.messageId,
    'x-road-issue': row.kind === 'sync' ? facts.issue : undefined,
    'x-road-userid': row.user_id ?? undefined,
  };
  const holds = facts.bodyApart ? requestSignatureHolds : requestHolds;
  return holds({ method: facts.method ?? '', target: row.request_target ?? '', headers, body }, key);
}
